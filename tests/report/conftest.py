"""Reports of the made-up benchmark, with hashes, and with names and reasons that want to be more than text."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from model.charts.chart_data import ChartData, Cost
from model.charts.published import read_published, read_readers
from model.evaluation.evaluation import evaluate
from model.evaluation.facts import read_facts
from model.evaluation.sets import SETS
from model.lesion.practice import Threshold, default_practice
from model.report.origin import Origin, read_origin
from model.report.page import html_of
from model.report.sections import write_contents
from model.settings import settings
from model.text import texts
from model.trust.characteristic import of_maps
from tests.synthetic_benchmark import COMMITTEE, QUALITY, write_benchmark

HOSTILE = "<img src=x onerror=alert(1)>&\"'"
"""File name of a table that is scored."""
REFUSED = "<b onclick=alert(2)>"
"""File name of a table that is not: its header is `HEADER`, which the reason repeats."""
HEADER = "image,<script>alert(3)<!--"
SLUGS = sorted({*QUALITY, HOSTILE, REFUSED})


def checksum(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def write_hashes(folder: Path, day: str, slug: str) -> None:
    """What `python -m model benchmark` writes beside a table."""
    run = {
        "weights_sha256": checksum(f"weights of {slug}"),
        "code_sha256": checksum(f"code of {day}"),
        "data_sha256": {"manifest.csv": checksum("manifest"), f"{day}.zip": checksum(day)},
        "date": "2017-11-24",
        "seconds_per_image": 0.01,
    }
    (folder / day / f"{slug}.json").write_text(json.dumps(run), encoding="utf-8")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables of twelve algorithms, one of them with a hostile name, and one table that is refused."""
    found = write_benchmark(tmp_path_factory.mktemp("report") / "benchmark", quality={**QUALITY, HOSTILE: 0.5})
    for day in SETS:
        (found / day / f"{REFUSED}.csv").write_text(f"{HEADER}\n", encoding="utf-8")
        for slug in (*QUALITY, HOSTILE):
            write_hashes(found, day, slug)
    return found


@pytest.fixture(scope="session")
def material(folder: Path) -> ChartData:
    """The folder, scored with few resamples."""
    evaluation = evaluate(folder, dict.fromkeys(QUALITY, Threshold(0.1, default_practice())), SLUGS, 60, [COMMITTEE])
    costs = {slug: Cost(0.004 * (place + 1), 300_000 * (place + 1)) for place, slug in enumerate(evaluation.slugs)}
    beside = {"readers": read_readers(), "published": read_published(), "checks": of_maps()}
    return ChartData(evaluation, facts=read_facts(folder), costs=costs, **beside)


@pytest.fixture(scope="session")
def origin(folder: Path) -> Origin:
    """Where the figures come from."""
    return read_origin(folder, settings().weights, SLUGS)


@pytest.fixture(scope="session")
def contents(material: ChartData, origin: Origin):
    """The contents in both languages."""
    return {language: write_contents(material, origin, texts(language)) for language in ("fr", "en")}


@pytest.fixture(scope="session")
def pages(contents):
    """The HTML in both languages."""
    return {language: html_of(found) for language, found in contents.items()}

"""The made-up benchmark, scored once."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.algorithms.catalogue import kind_of
from model.charts.chart_data import ChartData, Cost
from model.charts.published import read_published, read_readers
from model.evaluation.evaluation import Evaluation, evaluate
from model.evaluation.facts import read_facts
from model.lesion.practice import Threshold, default_practice
from tests.synthetic_benchmark import COMMITTEE, QUALITY, write_benchmark

RESAMPLES = 120


@pytest.fixture(scope="session")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """Ten algorithms of known quality on every set, and the committee without a rank."""
    folder: Path = write_benchmark(tmp_path_factory.mktemp("charts") / "benchmark")
    thresholds = dict.fromkeys(QUALITY, Threshold(0.1, default_practice()))
    return evaluate(folder, thresholds, resamples=RESAMPLES, unranked=[COMMITTEE])


@pytest.fixture(scope="session")
def material(evaluation: Evaluation) -> ChartData:
    """The same with facts, costs and readers, under the rule of the event."""
    costs = {slug: Cost(0.004 * (place + 1), 300_000 * (place + 1)) for place, slug in enumerate(evaluation.slugs)}
    families = {slug: kind_of(slug).family for slug in QUALITY}
    return ChartData(
        evaluation,
        facts=read_facts(),
        costs=costs,
        readers=read_readers(),
        published=read_published(),
        families=families,
    )

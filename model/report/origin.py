"""Read the origin of the figures: runs with their hashes, sheets of the weights, versions, date."""

from __future__ import annotations

import datetime
import platform
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

from model.algorithms.weights import WeightsSheet, read_sheets
from model.evaluation.runs import read_run
from model.evaluation.sets import SETS
from model.settings import ROOT

Key = TypeVar("Key")
PACKAGES = ("torch", "torchvision", "numpy", "scipy", "scikit-learn", "pillow", "plotly", "streamlit")
"""The packages that figures and pictures depend on."""


@dataclass(frozen=True)
class Run:
    """The run that wrote the prediction table of an algorithm for a scoring set `day`.

    `weights` and `code`, the sources that compute a prediction, are SHA-256, and `data` has names and SHA-256 of the
    files that were read. `seconds` is the time per photo. Fields that the run's file lacks are empty.
    """

    slug: str
    day: str
    date: str = ""
    weights: str = ""
    code: str = ""
    data: tuple[tuple[str, str], ...] = ()
    seconds: float | None = None


@dataclass(frozen=True)
class Origin:
    """The origin of a report's figures: recorded runs, sheets of today's weights by slug, versions and ISO date."""

    runs: tuple[Run, ...]
    sheets: dict[str, WeightsSheet]
    versions: tuple[tuple[str, str], ...]
    date: str

    def hashes(self, kind: str) -> dict[str, tuple[Run, ...]]:
        """The runs by their hash of `weights` or `code`."""
        return _grouped((value, run) for run in self.runs if (value := str(getattr(run, kind))))

    def data(self) -> dict[tuple[str, str, str], tuple[Run, ...]]:
        """The runs by set, name and hash of each file that they read."""
        return _grouped(((run.day, name, value), run) for run in self.runs for name, value in run.data)


def read_origin(folder: Path, weights: Path, slugs: Sequence[str], today: datetime.date | None = None) -> Origin:
    """What is known of the tables in `folder` and of the weights in `weights`; what is missing is left out."""
    known = [(read_run(folder, day, slug), day, slug) for day in SETS for slug in slugs]
    runs = tuple(_run_of(fields, day, slug) for fields, day, slug in known if fields)
    date = today or datetime.datetime.now().astimezone().date()
    return Origin(runs, read_sheets(weights, slugs), versions(), date.isoformat())


def versions() -> tuple[tuple[str, str], ...]:
    """Names and versions of this project, Python and the installed packages; nothing is imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [(str(project["name"]), str(project["version"])), ("Python", platform.python_version())]
    for package in PACKAGES:
        try:
            named.append((package, version(package)))
        except PackageNotFoundError:
            continue
    return tuple(named)


def _grouped(pairs: Iterable[tuple[Key, Run]]) -> dict[Key, tuple[Run, ...]]:
    groups: dict[Key, tuple[Run, ...]] = {}
    for key, run in pairs:
        groups[key] = (*groups.get(key, ()), run)
    return groups


def _run_of(known: dict[str, Any], day: str, slug: str) -> Run:
    """The run of a JSON file; since the file may come from elsewhere, every field is converted."""
    data, seconds = known.get("data_sha256"), known.get("seconds_per_image")
    return Run(
        slug,
        day,
        str(known.get("date", "")),
        str(known.get("weights_sha256", "")),
        str(known.get("code_sha256", "")),
        tuple(sorted((str(name), str(value)) for name, value in data.items())) if isinstance(data, dict) else (),
        float(seconds) if isinstance(seconds, int | float) else None,
    )

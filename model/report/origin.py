"""Where the figures of a report come from: runs with their hashes, sheets of the weights, versions, date."""

from __future__ import annotations

import datetime
import platform
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from model.algorithms.weights import WeightsSheet, read_sheets
from model.evaluation.runs import read_run
from model.evaluation.sets import SETS
from model.settings import ROOT

PACKAGES = ("torch", "torchvision", "numpy", "scipy", "scikit-learn", "pillow", "plotly", "streamlit")
"""Those that a figure or a picture depends on."""


@dataclass(frozen=True)
class Run:
    """The run that wrote a prediction table, as its file says; empty where it does not say.

    Attributes:
        slug: the algorithm.
        day: the scoring set.
        date: ISO 8601.
        weights: SHA-256 of the weights file.
        code: SHA-256 over the sources that make a prediction.
        data: SHA-256 of every file that was read, by its name.
        seconds: for one photo; None where unknown.
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
    """Everything that says which figures these are.

    Attributes:
        runs: one for each table that names its run, sets in order.
        sheets: by slug, of the weights as they are now; without those that cannot be read.
        versions: name and version of this project, of Python and of the packages.
        date: of the report, ISO 8601.
    """

    runs: tuple[Run, ...]
    sheets: dict[str, WeightsSheet]
    versions: tuple[tuple[str, str], ...]
    date: str

    def hashes(self, kind: str) -> dict[str, tuple[Run, ...]]:
        """The different hashes of `weights` or `code`, each with the runs that name it."""
        found: dict[str, tuple[Run, ...]] = {}
        for run in self.runs:
            value = str(getattr(run, kind))
            if value:
                found[value] = (*found.get(value, ()), run)
        return found

    def data(self) -> dict[tuple[str, str, str], tuple[Run, ...]]:
        """Set, file and hash of everything that was read, each with the runs that read it."""
        found: dict[tuple[str, str, str], tuple[Run, ...]] = {}
        for run in self.runs:
            for name, value in run.data:
                key = (run.day, name, value)
                found[key] = (*found.get(key, ()), run)
        return found


def read_origin(folder: Path, weights: Path, slugs: Sequence[str], today: datetime.date | None = None) -> Origin:
    """What is known of the tables in `folder` and of the weights in `weights`; what is missing is left out."""
    known = [(read_run(folder, day, slug), day, slug) for day in SETS for slug in slugs]
    runs = tuple(_run_of(fields, day, slug) for fields, day, slug in known if fields)
    date = today or datetime.datetime.now().astimezone().date()
    return Origin(runs, read_sheets(weights, slugs), versions(), date.isoformat())


def versions() -> tuple[tuple[str, str], ...]:
    """Versions of this project, of Python and of the packages that are installed; none of them is imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = [(str(project["name"]), str(project["version"])), ("Python", platform.python_version())]
    for package in PACKAGES:
        try:
            found.append((package, version(package)))
        except PackageNotFoundError:
            continue
    return tuple(found)


def _run_of(known: dict[str, Any], day: str, slug: str) -> Run:
    """The fields of a file that is written by a program, but may come from elsewhere: everything becomes text."""
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

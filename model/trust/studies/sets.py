"""What the promised coverage came to on each scoring set, for every algorithm; from the committed tables alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from model.algorithms.weights import read_sheet
from model.evaluation.intervals import Score
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.sets import SETS
from model.settings import settings
from model.trust.characteristic import Characteristic
from model.trust.coverage import coverage
from model.trust.sets import COVERAGES, Levels
from model.trust.studies import Progress


def study(data: Path, progress: Progress, slugs: Sequence[str]) -> list[Characteristic]:
    """Coverage of all photos and of the melanomas, and the mean size of a set; photos are not looked at."""
    found: list[Characteristic] = []
    for done, slug in enumerate(slugs, start=1):
        levels = read_sheet(settings().weights, slug).sets
        there = [name for name in SETS if levels and (BENCHMARK / name / f"{slug}.csv").is_file()]
        found += [row for name in there for promise in COVERAGES for row in _measured(name, slug, levels, promise)]
        progress("sets", done, len(slugs))
    return found


def _measured(name: str, slug: str, levels: Levels, promise: float) -> list[Characteristic]:
    came = coverage(name, slug, levels, promise)
    photos, melanomas, percent = len(came.covered), int(came.melanoma.sum()), round(promise * 100)

    def row(measure: str, n: int, score: Score) -> Characteristic:
        return Characteristic(f"{measure}_{percent}", f"{slug} {name}", n, score.value, score.low, score.high)

    return [
        row("covered", photos, came.of_all),
        row("covered_melanoma", melanomas, came.of_melanomas),
        row("set_size", photos, came.size),
    ]

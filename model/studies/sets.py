"""Measure the coverage of prediction sets on each scoring set, from the committed tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from model.algorithms.weights import read_sheet
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.sets import SETS
from model.settings import settings
from model.studies import Progress
from model.trust.characteristic import Characteristic, from_score
from model.trust.coverage import coverage
from model.trust.sets import COVERAGES, Levels


def study(data: Path, progress: Progress, slugs: Sequence[str]) -> list[Characteristic]:
    """Coverage of all photos and of the melanomas, and the mean size of a set; no photo is read."""
    rows: list[Characteristic] = []
    for done, slug in enumerate(slugs, start=1):
        levels = read_sheet(settings().weights, slug).sets
        there = [name for name in SETS if levels and (BENCHMARK / name / f"{slug}.csv").is_file()]
        rows += [row for name in there for promise in COVERAGES for row in _measured(name, slug, levels, promise)]
        progress("sets", done, len(slugs))
    return rows


def _measured(name: str, slug: str, levels: Levels, promise: float) -> list[Characteristic]:
    measured, percent, of = coverage(name, slug, levels, promise), round(promise * 100), f"{slug} {name}"
    photos, melanomas = len(measured.covered), int(measured.melanoma.sum())
    return [
        from_score(f"covered_{percent}", of, photos, measured.of_all),
        from_score(f"covered_melanoma_{percent}", of, melanomas, measured.of_melanomas),
        from_score(f"set_size_{percent}", of, photos, measured.size),
    ]

"""Measure prediction sets on a scoring set: their coverage of the true diagnosis, and their size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.evaluation.intervals import Score, Z, wilson
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.tables import ImageTable, read_table
from model.lesion.diagnosis import Diagnosis
from model.trust.sets import Levels, in_the_sets

NEAR = 0.02
"""Largest difference between a measured and the promised coverage that still counts as kept."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """The prediction sets of a scoring set with one photo per lesion.

    For each photo, `(n,)`: whether the set covers the true diagnosis, whether that is melanoma, and the set's size.
    """

    promise: float
    covered: NDArray[np.bool_]
    melanoma: NDArray[np.bool_]
    sizes: NDArray[np.int64]

    @property
    def of_all(self) -> Score:
        """Share of all photos whose diagnosis is in their set, with its 95 % interval."""
        return wilson(int(self.covered.sum()), len(self.covered))

    @property
    def of_melanomas(self) -> Score:
        """Share of the melanomas whose set contains melanoma, with its 95 % interval."""
        return wilson(int(self.covered[self.melanoma].sum()), int(self.melanoma.sum()))

    @property
    def size(self) -> Score:
        """Mean size of the sets, with its 95 % interval from the normal distribution."""
        mean = float(self.sizes.mean())
        half = Z * float(self.sizes.std(ddof=1)) / float(np.sqrt(len(self.sizes)))
        return Score(mean, mean - half, mean + half)


def is_kept(measured: float, promise: float) -> bool:
    """Whether a coverage, rounded to tenths of a percent, is at most `NEAR` below the promise."""
    return round(measured, 3) >= promise - NEAR - 1e-9


def coverage(name: str, slug: str, levels: Levels, promise: float) -> Coverage:
    """The coverage from the committed tables of one scoring set, with the levels of the weights' sheet.

    Raises:
        OSError: a table is missing.
        ValueError: a file is no table, or the two tables list different images.
        KeyError: the levels do not have this coverage.
    """
    truth = read_table(BENCHMARK / "truth" / f"{name}.csv")
    return counted(truth, read_table(BENCHMARK / name / f"{slug}.csv"), levels, promise)


def counted(truth: ImageTable, predictions: ImageTable, levels: Levels, promise: float) -> Coverage:
    """The coverage from a table of truth and one of predictions; errors as in `coverage`."""
    columns = truth.columns()
    inside = in_the_sets(predictions.in_order_of(truth.images).values, levels, promise)
    covered, sizes = inside[np.arange(len(columns)), columns], inside.sum(1).astype(np.int64)
    return Coverage(promise, covered, columns == Diagnosis.MEL.column, sizes)

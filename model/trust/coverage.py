"""Prediction sets on a scoring set: how often the true diagnosis was in them, and how large they were."""

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
"""What a coverage may differ from its promise before a page says that it was missed."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """What came of a promise; one photo a lesion.

    Attributes:
        promise: the stated coverage.
        covered: whether the true diagnosis is in the set, `(n,)`.
        melanoma: whether it is a melanoma, `(n,)`.
        sizes: how many diagnoses the set holds, `(n,)`.
    """

    promise: float
    covered: NDArray[np.bool_]
    melanoma: NDArray[np.bool_]
    sizes: NDArray[np.int64]

    @property
    def of_all(self) -> Score:
        """Share of the photos whose diagnosis is in their set, with its 95 % interval."""
        return wilson(int(self.covered.sum()), len(self.covered))

    @property
    def of_melanomas(self) -> Score:
        """The same of the melanomas."""
        return wilson(int(self.covered[self.melanoma].sum()), int(self.melanoma.sum()))

    @property
    def size(self) -> Score:
        """Mean number of diagnoses in a set, with its 95 % interval by the normal distribution."""
        mean = float(self.sizes.mean())
        half = Z * float(self.sizes.std(ddof=1)) / float(np.sqrt(len(self.sizes)))
        return Score(mean, mean - half, mean + half)


def is_near(found: float, promise: float) -> bool:
    """Within two points of the promise, as it is written in tenths of a percent."""
    return abs(round(found, 3) - promise) <= NEAR + 1e-9


def coverage(name: str, slug: str, levels: Levels, promise: float) -> Coverage:
    """From the committed tables of one scoring set.

    Raises:
        OSError: a table is not there.
        ValueError: a table is none, or the two speak of different images.
        KeyError: the levels promise no such coverage.
    """
    truth = read_table(BENCHMARK / "truth" / f"{name}.csv")
    return counted(truth, read_table(BENCHMARK / name / f"{slug}.csv"), levels, promise)


def counted(truth: ImageTable, predictions: ImageTable, levels: Levels, promise: float) -> Coverage:
    """From two tables; see `coverage`."""
    columns = truth.columns()
    inside = in_the_sets(predictions.in_order_of(truth.images).values, levels, promise)
    return Coverage(
        promise,
        inside[np.arange(len(columns)), columns],
        columns == Diagnosis.MEL.column,
        inside.sum(1).astype(np.int64),
    )

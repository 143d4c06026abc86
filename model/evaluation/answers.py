"""Truth and probabilities of the same images, over any list of classes: the input of every score.

Tables hold probabilities for equally frequent diagnoses. They decide which class is called. The probabilities that
are shown (`stated`) refer to a practice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from model.evaluation.tables import CLASSES, ImageTable
from model.lesion.diagnosis import Diagnosis
from model.lesion.practice import EQUAL, Practice, in_practice

Columns = NDArray[np.int64]
Probabilities = NDArray[np.float64]
Mask = NDArray[np.bool_]
MELANOMA = str(Diagnosis.MEL)
SUM_TOLERANCE = 1e-4
"""Largest deviation from 1 of the sum of a distribution. Rounding to six decimals stays within a tenth of it."""


@dataclass(frozen=True, eq=False)
class Answers:
    """Truth and the answers of one algorithm; `classes` are in column order.

    `truth` is the column of each image's diagnosis, `(n,)`. `probabilities` are for equally frequent classes, in [0,
    1], `(n, classes)`; the rows need not sum to 1. The detection of `target` is scored. `threshold`, the operating
    point, is the least probability of the target at which it is called; None if unknown. Stated probabilities refer to
    `practice`, the threshold to `threshold_practice`; None for the same.
    """

    truth: Columns
    probabilities: Probabilities
    classes: tuple[str, ...] = CLASSES
    target: str = MELANOMA
    threshold: float | None = None
    practice: Practice = EQUAL
    threshold_practice: Practice | None = None

    @property
    def column(self) -> int | None:
        """Column of the target; None if it is not among the classes."""
        return self.classes.index(self.target) if self.target in self.classes else None

    @cached_property
    def stated(self) -> Probabilities:
        """Probabilities in the practice, `(n, classes)`.

        Rows that are no distributions cannot be converted and stay as they are.
        """
        practice = self.stated_for
        return self.probabilities if practice.is_equal else in_practice(self.probabilities, practice.frequencies)

    @property
    def stated_for(self) -> Practice:
        """The practice that the stated probabilities refer to: `EQUAL` if the rows are no distributions."""
        return self.practice if self.is_distribution else EQUAL

    @cached_property
    def at_point(self) -> Answers:
        """The same answers, stated for the practice of the threshold."""
        practice = self.threshold_practice or self.practice
        return self if practice == self.practice else replace(self, practice=practice)

    @cached_property
    def called(self) -> Columns:
        """Column of the most probable of equally frequent classes, `(n,)`; `len(classes)` for a tie.

        A tied image is undecided and counts as wrong, as in the ISIC challenge. Taking the first of equals would make
        the score depend on the order of the columns.
        """
        return called(self.probabilities)

    @property
    def is_distribution(self) -> bool:
        """Whether every row sums to 1, up to the rounding of a table."""
        return bool((np.abs(self.probabilities.sum(1) - 1) <= SUM_TOLERANCE).all())

    def of(self, images: Mask) -> Answers:
        """The answers for a selection of the images; `images` is `(n,)`."""
        return replace(self, truth=self.truth[images], probabilities=self.probabilities[images])


def called(probabilities: Probabilities) -> Columns:
    """Column of the largest value of each row, `(n,)`; the number of classes for a tie."""
    largest = probabilities.max(1, keepdims=True)
    shared = (probabilities == largest).sum(1) > 1
    columns: Columns = np.where(shared, probabilities.shape[1], probabilities.argmax(1))
    return columns


def answers_of(
    truth: ImageTable, predictions: ImageTable, threshold: float | None = None, practice: Practice = EQUAL
) -> Answers:
    """Truth and predictions of two tables, in the order of the truth; the threshold refers to the practice.

    Raises:
        TableError: an image of the truth has no single diagnosis, or the tables hold different images.
    """
    columns = truth.columns()
    values = predictions.in_order_of(truth.images).values
    return Answers(columns, values, threshold=threshold, practice=practice)

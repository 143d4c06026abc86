"""Truth and probabilities of the same images, over any list of classes: what every score is a function of.

Tables speak of equally frequent diagnoses. Which class is called is decided by them as they are; what is said of how
probable a class is (`stated`) speaks of a practice.
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
"""How far from 1 a row may sum and still be a distribution: seven values of six decimals stay within a tenth of it."""


@dataclass(frozen=True, eq=False)
class Answers:
    """What was true and what one algorithm answered.

    Attributes:
        truth: column of each image's diagnosis, `(n,)`.
        probabilities: for equally frequent classes, `(n, classes)`, in [0, 1]; the rows need not sum to 1.
        classes: names in column order.
        target: the class whose detection is scored: melanoma.
        threshold: operating point, probability of the target from which on it is called; None where none is known.
        practice: whose frequencies the stated probabilities speak of.
        threshold_practice: what the threshold speaks of; None for the same practice.
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
        """Column of the target; None if the target is no class here."""
        return self.classes.index(self.target) if self.target in self.classes else None

    @cached_property
    def stated(self) -> Probabilities:
        """What is said of how probable each class is, `(n, classes)`: the probabilities in the practice.

        Rows that are no distributions speak of no frequencies, and stay as they are.
        """
        practice = self.stated_for
        return self.probabilities if practice.is_equal else in_practice(self.probabilities, practice.frequencies)

    @property
    def stated_for(self) -> Practice:
        """The practice that the stated probabilities speak of: `EQUAL` where the rows are no distributions."""
        return self.practice if self.is_distribution else EQUAL

    @cached_property
    def at_point(self) -> Answers:
        """The same, stated for the practice that the threshold speaks of."""
        practice = self.threshold_practice or self.practice
        return self if practice == self.practice else replace(self, practice=practice)

    @cached_property
    def called(self) -> Columns:
        """Column of the most probable of equally frequent classes, `(n,)`; `len(classes)` where it is shared.

        Such an image is undecided and counts as called wrong, as the scoring of the ISIC challenge has it; the first
        of equals would make the score depend on the order of the columns.
        """
        return called(self.probabilities)

    @property
    def is_distribution(self) -> bool:
        """Every row sums to 1, up to the rounding of a table."""
        return bool((np.abs(self.probabilities.sum(1) - 1) <= SUM_TOLERANCE).all())

    def of(self, images: Mask) -> Answers:
        """The same for some of the images; `images` is `(n,)`."""
        return replace(self, truth=self.truth[images], probabilities=self.probabilities[images])


def called(probabilities: Probabilities) -> Columns:
    """Column of the largest of each row, `(n,)`; the number of classes where the largest is shared."""
    largest = probabilities.max(1, keepdims=True)
    shared = (probabilities == largest).sum(1) > 1
    columns: Columns = np.where(shared, probabilities.shape[1], probabilities.argmax(1))
    return columns


def answers_of(
    truth: ImageTable, predictions: ImageTable, threshold: float | None = None, practice: Practice = EQUAL
) -> Answers:
    """Truth and predictions of two tables, in the order of the truth; the threshold speaks of the practice, too.

    Raises:
        TableError: the truth names not one diagnosis each, or the two tables speak of different images.
    """
    columns = truth.columns()
    values = predictions.in_order_of(truth.images).values
    return Answers(columns, values, threshold=threshold, practice=practice)

"""Counts at an operating point on a scoring set: melanomas above it and other lesions below it.

Imports nothing heavy, so that a page can show the counts beside a result.
"""

from __future__ import annotations

from dataclasses import dataclass

from model.evaluation.answers import answers_of
from model.evaluation.intervals import Score, wilson
from model.evaluation.tables import ImageTable, read_table
from model.lesion.diagnosis import Diagnosis
from model.lesion.practice import Threshold
from model.settings import ASSETS

BENCHMARK = ASSETS / "benchmark"


@dataclass(frozen=True)
class AtThePoint:
    """Counts at one threshold of the melanoma probability, one photo for each lesion.

    Melanomas that reach the threshold are above it.
    """

    melanomas: int
    melanomas_above: int
    others: int
    others_below: int

    @property
    def images(self) -> int:
        """Number of photos of the set."""
        return self.melanomas + self.others

    @property
    def sensitivity(self) -> Score:
        """Share of the melanomas that reach the threshold, with its 95 % interval."""
        return wilson(self.melanomas_above, self.melanomas)

    @property
    def specificity(self) -> Score:
        """Share of the other lesions below the threshold, with its 95 % interval."""
        return wilson(self.others_below, self.others)


def at_the_point(name: str, slug: str, threshold: Threshold) -> AtThePoint:
    """Counts of one algorithm in the committed tables of one scoring set.

    Raises:
        OSError: a table is missing.
        ValueError: a table is invalid, or the two hold different images.
    """
    truth = read_table(BENCHMARK / "truth" / f"{name}.csv")
    return counted(truth, read_table(BENCHMARK / name / f"{slug}.csv"), threshold)


def counted(truth: ImageTable, predictions: ImageTable, threshold: Threshold) -> AtThePoint:
    """Counts at a threshold of the melanoma probability, in the practice of the threshold.

    Raises:
        ValueError: the two tables hold different images.
    """
    melanoma = truth.values[:, Diagnosis.MEL.column] == 1
    answers = answers_of(truth, predictions, practice=threshold.practice)
    above = answers.stated[:, Diagnosis.MEL.column] >= threshold.value
    return AtThePoint(
        int(melanoma.sum()), int(above[melanoma].sum()), int((~melanoma).sum()), int((~above[~melanoma]).sum())
    )

"""What an operating point did on a scoring set: counts of melanomas above it and other lesions below it.

Imports nothing heavy, so that a page can say it beside a result.
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
    """Counts at one threshold of the melanoma probability; one photo a lesion.

    Attributes:
        melanomas: photos of melanomas.
        melanomas_above: how many of them reach the threshold.
        others: photos of other lesions.
        others_below: how many of them stay under it.
    """

    melanomas: int
    melanomas_above: int
    others: int
    others_below: int

    @property
    def images(self) -> int:
        """Photos of the set."""
        return self.melanomas + self.others

    @property
    def sensitivity(self) -> Score:
        """Share of the melanomas that reach the threshold, with its 95 % interval."""
        return wilson(self.melanomas_above, self.melanomas)

    @property
    def specificity(self) -> Score:
        """Share of the other lesions that stay under it, with its 95 % interval."""
        return wilson(self.others_below, self.others)


def at_the_point(name: str, slug: str, threshold: Threshold) -> AtThePoint:
    """Count in the committed tables of one scoring set.

    Raises:
        OSError: a table is not there.
        ValueError: a table is none, or the two speak of different images.
    """
    truth = read_table(BENCHMARK / "truth" / f"{name}.csv")
    return counted(truth, read_table(BENCHMARK / name / f"{slug}.csv"), threshold)


def counted(truth: ImageTable, predictions: ImageTable, threshold: Threshold) -> AtThePoint:
    """Count at a threshold of the melanoma probability in its practice.

    Raises:
        ValueError: the two tables speak of different images.
    """
    melanoma = truth.values[:, Diagnosis.MEL.column] == 1
    answers = answers_of(truth, predictions, practice=threshold.practice)
    above = answers.stated[:, Diagnosis.MEL.column] >= threshold.value
    return AtThePoint(
        int(melanoma.sum()), int(above[melanoma].sum()), int((~melanoma).sum()), int((~above[~melanoma]).sum())
    )

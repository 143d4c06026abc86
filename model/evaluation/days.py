"""The committed tables of the two scoring sets -> scores: what README and the about page show."""

from __future__ import annotations

from dataclasses import dataclass

from model.evaluation.intervals import Score
from model.evaluation.operating_point import BENCHMARK, at_the_point
from model.evaluation.scores import scores
from model.evaluation.tables import read_table

DAYS = ("day1", "day2")
SHOWN = ("balanced_accuracy", "melanoma_auc")


@dataclass(frozen=True)
class DayScores:
    """Scores of one prediction table.

    Attributes:
        images: how many photos the set has.
        scores: by name: `balanced_accuracy`, `melanoma_auc`, and `sensitivity` and `specificity` of melanoma at the
            operating point.
    """

    images: int
    scores: dict[str, Score]


def day_scores(slug: str, threshold: float) -> dict[str, DayScores]:
    """Scores of one algorithm on both days.

    Args:
        slug: whose prediction tables.
        threshold: melanoma probability of the operating point, as it was chosen in training.
    """
    return {day: _scores_of(day, slug, threshold) for day in DAYS}


def _scores_of(day: str, slug: str, threshold: float) -> DayScores:
    truth = read_table(BENCHMARK / "truth" / f"{day}.csv")
    found = scores(truth, read_table(BENCHMARK / day / f"{slug}.csv"), names=SHOWN)
    point = at_the_point(day, slug, threshold)
    return DayScores(point.images, {**found, "sensitivity": point.sensitivity, "specificity": point.specificity})

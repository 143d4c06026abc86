"""The committed tables of the scoring sets -> scores: what README, the about page and the cards show."""

from __future__ import annotations

from dataclasses import dataclass

from model.evaluation.intervals import Score
from model.evaluation.operating_point import BENCHMARK, at_the_point
from model.evaluation.scores import scores
from model.evaluation.sets import DAYS, SETS
from model.evaluation.tables import occurring, read_table
from model.lesion.practice import Threshold, default_practice

SHOWN = ("balanced_accuracy", "melanoma_auc")


@dataclass(frozen=True)
class SetScores:
    """Scores of one prediction table.

    Attributes:
        images: how many photos the set has.
        diagnoses: those that occur in it, in column order; balanced accuracy is a mean over these.
        scores: by name: `balanced_accuracy`, `melanoma_auc`, and `sensitivity` and `specificity` of melanoma at the
            operating point.
    """

    images: int
    diagnoses: tuple[str, ...]
    scores: dict[str, Score]


def set_scores(slug: str, threshold: Threshold) -> dict[str, SetScores]:
    """Scores of one algorithm on every set; a set beside QI that it has no table of is left out.

    Args:
        slug: whose prediction tables.
        threshold: the operating point, as it was chosen in training.

    Raises:
        OSError: a table is not there.
        ValueError: a table is none, or the two speak of different images.
    """
    tables = {name: (BENCHMARK / name / f"{slug}.csv").is_file() for name in SETS}
    return {name: _scores_of(name, slug, threshold) for name, there in tables.items() if there or name in DAYS}


def _scores_of(name: str, slug: str, threshold: Threshold) -> SetScores:
    truth = read_table(BENCHMARK / "truth" / f"{name}.csv")
    found = scores(truth, read_table(BENCHMARK / name / f"{slug}.csv"), names=SHOWN, practice=default_practice())
    point = at_the_point(name, slug, threshold)
    at_point = {"sensitivity": point.sensitivity, "specificity": point.specificity}
    return SetScores(point.images, occurring(truth.columns()), {**found, **at_point})

"""Scores of one algorithm from the committed tables, as README, the about page and the cards show them."""

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
    """Scores of one prediction table by name; balanced accuracy is the mean over the `diagnoses` that occur.

    They are `balanced_accuracy`, `melanoma_auc`, and `sensitivity` and `specificity` of melanoma at the operating
    point.
    """

    images: int
    diagnoses: tuple[str, ...]
    scores: dict[str, Score]


def set_scores(slug: str, threshold: Threshold) -> dict[str, SetScores]:
    """Scores of one algorithm on both days and on every other set that it has a table of.

    Raises:
        OSError: a table is missing.
        ValueError: a table is invalid, or the two hold different images.
    """
    names = [name for name in SETS if name in DAYS or (BENCHMARK / name / f"{slug}.csv").is_file()]
    return {name: _scores_of(name, slug, threshold) for name in names}


def _scores_of(name: str, slug: str, threshold: Threshold) -> SetScores:
    truth = read_table(BENCHMARK / "truth" / f"{name}.csv")
    overall = scores(truth, read_table(BENCHMARK / name / f"{slug}.csv"), names=SHOWN, practice=default_practice())
    point = at_the_point(name, slug, threshold)
    at_point = {"sensitivity": point.sensitivity, "specificity": point.specificity}
    return SetScores(point.images, occurring(truth.columns()), {**overall, **at_point})

"""Answers of one algorithm -> every score with its 95 % interval.

Shares of images get Wilson's interval where each image is a lesion of its own; everything else, and shares of images
that share a lesion, get a bootstrap interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.evaluation.answers import Answers, answers_of
from model.evaluation.intervals import Score, wilson
from model.evaluation.metrics import METRICS, Metric, class_metrics
from model.evaluation.resampling import RESAMPLES, draw, interval, seed_of
from model.evaluation.tables import Table
from model.evaluation.tally import Counts, Resampled, Tally


@dataclass(frozen=True, eq=False)
class TableScores:
    """All that is known of one algorithm on one set.

    Attributes:
        overall: scores by the names of `METRICS`.
        of_class: scores by the names of `OF_CLASS`, for each class.
        resampled: each overall score in each resample, `(resamples,)`, for comparisons between algorithms.
    """

    overall: dict[str, Score]
    of_class: dict[str, dict[str, Score]]
    resampled: dict[str, NDArray[np.float64]]


def scores(
    truth: Table,
    predictions: Table,
    resamples: int = RESAMPLES,
    names: Sequence[str] = tuple(METRICS),
    threshold: float | None = None,
) -> dict[str, Score]:
    """Scores of one prediction table by the names of `METRICS`.

    Args:
        truth: a 1 in the column of each image's diagnosis.
        predictions: probabilities of the same images, in any order.
        resamples: of the bootstrap.
        names: which scores.
        threshold: operating point, for those that need one.

    Raises:
        TableError: the tables do not speak of the same images, or the truth does not name one diagnosis each.
    """
    answers = answers_of(truth, predictions, threshold)
    tally = Tally(answers, draw(answers.truth, seed_of(truth.images), resamples))
    return {name: score(METRICS[name], tally) for name in names}


def table_scores(answers: Answers, counts: Counts, single: bool = True) -> TableScores:
    """Every score of one algorithm.

    Args:
        answers: truth and probabilities.
        counts: the draws of the bootstrap, `(n, resamples)`; the same for all algorithms of a set.
        single: each image is a lesion of its own.
    """
    tally = Tally(answers, counts)
    resampled = {name: metric.resampled(tally).astype(np.float64) for name, metric in METRICS.items()}
    overall = {name: _score(metric, tally, resampled[name], single) for name, metric in METRICS.items()}
    return TableScores(overall, per_class(tally, single), resampled)


def per_class(tally: Tally, single: bool = True) -> dict[str, dict[str, Score]]:
    """Scores of each class against the rest, by class and by the names of `OF_CLASS`."""
    return {
        name: {of: score(metric, tally, single) for of, metric in class_metrics(column).items()}
        for column, name in enumerate(tally.answers.classes)
    }


def score(metric: Metric, tally: Tally, single: bool = True) -> Score:
    """One score with its interval."""
    return _score(metric, tally, metric.resampled(tally), single)


def flat(of_class: Mapping[str, Mapping[str, Score]]) -> dict[str, Score]:
    """Scores of classes under names like `sensitivity_MEL`."""
    return {f"{name}_{of}": found for of, scored in of_class.items() for name, found in scored.items()}


def _score(metric: Metric, tally: Tally, resampled: Resampled, single: bool) -> Score:
    value = metric.value(tally.answers)
    if value.reason is None and metric.proportion is not None and single:
        return wilson(*metric.proportion(tally.answers))
    return interval(value, resampled)

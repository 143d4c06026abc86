"""Scores of ranking one class above the rest over all thresholds: areas under curves and points on them.

scikit-learn gives the areas of one table. This module adds points at a wanted sensitivity or specificity, and every
score for many resamples at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

from model.evaluation.answers import Answers
from model.evaluation.intervals import Undefined, Value, undefined
from model.evaluation.tally import Resampled, Sums, Tally, once

LEAST_SENSITIVITY = 0.8
"""Lower limit of the partial area, as in the ISIC challenge of 2024."""


def lacking(answers: Answers, column: int | None) -> Undefined | None:
    """Reason why a class cannot be ranked against the rest; None if it can."""
    if column is None:
        return Undefined.NO_SUCH_CLASS
    positive = answers.truth == column
    if not positive.any():
        return Undefined.NO_POSITIVE
    return Undefined.NO_NEGATIVE if positive.all() else None


@lru_cache(maxsize=64)  # the score of each class and the mean over the classes need the same values
def _auc_of_classes(answers: Answers) -> dict[int, float]:
    return _of_columns(roc_auc_score, answers, [c for c in range(len(answers.classes)) if not lacking(answers, c)])


@lru_cache(maxsize=64)
def _average_precision_of_classes(answers: Answers) -> dict[int, float]:
    return _of_columns(average_precision_score, answers, np.unique(answers.truth).tolist())


def _of_columns(score: Callable[..., Any], answers: Answers, columns: list[int]) -> dict[int, float]:
    """A score of each class against the rest, in one call to pay for scikit-learn's checks once."""
    positive, probabilities = answers.truth[:, None] == np.array(columns), answers.stated[:, columns]
    return dict(zip(columns, np.atleast_1d(score(positive, probabilities, average=None)).tolist(), strict=True))


def auc(answers: Answers, column: int | None) -> Value:
    """Probability that an image of the class has a higher probability for it than another image; a tie counts half."""
    reason = lacking(answers, column)
    if reason is not None:
        return undefined(reason)
    return Value(_auc_of_classes(answers)[column or 0])


def average_precision(answers: Answers, column: int | None) -> Value:
    """Precision at each threshold, weighted by the sensitivity that it adds; without interpolation."""
    if column is None:
        return undefined(Undefined.NO_SUCH_CLASS)
    if not (answers.truth == column).any():
        return undefined(Undefined.NO_POSITIVE)
    return Value(_average_precision_of_classes(answers)[column])


def partial_auc(answers: Answers, column: int | None) -> Value:
    """Area under the ROC curve above 80 % sensitivity, in [0, 0.2]: the score of the ISIC challenge of 2024.

    A perfect ranking has 0.2, a random one 0.02.
    """
    scaled = partial_auc_normalised(answers, column)
    if scaled.reason is not None:
        return scaled
    width = 1 - LEAST_SENSITIVITY
    return Value(0.5 * width**2 + (scaled.value - 0.5) * (2 * width - width**2))


def partial_auc_normalised(answers: Answers, column: int | None) -> Value:
    """`partial_auc` scaled to 1 for a perfect ranking and 0.5 for a random one.

    McClish 1989, doi:10.1177/0272989X8900900307.
    """
    reason = lacking(answers, column)
    if reason is not None:
        return undefined(reason)
    # scikit-learn limits false alarms; with both classes exchanged they are the misses
    missed, other = -answers.stated[:, column], answers.truth != column
    return Value(float(roc_auc_score(other, missed, max_fpr=1 - LEAST_SENSITIVITY)))


def specificity_at(answers: Answers, column: int | None, sensitivity: float) -> Value:
    """Largest specificity of the thresholds with at least the wanted sensitivity, without interpolation."""
    reason = lacking(answers, column)
    if reason is not None:
        return undefined(reason)
    return Value(float(resampled_specificity_at(once(answers), column, sensitivity)[0]))


def sensitivity_at(answers: Answers, column: int | None, specificity: float) -> Value:
    """Largest sensitivity of the thresholds with at least the wanted specificity; 0 if there is none."""
    reason = lacking(answers, column)
    if reason is not None:
        return undefined(reason)
    return Value(float(resampled_sensitivity_at(once(answers), column, specificity)[0]))


def _none(tally: Tally) -> Resampled:
    return np.full(tally.counts.shape[1], np.nan)


def resampled_auc(tally: Tally, column: int | None) -> Resampled:
    """`auc` of each resample."""
    return _none(tally) if column is None else tally.curve(column).areas[0]


def resampled_average_precision(tally: Tally, column: int | None) -> Resampled:
    """`average_precision` of each resample."""
    return _none(tally) if column is None else tally.curve(column).areas[1]


def resampled_partial_auc(tally: Tally, column: int | None) -> Resampled:
    """`partial_auc` of each resample: the trapezium under each step of the curve, above the least sensitivity."""
    if column is None or lacking(tally.answers, column) is not None:
        return _none(tally)
    curve = tally.curve(column)
    upper = curve.sensitivity  # (m, resamples)
    step = np.diff(upper, axis=0, prepend=0.0)
    part = np.clip(upper - LEAST_SENSITIVITY, 0, step)  # of each step, above the least sensitivity
    share = part / np.where(step > 0, step, 1)
    # along a step the specificity falls in proportion to the share tied with the threshold
    areas: Resampled = (part * (curve.specificity + 0.5 * share * curve.tied_share)).sum(0)
    return areas


def resampled_partial_auc_normalised(tally: Tally, column: int | None) -> Resampled:
    """`partial_auc_normalised` of each resample."""
    width = 1 - LEAST_SENSITIVITY
    return 0.5 + (resampled_partial_auc(tally, column) - 0.5 * width**2) / (2 * width - width**2)


def resampled_specificity_at(tally: Tally, column: int | None, sensitivity: float) -> Resampled:
    """`specificity_at` of each resample."""
    if column is None or lacking(tally.answers, column) is not None:
        return _none(tally)
    curve = tally.curve(column)
    return _largest(curve.specificity, curve.sensitivity >= sensitivity)


def resampled_sensitivity_at(tally: Tally, column: int | None, specificity: float) -> Resampled:
    """`sensitivity_at` of each resample."""
    if column is None or lacking(tally.answers, column) is not None:
        return _none(tally)
    curve = tally.curve(column)
    return _largest(curve.sensitivity, curve.specificity >= specificity)


def _largest(values: Sums, allowed: NDArray[np.bool_]) -> Resampled:
    largest: Resampled = np.where(allowed, values, 0.0).max(0)
    return largest

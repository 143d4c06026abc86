"""Scores over all classes: of the called class, and of the stated probabilities.

An undecided image (a tie for the largest probability) counts as wrong. A mean over the classes leaves out those
without images, as in scikit-learn and the ISIC challenge.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import SupportsFloat

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, cohen_kappa_score, f1_score, recall_score

from model.evaluation.answers import Answers, Columns
from model.evaluation.decisions import resampled_ratio
from model.evaluation.detection import auc, average_precision, lacking, resampled_auc, resampled_average_precision
from model.evaluation.intervals import Undefined, Value, undefined
from model.evaluation.tally import Resampled, Tally, bins_of, confidence_bins, squared_errors, surprises

NOTHING = undefined(Undefined.NO_IMAGES)


def balanced_accuracy(answers: Answers) -> Value:
    """Mean over the classes of the share of their images that is recognised."""
    if not len(answers.truth):
        return NOTHING
    return Value(float(recall_score(answers.truth, answers.called, labels=np.unique(answers.truth), average="macro")))


def accuracy(answers: Answers) -> Value:
    """Share of the images that are called right, dominated by the frequent classes."""
    return Value(float(accuracy_score(answers.truth, answers.called))) if len(answers.truth) else NOTHING


def right_calls(answers: Answers) -> tuple[int, int]:
    """Number of images that are called right, and number of images."""
    return int((answers.called == answers.truth).sum()), len(answers.truth)


def f1_macro(answers: Answers) -> Value:
    """Mean F1 over the classes that occur in the truth or among the calls."""
    if not len(answers.truth):
        return NOTHING
    occurring = np.union1d(answers.truth, answers.called)
    labels = occurring[occurring < len(answers.classes)]
    return Value(float(f1_score(answers.truth, answers.called, labels=labels, average="macro")))


def cohen_kappa(answers: Answers) -> Value:
    """Agreement with the truth beyond chance (Cohen 1960, doi:10.1177/001316446002000104), in [-1, 1]."""
    if not len(answers.truth):
        return NOTHING
    if len(np.union1d(answers.truth, answers.called)) == 1:
        return undefined(Undefined.ONE_ANSWER)
    return Value(float(cohen_kappa_score(answers.truth, answers.called)))


def roc_auc_ovr(answers: Answers) -> Value:
    """Mean over the classes of the area under the ROC curve of each against the rest."""
    return _mean(answers, [auc(answers, column) for column in _told_apart(answers)])


def average_precision_macro(answers: Answers) -> Value:
    """Mean over the classes of the average precision of each against the rest."""
    return _mean(answers, [average_precision(answers, int(column)) for column in np.unique(answers.truth)])


def brier_score_loss(answers: Answers) -> Value:
    """Mean over the images of the squared distance between probabilities and truth, summed over the classes.

    Brier's own definition (1950), in [0, 2]; for two classes twice what is often called the Brier score.
    """
    return _of_stated(answers, lambda _: squared_errors(answers).mean())


def log_loss(answers: Answers) -> Value:
    """Mean over the images of minus the natural logarithm of the true class's probability; 0 is perfect.

    A probability of 0 counts as 2e-16, as in scikit-learn.
    """
    return _of_stated(answers, lambda _: surprises(answers).mean())


def expected_calibration_error(answers: Answers) -> Value:
    """Mean gap between confidence and hits over 15 bins of equal width, weighted by their images.

    Confidence is the largest probability of a row (Guo et al. 2017, arXiv:1706.04599), in [0, 1]. The error cannot be
    negative, so resampling raises it: the interval of a well calibrated table may lie above the value.
    """
    return _of_stated(answers, lambda _: _mean_gap(*confidence_bins(answers)))


def calibration_error_of(answers: Answers, column: int | None) -> Value:
    """Mean gap between the stated probability of a class and its share over 15 bins, weighted by their images.

    The same as `expected_calibration_error` for one class against the rest.
    """
    return _of_stated(answers, lambda known: _mean_gap(*bins_of(answers, known)), column)


def brier_score_of(answers: Answers, column: int | None) -> Value:
    """Mean over the images of the squared distance of a class's stated probability from the truth, in [0, 1]."""
    return _of_stated(answers, lambda known: (bins_of(answers, known)[1] ** 2).mean(), column)


def resampled_balanced_accuracy(tally: Tally) -> Resampled:
    """`balanced_accuracy` of each resample."""
    return _mean_of_defined(
        tally, [resampled_ratio("sensitivity", tally, int(c), None) for c in np.unique(tally.answers.truth)]
    )


def resampled_accuracy(tally: Tally) -> Resampled:
    """`accuracy` of each resample."""
    with np.errstate(invalid="ignore"):
        shares: Resampled = np.einsum("iir->r", tally.confusion[:, :-1]) / tally.total
    return shares


def resampled_f1_macro(tally: Tally) -> Resampled:
    """`f1_macro` of each resample."""
    return _mean_of_defined(tally, [resampled_ratio("f1", tally, c, None) for c in range(len(tally.answers.classes))])


def resampled_cohen_kappa(tally: Tally) -> Resampled:
    """`cohen_kappa_score` of each resample."""
    true, called = tally.confusion.sum(1), tally.confusion.sum(0)[:-1]  # (classes, resamples)
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = (true * called).sum(0) / tally.total**2
        kappa: Resampled = (resampled_accuracy(tally) - chance) / (1 - chance)
    return np.where(chance < 1, kappa, np.nan)


def resampled_roc_auc_ovr(tally: Tally) -> Resampled:
    """`roc_auc_ovr` of each resample."""
    return _mean_of_defined(tally, [resampled_auc(tally, column) for column in _told_apart(tally.answers)])


def resampled_average_precision_macro(tally: Tally) -> Resampled:
    """`average_precision_macro` of each resample."""
    return _mean_of_defined(tally, [resampled_average_precision(tally, int(c)) for c in np.unique(tally.answers.truth)])


def resampled_brier_score_loss(tally: Tally) -> Resampled:
    """`brier_score_loss` of each resample."""
    return _of_distributions(tally, tally.squared_error)


def resampled_log_loss(tally: Tally) -> Resampled:
    """`log_loss` of each resample."""
    return _of_distributions(tally, tally.surprise)


def resampled_expected_calibration_error(tally: Tally) -> Resampled:
    """`expected_calibration_error` of each resample."""
    return _of_distributions(tally, np.abs(tally.calibration_gaps).sum(0))


def resampled_calibration_error_of(tally: Tally, column: int | None) -> Resampled:
    """`calibration_error_of` of each resample."""
    sums = np.full(len(tally.total), np.nan) if column is None else np.abs(tally.gaps_of(column)).sum(0)
    return _of_distributions(tally, sums)


def resampled_brier_score_of(tally: Tally, column: int | None) -> Resampled:
    """`brier_score_of` of each resample."""
    sums = np.full(len(tally.total), np.nan) if column is None else tally.squared_error_of(column)
    return _of_distributions(tally, sums)


def _told_apart(answers: Answers) -> list[int]:
    """Columns of the classes with images of the class and of others."""
    return [column for column in range(len(answers.classes)) if lacking(answers, column) is None]


def _of_stated(answers: Answers, score: Callable[[int], SupportsFloat], column: int | None = 0) -> Value:
    """A score of the stated probabilities; undefined without the class, images or distributions."""
    if column is None:
        return undefined(Undefined.NO_SUCH_CLASS)
    if not len(answers.truth):
        return NOTHING
    return Value(float(score(column))) if answers.is_distribution else undefined(Undefined.NO_DISTRIBUTION)


def _mean_gap(bins: Columns, gaps: NDArray[np.float64]) -> float:
    return float(np.abs(np.bincount(bins, gaps)).sum() / len(bins))


def _mean(answers: Answers, values: list[Value]) -> Value:
    if not len(answers.truth):
        return NOTHING
    return Value(float(np.mean([value.value for value in values]))) if values else undefined(Undefined.NO_NEGATIVE)


def _mean_of_defined(tally: Tally, of_classes: list[Resampled]) -> Resampled:
    """Mean over the classes, `(resamples,)`, of those that are defined in a resample; NaN where none is."""
    rows = np.array(of_classes).reshape(len(of_classes), tally.counts.shape[1])
    defined = ~np.isnan(rows)
    with np.errstate(invalid="ignore"):
        mean: Resampled = np.where(defined, rows, 0.0).sum(0) / defined.sum(0)
    return mean


def _of_distributions(tally: Tally, sums: Resampled) -> Resampled:
    if not tally.answers.is_distribution:
        return np.full(len(tally.total), np.nan)
    with np.errstate(invalid="ignore"):
        return sums / tally.total

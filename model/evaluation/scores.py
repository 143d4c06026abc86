"""Scores as pure functions of truth and predictions, with intervals.

Truth is a column of diagnoses `(n,)`, predictions are probabilities `(n, 7)`. scikit-learn computes each score; the
interval is a bootstrap: images are drawn again with replacement within each diagnosis, so that every resample asks
about the same mix (Efron and Tibshirani 1993, percentile interval).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import recall_score, roc_auc_score

from model.evaluation.intervals import Score
from model.evaluation.tables import Table
from model.lesion.diagnosis import Diagnosis

Columns = NDArray[np.int64]
Probabilities = NDArray[np.float64]
Counts = NDArray[np.float64]
Resampled = NDArray[np.float64]
Metric = Callable[[Columns, Probabilities], float]
ResampledMetric = Callable[[Columns, Probabilities, Counts], Resampled]
RESAMPLES = 2000
SEED = 2017


def balanced_accuracy(truth: Columns, predictions: Probabilities) -> float:
    """Mean over the diagnoses of the share that is recognised, by the most probable diagnosis."""
    return float(recall_score(truth, predictions.argmax(1), labels=np.unique(truth), average="macro"))


def melanoma_auc(truth: Columns, predictions: Probabilities) -> float:
    """Probability that a melanoma gets a higher melanoma probability than another lesion; NaN without either."""
    positive = truth == Diagnosis.MEL.column
    if positive.all() or not positive.any():
        return float("nan")
    return float(roc_auc_score(positive, predictions[:, Diagnosis.MEL.column]))


def _balanced_accuracies(truth: Columns, predictions: Probabilities, counts: Counts) -> Resampled:
    right = predictions.argmax(1) == truth
    shares = np.array([counts[:, of] @ right[of] / of.sum() for of in _strata(truth)])  # (diagnoses, resamples)
    mean: Resampled = shares.mean(0)
    return mean


def _melanoma_aucs(truth: Columns, predictions: Probabilities, counts: Counts) -> Resampled:
    positive = truth == Diagnosis.MEL.column
    if positive.all() or not positive.any():
        return np.full(len(counts), np.nan)
    melanoma = predictions[:, Diagnosis.MEL.column]
    difference = melanoma[positive][:, None] - melanoma[~positive][None, :]
    wins = (difference > 0) + 0.5 * (difference == 0)  # (melanomas, others)
    areas: Resampled = (counts[:, positive] @ wins * counts[:, ~positive]).sum(1) / wins.size
    return areas


METRICS: dict[str, tuple[Metric, ResampledMetric]] = {
    "balanced_accuracy": (balanced_accuracy, _balanced_accuracies),
    "melanoma_auc": (melanoma_auc, _melanoma_aucs),
}
"""Each score by scikit-learn, and the same score of many resamples at once."""


def scores(truth: Table, predictions: Table, resamples: int = RESAMPLES) -> dict[str, Score]:
    """All metrics of one prediction table.

    Raises:
        ValueError: the tables do not speak of the same images, or the truth does not name one diagnosis each.
    """
    _check_truth(truth)
    columns = truth.values.argmax(1)
    values = predictions.in_order_of(truth.images).values
    counts = resample_counts(columns, resamples)
    found = {}
    for name, (metric, resampled) in METRICS.items():
        low, high = np.quantile(resampled(columns, values, counts), (0.025, 0.975))
        found[name] = Score(metric(columns, values), float(low), float(high))
    return found


def _check_truth(truth: Table) -> None:
    if not truth.images:
        raise ValueError("the truth has no rows")
    named = ((truth.values == 0) | (truth.values == 1)).all(1) & (truth.values.sum(1) == 1)
    if not named.all():
        culprits = [image for image, is_named in zip(truth.images, named, strict=True) if not is_named]
        raise ValueError(f"the truth needs a single 1 in the row of each image, not so for {', '.join(culprits[:5])}")


def resample_counts(truth: Columns, resamples: int) -> Counts:
    """How often each image is drawn in each resample, `(resamples, n)`; every diagnosis keeps its number of images."""
    rng = np.random.default_rng(SEED)
    counts = np.zeros((resamples, len(truth)))
    for of in _strata(truth):
        size = int(of.sum())
        counts[:, of] = rng.multinomial(size, np.full(size, 1 / size), resamples)
    return counts


def _strata(truth: Columns) -> list[NDArray[np.bool_]]:
    return [truth == column for column in np.unique(truth)]

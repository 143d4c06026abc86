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

RESAMPLES = 2000
SEED = 2017


def balanced_accuracy(truth: NDArray[np.int64], predictions: NDArray[np.float64]) -> float:
    """Mean over the diagnoses of the share that is recognised, by the most probable diagnosis."""
    return float(recall_score(truth, predictions.argmax(1), labels=np.unique(truth), average="macro"))


def melanoma_auc(truth: NDArray[np.int64], predictions: NDArray[np.float64]) -> float:
    """Probability that a melanoma gets a higher melanoma probability than another lesion; NaN without either."""
    positive = truth == Diagnosis.MEL.column
    if positive.all() or not positive.any():
        return float("nan")
    return float(roc_auc_score(positive, predictions[:, Diagnosis.MEL.column]))


METRICS: dict[str, Callable[[NDArray[np.int64], NDArray[np.float64]], float]] = {
    "balanced_accuracy": balanced_accuracy,
    "melanoma_auc": melanoma_auc,
}


def scores(truth: Table, predictions: Table, resamples: int = RESAMPLES) -> dict[str, Score]:
    """All metrics of one prediction table.

    Raises:
        ValueError: the tables do not speak of the same images, or the truth does not name one diagnosis each.
    """
    _check_truth(truth)
    columns = truth.values.argmax(1)
    values = predictions.in_order_of(truth.images).values
    return {name: _with_interval(metric, columns, values, resamples) for name, metric in METRICS.items()}


def _check_truth(truth: Table) -> None:
    if not truth.images:
        raise ValueError("the truth has no rows")
    named = ((truth.values == 0) | (truth.values == 1)).all(1) & (truth.values.sum(1) == 1)
    if not named.all():
        culprits = [image for image, is_named in zip(truth.images, named, strict=True) if not is_named]
        raise ValueError(f"the truth needs a single 1 in the row of each image, not so for {', '.join(culprits[:5])}")


def _with_interval(
    metric: Callable[[NDArray[np.int64], NDArray[np.float64]], float],
    truth: NDArray[np.int64],
    predictions: NDArray[np.float64],
    resamples: int,
) -> Score:
    rng = np.random.default_rng(SEED)
    strata = [np.flatnonzero(truth == column) for column in np.unique(truth)]
    values = []
    for _ in range(resamples):
        drawn = np.concatenate([rng.choice(stratum, len(stratum)) for stratum in strata])
        values.append(metric(truth[drawn], predictions[drawn]))
    low, high = np.quantile(values, (0.025, 0.975))
    return Score(metric(truth, predictions), float(low), float(high))

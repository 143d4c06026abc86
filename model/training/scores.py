"""Scores by which a training run is followed: balanced accuracy, and the ROC AUC of melanoma."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.metrics import recall_score, roc_auc_score


def balanced_accuracy(scores: ArrayLike, targets: ArrayLike) -> float:
    """Mean sensitivity over the diagnoses that occur in `targets`, `(n,)`; the largest score of a row is the answer."""
    answers = np.asarray(scores).argmax(1)
    return float(recall_score(targets, answers, labels=np.unique(targets), average="macro"))


def area_under_curve(scores: ArrayLike, positive: ArrayLike) -> float:
    """ROC AUC of scores `(n,)`; NaN where all or none are positive."""
    if np.unique(positive).size < 2:
        return float("nan")
    return float(roc_auc_score(positive, scores))


def worst_archive_auc(scores: ArrayLike, positive: ArrayLike, archives: NDArray[np.int64]) -> float:
    """The lowest `area_under_curve` of any archive where it is defined; NaN where it is defined for none."""
    values, labels = np.asarray(scores), np.asarray(positive)
    areas = [area_under_curve(values[archives == name], labels[archives == name]) for name in np.unique(archives)]
    return min((area for area in areas if not np.isnan(area)), default=float("nan"))

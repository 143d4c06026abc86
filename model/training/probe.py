"""Features and labels of one criterion -> a calibrated linear probe, and the limits of its three words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

Matrix = NDArray[np.float64]
MOST_FALSE = 0.08
"""Largest share of false words: of the photos with the word, and of the photos about which it would be false.

Ten percent are promised. The margin is for limits that lie on the very scores they were chosen on.
"""
LEAST_SAID = 20
"""Fewest photos from which a limit is taken."""
LEAST_SCALE = 1e-3


@dataclass(frozen=True, eq=False)
class Line:
    """A linear function of features `(n, d)`."""

    weights: Matrix
    bias: float

    def __call__(self, features: Matrix) -> Matrix:
        """Logits, `(n,)`."""
        logits: Matrix = features @ self.weights + self.bias
        return logits


def regression(features: Matrix, present: NDArray[np.bool_], strength: float) -> Line:
    """A logistic regression on standardised features `(n, d)`, as a function of the features themselves."""
    centre, scale = features.mean(0), features.std(0) + LEAST_SCALE
    found = LogisticRegression(C=strength, max_iter=2000).fit((features - centre) / scale, present)
    weights = found.coef_[0] / scale
    return Line(weights, float(found.intercept_[0] - centre @ weights))


def calibrated(logits: Matrix, present: NDArray[np.bool_]) -> Line:
    """Slope and offset that calibrate logits `(n,)` (Platt 1999)."""
    found = LogisticRegression(C=np.inf).fit(logits[:, None], present)
    return Line(found.coef_[0], float(found.intercept_[0]))


def shares(logits: Matrix) -> Matrix:
    """Probabilities of logits."""
    probabilities: Matrix = 1 / (1 + np.exp(-logits))
    return probabilities


def limits(probabilities: Matrix, present: NDArray[np.bool_]) -> tuple[float, float]:
    """The probabilities from which a criterion is called seen, and up to which not seen; never: infinite."""
    return limit(probabilities, present), 1 - limit(1 - probabilities, ~present)


def limit(scores: Matrix, right: NDArray[np.bool_]) -> float:
    """The least score from which at most `MOST_FALSE` of the photos are wrong, and of all wrong ones at most as many.

    Infinite where no `LEAST_SAID` photos can be said so.
    """
    order = np.argsort(-scores, kind="stable")
    wrong = np.cumsum(~right[order])
    said = np.arange(1, len(order) + 1)
    good = (wrong <= MOST_FALSE * said) & (wrong <= MOST_FALSE * (~right).sum()) & (said >= LEAST_SAID)
    return float(scores[order][np.flatnonzero(good)[-1]]) if good.any() else np.inf

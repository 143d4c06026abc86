"""How evenly an answer spreads over the diagnoses: the sign by which a lesion that is none of them stands out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FLATTENED = 0.5
"""Exponent of the probabilities: below 1, small ones count for more. Chosen with one diagnosis left out at a time."""
LEAST = 1e-9
"""Smaller shares are raised to this before the logarithm is taken."""


def doubt(rows: NDArray[np.floating]) -> NDArray[np.float64]:
    """The doubt in each answer, `(n,)`: 0 for one certain diagnosis, 1 for equal probabilities.

    It is the entropy of the flattened probabilities as a share of its maximum (entropy as a sign of the unknown:
    Hendrycks and Gimpel 2017, arXiv:1610.02136, compare it with the largest probability). Rows `(n, k)` are for
    equally frequent diagnoses; `k` may be smaller than 7 where a diagnosis is left out.

    >>> doubt(np.array([[1.0, 0.0, 0.0, 0.0], [0.25, 0.25, 0.25, 0.25]])).round(3).tolist()
    [0.0, 1.0]
    """
    flat = np.power(np.asarray(rows, np.float64), FLATTENED)
    shares = flat / flat.sum(1, keepdims=True)
    entropy = (shares * -np.log(np.maximum(shares, LEAST))).sum(1)
    return np.asarray(entropy / np.log(shares.shape[1]))

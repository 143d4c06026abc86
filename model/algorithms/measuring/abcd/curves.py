"""Contributions of measurements to logits, one piecewise linear function for each measurement and diagnosis.

Beyond the outer knots a function is constant, so that an extreme value has a limited effect. There are no interactions
between measurements.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def shares_of_knots(values: NDArray[np.float32], knots: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weights of linear interpolation of values `(n, d)` between strictly increasing knots `(d, k)`, `(n, d, k)`.

    They sum to 1 over the knots, and are all 0 for a value of NaN.
    """
    clipped = values.clip(knots[:, 0], knots[:, -1])[..., None]  # (n, d, 1)
    rising = (clipped - knots[:, :-1]) / np.diff(knots, axis=1)  # (n, d, k - 1), 1 from the next knot on
    step = rising.clip(0, 1)
    ones = np.ones_like(clipped)
    reached = np.concatenate([ones, step], axis=2)
    left = np.concatenate([step, np.zeros_like(clipped)], axis=2)
    return np.asarray(np.nan_to_num(np.where(np.isnan(clipped), 0, reached - left)), np.float32)


def added(values: NDArray[np.float32], knots: NDArray[np.float32], heights: NDArray[np.float32]) -> NDArray[np.float64]:
    """Contribution of values `(n, d)` to each logit, `(n, d, classes)`; heights at the knots are `(d, k, classes)`."""
    shares = shares_of_knots(values, knots).astype(np.float64)
    return np.asarray(np.einsum("ndk,dkc->ndc", shares, heights.astype(np.float64)))


def spread_knots(values: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """At least 2 strictly increasing knots at evenly spaced quantiles of values `(n, d)` without NaN, `(d, count)`."""
    quantiles = np.quantile(values, np.linspace(0.02, 0.98, count), axis=0).T  # (d, count)
    least = (np.ptp(values, axis=0) / 50 + 1e-3)[:, None] * np.arange(count)
    return np.asarray(np.maximum.accumulate(quantiles - least, axis=1) + least, np.float32)

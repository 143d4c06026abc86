"""A measurement -> what it adds to each logit: one broken line for each measurement and diagnosis.

Between its knots a line is straight, beyond the outer ones level, so that no extreme of one number decides alone. What
a line adds can be read off, drawn and argued with; nothing depends on two measurements at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def shares_of_knots(values: NDArray[np.float32], knots: NDArray[np.float32]) -> NDArray[np.float32]:
    """How near each value lies to each knot of its measurement: the weights of linear interpolation.

    Args:
        values: `(n, d)`.
        knots: rising, `(d, k)`.

    Returns:
        `(n, d, k)`, summing to 1 over the knots; all 0 where a value is NaN, so that it adds nothing.
    """
    held = values.clip(knots[:, 0], knots[:, -1])[..., None]  # (n, d, 1)
    rising = (held - knots[:, :-1]) / np.diff(knots, axis=1)  # (n, d, k - 1), 1 from the next knot on
    step = rising.clip(0, 1)
    ones = np.ones_like(held)
    reached = np.concatenate([ones, step], axis=2)
    left = np.concatenate([step, np.zeros_like(held)], axis=2)
    return np.asarray(np.nan_to_num(np.where(np.isnan(held), 0, reached - left)), np.float32)


def added(values: NDArray[np.float32], knots: NDArray[np.float32], heights: NDArray[np.float32]) -> NDArray[np.float64]:
    """What each measurement adds to each logit, `(n, d, classes)`.

    Args:
        values: `(n, d)`.
        knots: `(d, k)`.
        heights: of the lines at their knots, `(d, k, classes)`.
    """
    shares = shares_of_knots(values, knots).astype(np.float64)
    return np.asarray(np.einsum("ndk,dkc->ndc", shares, heights.astype(np.float64)))


def spread_knots(values: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Knots at even quantiles of each measurement, `(d, count)`, strictly rising.

    Args:
        values: `(n, d)`, without NaN.
        count: knots of a line, at least 2.
    """
    quantiles = np.quantile(values, np.linspace(0.02, 0.98, count), axis=0).T  # (d, count)
    least = (np.ptp(values, axis=0) / 50 + 1e-3)[:, None] * np.arange(count)
    return np.asarray(np.maximum.accumulate(quantiles - least, axis=1) + least, np.float32)

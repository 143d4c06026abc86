"""Counts -> proportions with intervals; imports nothing heavy, so that pages can show one at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z = 1.959963984540054
"""Quantile of the normal distribution for 95 %."""


@dataclass(frozen=True)
class Score:
    """A value with its 95 % interval, all in [0, 1]."""

    value: float
    low: float
    high: float


def wilson(hits: int, total: int) -> Score:
    """A proportion with its Wilson score interval (1927, doi:10.1080/01621459.1927.10502953); NaN of nothing.

    >>> found = wilson(9, 10)
    >>> round(found.low, 3), round(found.high, 3)
    (0.596, 0.982)
    """
    if total == 0:
        return Score(float("nan"), float("nan"), float("nan"))
    share = hits / total
    centre = (share + Z**2 / (2 * total)) / (1 + Z**2 / total)
    half = Z / (1 + Z**2 / total) * math.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
    # the outer bounds against rounding: of 0 in 7 the lower end is 0, not 3e-17
    return Score(share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)))

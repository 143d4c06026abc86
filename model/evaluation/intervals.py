"""Values, what is undefined, and intervals; counts -> proportions. Imports nothing heavy, for pages that show one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

Z = 1.959963984540054
"""Quantile of the normal distribution for 95 %."""


class Undefined(StrEnum):
    """Why a score has no value or no interval; a key of `undefined` in the locales."""

    NO_SUCH_CLASS = "no_such_class"
    """The class that is asked about is not among the classes."""
    NO_POSITIVE = "no_positive"
    """No image has the diagnosis that is asked about."""
    NO_NEGATIVE = "no_negative"
    """Every image has the diagnosis that is asked about."""
    NONE_CALLED = "none_called"
    """No image is called so."""
    ALL_CALLED = "all_called"
    """Every image is called so."""
    NO_IMAGES = "no_images"
    """There are no images."""
    ONE_ANSWER = "one_answer"
    """Truth and answers are one and the same class throughout, so that chance alone agrees fully."""
    NO_DISTRIBUTION = "no_distribution"
    """The rows do not sum to 1, so they are no distribution over the classes."""
    NO_THRESHOLD = "no_threshold"
    """No operating point is known."""
    NO_TABLE = "no_table"
    """The algorithm has no table of the set that can be scored."""
    FEW_RESAMPLES = "few_resamples"
    """The value is defined, but in too few resamples for an interval."""


@dataclass(frozen=True)
class Value:
    """A number, or NaN with the reason why there is none."""

    value: float
    reason: Undefined | None = None


@dataclass(frozen=True)
class Score:
    """A value with its 95 % interval, in the unit of its metric.

    Attributes:
        value: NaN where undefined.
        low: lower end; NaN where there is no interval.
        high: upper end; NaN where there is no interval.
        reason: why there is no value, or a value but no interval; None where all is defined.
    """

    value: float
    low: float
    high: float
    reason: Undefined | None = None


def undefined(reason: Undefined) -> Value:
    """No number, and why."""
    return Value(math.nan, reason)


def no_score(reason: Undefined) -> Score:
    """Neither value nor interval, and why."""
    return Score(math.nan, math.nan, math.nan, reason)


def wilson(hits: int, total: int) -> Score:
    """A proportion with its Wilson score interval (1927, doi:10.1080/01621459.1927.10502953); NaN of nothing.

    >>> found = wilson(9, 10)
    >>> round(found.low, 3), round(found.high, 3)
    (0.596, 0.982)
    """
    if total == 0:
        return no_score(Undefined.NO_IMAGES)
    share = hits / total
    centre = (share + Z**2 / (2 * total)) / (1 + Z**2 / total)
    half = Z / (1 + Z**2 / total) * math.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
    # the outer bounds against rounding: of 0 in 7 the lower end is 0, not 3e-17
    return Score(share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)))

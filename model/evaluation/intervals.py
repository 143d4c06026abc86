"""Values, undefined values and intervals of scores. Imports nothing heavy, for pages that show a single score."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

Z = 1.959963984540054
"""Quantile of the normal distribution for 95 %."""


class Undefined(StrEnum):
    """Why a score has no value or no interval; a key of `undefined` in the locales."""

    NO_SUCH_CLASS = "no_such_class"  # the scored class is not among the classes
    NO_POSITIVE = "no_positive"  # no image has the scored diagnosis
    NO_NEGATIVE = "no_negative"  # every image has the scored diagnosis
    NONE_CALLED = "none_called"  # no image is called the scored diagnosis
    ALL_CALLED = "all_called"  # every image is called the scored diagnosis
    NO_IMAGES = "no_images"  # there are no images
    ONE_ANSWER = "one_answer"  # truth and answers are a single class, so that chance alone agrees fully
    NO_DISTRIBUTION = "no_distribution"  # the rows do not sum to 1, so they are no distribution over the classes
    NO_THRESHOLD = "no_threshold"  # no operating point is known
    NO_TABLE = "no_table"  # the algorithm has no readable table of the set
    FEW_RESAMPLES = "few_resamples"  # the value is defined, but in too few resamples for an interval


@dataclass(frozen=True)
class Value:
    """A number, or NaN with the reason."""

    value: float
    reason: Undefined | None = None


@dataclass(frozen=True)
class Score:
    """A value with its 95 % interval, in the unit of its metric.

    A value or an interval that is undefined is NaN and has a reason.
    """

    value: float
    low: float
    high: float
    reason: Undefined | None = None


def undefined(reason: Undefined) -> Value:
    """An undefined value with its reason."""
    return Value(math.nan, reason)


def no_score(reason: Undefined) -> Score:
    """An undefined score with its reason."""
    return Score(math.nan, math.nan, math.nan, reason)


def wilson(hits: int, total: int) -> Score:
    """A proportion with its Wilson score interval (1927, doi:10.1080/01621459.1927.10502953); NaN for a total of 0.

    >>> score = wilson(9, 10)
    >>> round(score.low, 3), round(score.high, 3)
    (0.596, 0.982)
    """
    if total == 0:
        return no_score(Undefined.NO_IMAGES)
    share = hits / total
    centre = (share + Z**2 / (2 * total)) / (1 + Z**2 / total)
    half = Z / (1 + Z**2 / total) * math.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
    # the outer bounds correct rounding: for 0 of 7 the lower end is 0, not 3e-17
    return Score(share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)))

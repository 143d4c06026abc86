"""Two algorithms on the same images: is the difference more than chance?

DeLong for areas under the ROC curve, McNemar for decisions, the paired bootstrap for any other score, Holm's correction
where many pairs are asked about, Cohen's kappa for agreement between algorithms.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, norm, rankdata
from sklearn.metrics import cohen_kappa_score

from model.evaluation.answers import Mask, called
from model.evaluation.intervals import Z
from model.evaluation.resampling import ENDS

Matrix = NDArray[np.float64]
Compare = Callable[[int, int], tuple[float, float]]
EXACT_UP_TO = 25
"""McNemar's test is the exact binomial one up to so many images on which the two differ, and its mid-p form beyond."""


@dataclass(frozen=True)
class Difference:
    """First minus second, with its 95 % interval and the two-sided p-value of no difference.

    Attributes:
        value: the difference; NaN where undefined.
        low: lower end.
        high: upper end.
        p: two-sided; 1 where the two are the same.
    """

    value: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, eq=False)
class Pairwise:
    """Every algorithm against every other; rows minus columns.

    Attributes:
        slugs: the algorithms, `a` of them.
        differences: `(a, a)`.
        p: two-sided, `(a, a)`; 1 on the diagonal.
        adjusted: the same after Holm's correction for all pairs, `(a, a)`.
    """

    slugs: tuple[str, ...]
    differences: Matrix
    p: Matrix
    adjusted: Matrix


def delong_covariance(positive: Mask, probabilities: Matrix) -> tuple[Matrix, Matrix]:
    """Areas under the ROC curves of several algorithms on the same images, and their covariance.

    DeLong et al. 1988 (doi:10.2307/2531595) by the ranks of Sun and Xu 2014 (doi:10.1109/LSP.2014.2337313), in
    n log n. Every image counts as independent of the others.

    Args:
        positive: `(n,)`.
        probabilities: `(algorithms, n)`.

    Returns:
        `(algorithms,)` and `(algorithms, algorithms)`; NaN without at least two positives and two others.
    """
    rows = np.atleast_2d(probabilities)
    hits, others = rows[:, positive], rows[:, ~positive]
    m, n = hits.shape[1], others.shape[1]
    if m < 2 or n < 2:
        return np.full(len(rows), np.nan), np.full((len(rows), len(rows)), np.nan)
    among_all = rankdata(np.hstack([hits, others]), axis=1)
    above_others = (among_all[:, :m] - rankdata(hits, axis=1)) / n  # (algorithms, m)
    below_hits = 1 - (among_all[:, m:] - rankdata(others, axis=1)) / m  # (algorithms, n)
    covariance = np.atleast_2d(np.cov(above_others)) / m + np.atleast_2d(np.cov(below_hits)) / n
    return above_others.mean(1), covariance


def delong_interval(positive: Mask, probability: Matrix) -> tuple[float, float, float]:
    """Area under the ROC curve of one algorithm with its 95 % interval, cut off at 0 and 1."""
    areas, covariance = delong_covariance(positive, probability)
    half = Z * np.sqrt(covariance[0, 0])
    low, high = np.clip((areas[0] - half, areas[0] + half), 0, 1)
    return float(areas[0]), float(low), float(high)


def delong(positive: Mask, first: Matrix, second: Matrix) -> Difference:
    """Difference of two areas under the ROC curve on the same images; arguments `(n,)`."""
    areas, covariance = delong_covariance(positive, np.vstack([first, second]))
    return _by_normal(float(areas[0] - areas[1]), _variance(covariance, 0, 1))


def mcnemar_p(only_first: int, only_second: int, mid_p: bool | None = None) -> float:
    """Two-sided p-value from the two counts; exact or mid-p as asked, or by the counts as `mcnemar` does."""
    differing, fewer = only_first + only_second, min(only_first, only_second)
    if mid_p is None:
        mid_p = differing > EXACT_UP_TO
    if only_first == only_second:
        return 1.0 if not mid_p else 1.0 - float(binom.pmf(fewer, differing, 0.5))
    exact = 2 * float(binom.cdf(fewer, differing, 0.5))
    return exact - float(binom.pmf(fewer, differing, 0.5)) if mid_p else min(1.0, exact)


def bootstrap_difference(first: float, second: float, resampled_first: Matrix, resampled_second: Matrix) -> Difference:
    """Difference of any score, from resamples `(resamples,)`: paired on the same images, independent on others.

    The p-value takes the spread of the resamples as the standard error of a normal distribution: shares of resamples
    beyond 0 could not become small enough for a correction for many pairs. Without any spread it is 1 or 0.
    """
    drawn = resampled_first - resampled_second
    drawn = drawn[~np.isnan(drawn)]
    value = first - second
    if np.isnan(value) or not len(drawn):
        return Difference(math.nan, math.nan, math.nan, math.nan)
    low, high = np.quantile(drawn, ENDS)
    return Difference(value, float(low), float(high), _by_normal(value, float(drawn.var())).p)


def holm(p: Matrix) -> Matrix:
    """Adjusted p-values of one family of tests, `(tests,)` (Holm 1979, Scand J Stat 6:65-70); NaN stays NaN.

    >>> holm(np.array([0.01, 0.04, 0.03])).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    adjusted = np.full(len(p), np.nan)
    asked = np.flatnonzero(~np.isnan(p))
    order = asked[np.argsort(p[asked], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return adjusted


def all_pairs(slugs: tuple[str, ...], compare: Compare) -> Pairwise:
    """Compare every algorithm with every other and correct for the number of pairs.

    Args:
        slugs: the algorithms.
        compare: difference and p-value of two, by their positions.
    """
    size = len(slugs)
    differences, p, adjusted = np.zeros((size, size)), np.ones((size, size)), np.ones((size, size))
    pairs = [(one, other) for one in range(size) for other in range(one + 1, size)]
    for one, other in pairs:
        value, chance = compare(one, other)
        differences[one, other], differences[other, one] = value, -value
        p[one, other] = p[other, one] = chance
    corrected = holm(np.array([p[pair] for pair in pairs]))
    for (one, other), chance in zip(pairs, corrected, strict=True):
        adjusted[one, other] = adjusted[other, one] = chance
    return Pairwise(slugs, differences, p, adjusted)


def kappa_between(probabilities: Matrix) -> Matrix:
    """Cohen's kappa between the calls of every two algorithms, `(algorithms, algorithms)`; NaN where undefined.

    Args:
        probabilities: `(algorithms, n, classes)`.
    """
    calls = [called(rows) for rows in probabilities]
    size = len(calls)
    found = np.full((size, size), np.nan)
    for one in range(size):
        for other in range(one, size):
            if len(np.union1d(calls[one], calls[other])) > 1:
                found[one, other] = found[other, one] = cohen_kappa_score(calls[one], calls[other])
    return found


def right_where_wrong(truth: NDArray[np.int64], probabilities: Matrix) -> Matrix:
    """Of the images that one algorithm (row) calls wrong, the share that another (column) calls right.

    `(algorithms, algorithms)`; 0 on the diagonal, NaN for one that is never wrong. Arguments `(n,)` and
    `(algorithms, n, classes)`.
    """
    right = np.array([called(rows) == truth for rows in probabilities]).reshape(len(probabilities), -1)
    wrong = (~right).astype(float)
    with np.errstate(invalid="ignore"):
        shares: Matrix = wrong @ right.T / wrong.sum(1, keepdims=True)
    return shares


def _variance(covariance: Matrix, one: int, other: int) -> float:
    return float(covariance[one, one] + covariance[other, other] - 2 * covariance[one, other])


def _by_normal(value: float, variance: float) -> Difference:
    if np.isnan(value):
        return Difference(math.nan, math.nan, math.nan, math.nan)
    spread = math.sqrt(max(variance, 0.0))
    if spread == 0:
        return Difference(value, value, value, 1.0 if value == 0 else 0.0)
    return Difference(value, value - Z * spread, value + Z * spread, 2 * float(norm.sf(abs(value) / spread)))

"""Tests and agreement of two algorithms on the same images.

DeLong for areas under the ROC curve, McNemar for decisions, the paired bootstrap for any score, Holm's correction for
many pairs, Cohen's kappa for the agreement between algorithms.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement

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
"""Largest number of differing images for the exact binomial form of McNemar's test; more use its mid-p form."""


@dataclass(frozen=True)
class Difference:
    """First minus second, with its 95 % interval and the two-sided p-value of no difference.

    All are NaN for an undefined difference; p is 1 if the two are equal.
    """

    value: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, eq=False)
class Pairwise:
    """Every algorithm compared with every other, rows minus columns; all arrays are `(a, a)`.

    `p` is two-sided, 1 on the diagonal, and `adjusted` after Holm's correction for all pairs.
    """

    slugs: tuple[str, ...]
    differences: Matrix
    p: Matrix
    adjusted: Matrix


def delong_covariance(positive: Mask, probabilities: Matrix) -> tuple[Matrix, Matrix]:
    """Areas under the ROC curves of several algorithms on the same images, and their covariance.

    DeLong et al. 1988 (doi:10.2307/2531595) with the ranks of Sun and Xu 2014 (doi:10.1109/LSP.2014.2337313), in n log
    n. All images count as independent. Arguments are `(n,)` and `(algorithms, n)`, results `(algorithms,)` and
    `(algorithms, algorithms)`; NaN without at least two positives and two others.
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
    """Area under the ROC curve of one algorithm with its 95 % interval within [0, 1]."""
    areas, covariance = delong_covariance(positive, probability)
    half = Z * np.sqrt(covariance[0, 0])
    low, high = np.clip((areas[0] - half, areas[0] + half), 0, 1)
    return float(areas[0]), float(low), float(high)


def delong(positive: Mask, first: Matrix, second: Matrix) -> Difference:
    """Difference of two areas under the ROC curve on the same images; arguments `(n,)`."""
    areas, covariance = delong_covariance(positive, np.vstack([first, second]))
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    return _by_normal(float(areas[0] - areas[1]), float(variance))


def mcnemar_p(only_first: int, only_second: int, mid_p: bool | None = None) -> float:
    """Two-sided p-value of McNemar's test (1947, doi:10.1007/BF02295996) of two numbers of images right for one alone.

    Fagerland et al. 2013 (doi:10.1186/1471-2288-13-91): the mid-p form keeps the level too and is less conservative. It
    is used by default for more than `EXACT_UP_TO` differing images.
    """
    differing, fewer = only_first + only_second, min(only_first, only_second)
    if mid_p is None:
        mid_p = differing > EXACT_UP_TO
    if only_first == only_second:
        return 1.0 if not mid_p else 1.0 - float(binom.pmf(fewer, differing, 0.5))
    exact = 2 * float(binom.cdf(fewer, differing, 0.5))
    return exact - float(binom.pmf(fewer, differing, 0.5)) if mid_p else min(1.0, exact)


def bootstrap_difference(first: float, second: float, resampled_first: Matrix, resampled_second: Matrix) -> Difference:
    """Difference of any score from its resamples, `(resamples,)` each.

    Resamples of the same images are paired, those of different images independent. The p-value takes the spread of
    the resamples as the standard error of a normal distribution, since the share of resamples beyond 0 is too coarse
    to be corrected for many pairs. Without any spread it is 1 or 0.
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
    defined = np.flatnonzero(~np.isnan(p))
    order = defined[np.argsort(p[defined], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return adjusted


def all_pairs(slugs: tuple[str, ...], compare: Compare) -> Pairwise:
    """Compare every two algorithms (difference and p-value by position), and correct for the number of pairs."""
    size = len(slugs)
    differences, p, adjusted = np.zeros((size, size)), np.ones((size, size)), np.ones((size, size))
    pairs = list(combinations(range(size), 2))
    for first, second in pairs:
        difference, p[first, second] = compare(first, second)
        differences[first, second], differences[second, first] = difference, -difference
        p[second, first] = p[first, second]
    corrected = holm(np.array([p[pair] for pair in pairs]))
    for (first, second), value in zip(pairs, corrected, strict=True):
        adjusted[first, second] = adjusted[second, first] = value
    return Pairwise(slugs, differences, p, adjusted)


def kappa_between(probabilities: Matrix) -> Matrix:
    """Cohen's kappa between the calls of every two algorithms, `(algorithms, algorithms)`; NaN if undefined.

    Probabilities are `(algorithms, n, classes)`.
    """
    calls = [called(rows) for rows in probabilities]
    kappas = np.full((len(calls), len(calls)), np.nan)
    for first, second in combinations_with_replacement(range(len(calls)), 2):
        if len(np.union1d(calls[first], calls[second])) > 1:
            kappas[first, second] = kappas[second, first] = cohen_kappa_score(calls[first], calls[second])
    return kappas


def right_where_wrong(truth: NDArray[np.int64], probabilities: Matrix) -> Matrix:
    """Share of the images that one algorithm (row) calls wrong and another (column) calls right.

    `(algorithms, algorithms)`; 0 on the diagonal, NaN for an algorithm without a wrong call. Arguments `(n,)` and
    `(algorithms, n, classes)`.
    """
    right = np.array([called(rows) == truth for rows in probabilities]).reshape(len(probabilities), -1)
    wrong = (~right).astype(float)
    with np.errstate(invalid="ignore"):
        shares: Matrix = wrong @ right.T / wrong.sum(1, keepdims=True)
    return shares


def _by_normal(value: float, variance: float) -> Difference:
    if np.isnan(value):
        return Difference(math.nan, math.nan, math.nan, math.nan)
    spread = math.sqrt(max(variance, 0.0))
    if spread == 0:
        return Difference(value, value, value, 1.0 if value == 0 else 0.0)
    return Difference(value, value - Z * spread, value + Z * spread, 2 * float(norm.sf(abs(value) / spread)))

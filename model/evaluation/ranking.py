"""Ranks of several algorithms, and their uncertainty under resampling.

Equal values share the better rank (1, 2, 2, 4). An undefined value has no rank (NaN). Arrays hold one row for each
algorithm and one column for each resample.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.evaluation.resampling import ENDS

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RankCertainty:
    """Uncertainty of the ranking of `a` algorithms under resampling; each array is `(a,)`, but `shares` is `(a, a)`.

    Ranks are NaN without a value; `low` is the best, `high` the worst rank of the 95 % interval. `shares` gives for
    each algorithm (row) the share of resamples with each rank from 1 (column). The probabilities of being `first` sum
    to 1; algorithms that share the first rank share the resample. `kendall_tau` is the median agreement of resampled
    rankings with `ranks`, in [-1, 1], with its 95 % interval; NaN for fewer than two algorithms, or if all are equal.
    """

    ranks: Values
    low: Values
    high: Values
    shares: Values
    first: Values
    kendall_tau: float
    tau_low: float
    tau_high: float


def ranks(values: Values, higher_is_better: bool = True) -> Values:
    """Rank of each value in its column, from 1; shape as given, `(a,)` or `(a, resamples)`.

    >>> ranks(np.array([0.7, 0.9, 0.7, 0.2])).tolist()
    [2.0, 1.0, 2.0, 4.0]
    """
    signed = values if higher_is_better else -values
    better = (signed[None] > signed[:, None]).sum(1)  # number of better values; NaN compares as False
    return np.where(np.isnan(values), np.nan, better + 1.0)


def certainty(values: Values, resampled: Values, higher_is_better: bool = True) -> RankCertainty:
    """Rank intervals, shares of ranks, probability of being first and stability of the whole ranking.

    Values are `(a,)`, the same in each resample `(a, resamples)`, paired.
    """
    drawn = ranks(resampled, higher_is_better)
    taus = kendall_taus(values, resampled)
    tau = np.quantile(taus, (0.5, *ENDS)).tolist() if len(taus) else [np.nan] * 3
    return RankCertainty(ranks(values, higher_is_better), *_ends(drawn), _shares(drawn), _first(drawn), *tau)


def kendall_taus(values: Values, resampled: Values) -> Values:
    """Kendall's tau-b between the ranking by `values` and that of each resample, without undefined ones.

    Kendall 1945, doi:10.1093/biomet/33.3.239.
    """
    first, second = np.triu_indices(len(values), 1)
    signs = np.sign(values[first] - values[second])  # (pairs,)
    drawn = np.sign(resampled[first] - resampled[second])  # (pairs, resamples)
    with np.errstate(invalid="ignore", divide="ignore"):
        taus: Values = (signs @ drawn) / np.sqrt((signs != 0).sum() * (drawn != 0).sum(0))
    return taus[np.isfinite(taus)]


def _ends(drawn: Values) -> tuple[Values, Values]:
    """Ends of the interval of ranks; both are ranks that occur."""
    if not drawn.size:
        return np.full(len(drawn), np.nan), np.full(len(drawn), np.nan)
    low, high = np.quantile(drawn, ENDS, axis=1, method="inverted_cdf")
    return low, high


def _shares(drawn: Values) -> Values:
    if not drawn.size:
        return np.full((len(drawn), len(drawn)), np.nan)
    places = np.arange(1, len(drawn) + 1)
    shares: Values = (drawn[:, None, :] == places[None, :, None]).mean(2)
    return shares


def _first(drawn: Values) -> Values:
    if not drawn.size:
        return np.full(len(drawn), np.nan)
    is_first = drawn == 1
    first: Values = (is_first / np.maximum(is_first.sum(0), 1)).mean(1)
    return first

"""Pairwise differences of QI that are larger than chance explains, and the ties that remain."""

from __future__ import annotations

import numpy as np

from model.evaluation.evaluation import Evaluation
from model.evaluation.paired import Pairwise, all_pairs, bootstrap_difference
from model.evaluation.qi import Rule, qi_of, resampled_qi_of

LEVEL = 0.05
"""Differences with a smaller p-value after Holm's correction are called significant."""


def compare_qi(evaluation: Evaluation, rule: Rule) -> Pairwise:
    """QI of every algorithm minus that of every other, by the paired bootstrap with Holm's correction.

    A difference is the row's value minus the column's. With a loss, a negative difference favours the row.
    """
    values, drawn = qi_of(evaluation, rule), resampled_qi_of(evaluation, rule)

    def compare(first: int, second: int) -> tuple[float, float]:
        difference = bootstrap_difference(values[first], values[second], drawn[first], drawn[second])
        return difference.value, np.nan if np.isnan(difference.value) else difference.p

    return all_pairs(evaluation.ranked, compare)


def tied_with(compared: Pairwise, slug: str) -> tuple[str, ...]:
    """The algorithms that differ from one by no more than chance explains, sorted; none without a QI is among them."""
    corrected = compared.adjusted[compared.slugs.index(slug)]
    return tuple(other for other, p in zip(compared.slugs, corrected, strict=True) if other != slug and p >= LEVEL)

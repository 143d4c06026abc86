"""Pairwise differences of QI that are larger than chance explains."""

from __future__ import annotations

import numpy as np

from model.evaluation.evaluation import Evaluation
from model.evaluation.paired import Pairwise, all_pairs, bootstrap_difference
from model.evaluation.qi import Rule, qi_of, resampled_qi_of


def compare_qi(evaluation: Evaluation, rule: Rule) -> Pairwise:
    """QI of every algorithm minus that of every other, by the paired bootstrap with Holm's correction.

    A difference is the row's value minus the column's. With a loss, a negative difference favours the row.
    """
    values, drawn = qi_of(evaluation, rule), resampled_qi_of(evaluation, rule)

    def compare(first: int, second: int) -> tuple[float, float]:
        difference = bootstrap_difference(values[first], values[second], drawn[first], drawn[second])
        return difference.value, np.nan if np.isnan(difference.value) else difference.p

    return all_pairs(evaluation.slugs, compare)

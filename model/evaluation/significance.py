"""An evaluation -> which differences between its algorithms are more than chance, by the test that fits the score."""

from __future__ import annotations

import numpy as np

from model.evaluation.answers import called
from model.evaluation.evaluation import Evaluation
from model.evaluation.metrics import METRICS
from model.evaluation.paired import Difference, Pairwise, all_pairs, bootstrap_difference, delong, mcnemar
from model.evaluation.qi import Rule, qi_of, resampled_qi_of


def compare_all(evaluation: Evaluation, name: str, metric: str) -> Pairwise:
    """Every algorithm against every other on one set, corrected by Holm.

    DeLong for `melanoma_auc`, McNemar for `accuracy`, the paired bootstrap for all other scores. A difference is the
    row's value minus the column's, so with a loss a negative one speaks for the row.
    """
    return all_pairs(evaluation.slugs, lambda one, other: _shown(difference(evaluation, name, metric, one, other)))


def compare_qi(evaluation: Evaluation, rule: Rule) -> Pairwise:
    """The same for the QI of both days, by the paired bootstrap."""
    values, drawn = qi_of(evaluation, rule), resampled_qi_of(evaluation, rule)

    def compare(one: int, other: int) -> tuple[float, float]:
        return _shown(bootstrap_difference(values[one], values[other], drawn[one], drawn[other]))

    return all_pairs(evaluation.slugs, compare)


def difference(evaluation: Evaluation, name: str, metric: str, one: int, other: int) -> Difference:
    """First minus second of two algorithms, by their positions in `evaluation.slugs`; not corrected."""
    tables = evaluation.benchmark.sets[name]
    column = tables.answers(tables.slugs[one]).column
    if metric not in METRICS:
        raise KeyError(metric)
    if metric == "melanoma_auc" and column is not None and tables.lesions is None:
        stated = [tables.answers(tables.slugs[index]).stated[:, column] for index in (one, other)]
        return delong(tables.truth == column, *stated)
    values, drawn = evaluation.values(name, metric), evaluation.resampled(name, metric)
    found = bootstrap_difference(values[one], values[other], drawn[one], drawn[other])
    if metric == "accuracy" and tables.lesions is None:
        right = [called(tables.probabilities[index]) == tables.truth for index in (one, other)]
        return Difference(found.value, found.low, found.high, mcnemar(*right).p)
    return found


def _shown(found: Difference) -> tuple[float, float]:
    return found.value, np.nan if np.isnan(found.value) else found.p

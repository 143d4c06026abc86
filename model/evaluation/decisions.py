"""Scores of a yes-or-no decision about one class: by the most probable class, or from a threshold on.

Each score is a ratio of two sums of the four outcomes. It is undefined if the denominator is 0, and the reason names
what is missing. (The scoring of the ISIC challenge gives 1 there, which rewards never calling a melanoma.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from model.evaluation.answers import Answers
from model.evaluation.intervals import Undefined, Value, undefined
from model.evaluation.tally import Decisions, Resampled, Tally, once


@dataclass(frozen=True)
class Ratio:
    """A ratio of the weights of outcomes, undefined with a reason if the denominator `among` is 0.

    A proportion counts images among images, so that a Wilson interval fits.
    """

    counted: Callable[[Decisions], Resampled]
    among: Callable[[Decisions], Resampled]
    undefined: Undefined
    is_proportion: bool = True


RATIOS: dict[str, Ratio] = {
    "sensitivity": Ratio(
        lambda n: n.true_positives, lambda n: n.true_positives + n.false_negatives, Undefined.NO_POSITIVE
    ),
    "specificity": Ratio(
        lambda n: n.true_negatives, lambda n: n.true_negatives + n.false_positives, Undefined.NO_NEGATIVE
    ),
    "ppv": Ratio(lambda n: n.true_positives, lambda n: n.true_positives + n.false_positives, Undefined.NONE_CALLED),
    "npv": Ratio(lambda n: n.true_negatives, lambda n: n.true_negatives + n.false_negatives, Undefined.ALL_CALLED),
    "f1": Ratio(
        lambda n: 2 * n.true_positives,
        lambda n: 2 * n.true_positives + n.false_positives + n.false_negatives,
        Undefined.NO_POSITIVE,
        is_proportion=False,
    ),
}
"""Sensitivity, specificity, positive and negative predictive value, F1."""


def outcomes(tally: Tally, column: int, threshold: float | None) -> Decisions:
    """Outcomes of calling a class from the threshold on; by the most probable class without a threshold."""
    return tally.one_against_rest(column) if threshold is None else tally.at_threshold(column, threshold)


def ratio(name: str, answers: Answers, column: int | None, threshold: float | None) -> Value:
    """One of `RATIOS` for a class; undefined without a class."""
    if column is None:
        return undefined(Undefined.NO_SUCH_CLASS)
    kind, counts = RATIOS[name], outcomes(once(answers), column, threshold)
    among = float(kind.among(counts)[0])
    return Value(float(kind.counted(counts)[0]) / among) if among else undefined(kind.undefined)


def proportion(name: str, answers: Answers, column: int, threshold: float | None) -> tuple[int, int]:
    """Hits and total of one of `RATIOS` that is a proportion."""
    counts = outcomes(once(answers), column, threshold)
    return round(float(RATIOS[name].counted(counts)[0])), round(float(RATIOS[name].among(counts)[0]))


def resampled_ratio(name: str, tally: Tally, column: int | None, threshold: float | None) -> Resampled:
    """`ratio` of each resample, `(resamples,)`."""
    if column is None:
        return np.full(tally.counts.shape[1], np.nan)
    counts = outcomes(tally, column, threshold)
    with np.errstate(invalid="ignore"):
        return RATIOS[name].counted(counts) / RATIOS[name].among(counts)


def net_benefit(answers: Answers, column: int | None, threshold: float | None) -> Value:
    """Hits minus false alarms weighted by the odds of the threshold, per image, in [-odds, share of positives].

    Vickers and Elkin 2006, doi:10.1177/0272989X06295361. Calling no image gives 0. Only values at the same threshold
    can be compared.
    """
    if column is None:
        return undefined(Undefined.NO_SUCH_CLASS)
    if threshold is None or threshold >= 1:
        return undefined(Undefined.NO_THRESHOLD)
    if not len(answers.truth):
        return undefined(Undefined.NO_IMAGES)
    return Value(float(resampled_net_benefit(once(answers), column, threshold)[0]))


def resampled_net_benefit(tally: Tally, column: int | None, threshold: float | None) -> Resampled:
    """`net_benefit` of each resample, `(resamples,)`."""
    if column is None or threshold is None or threshold >= 1:
        return np.full(tally.counts.shape[1], np.nan)
    counts = tally.at_threshold(column, threshold)
    with np.errstate(invalid="ignore"):
        benefit: Resampled = (
            counts.true_positives - counts.false_positives * threshold / (1 - threshold)
        ) / tally.total
    return benefit

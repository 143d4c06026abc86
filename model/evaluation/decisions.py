"""Scores of a yes-or-no decision about one class: by the most probable class, or from a threshold on.

Each is a ratio of two of the four outcomes; where the denominator is 0 the ratio is undefined, and the reason says of
what there was nothing. (The scoring of the ISIC challenge gives 1 there, which rewards never calling a melanoma.)
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
    """One of the ratios.

    Attributes:
        counted: weight of the outcomes that count.
        among: weight of the outcomes that they are counted among.
        undefined: why there is none when that weight is 0.
        sklearn: name of the score in scikit-learn.
        is_proportion: counts images among images, so that a Wilson interval fits.
    """

    counted: Callable[[Decisions], Resampled]
    among: Callable[[Decisions], Resampled]
    undefined: Undefined
    sklearn: str | None = None
    is_proportion: bool = True


RATIOS: dict[str, Ratio] = {
    "sensitivity": Ratio(
        lambda of: of.true_positives, lambda of: of.true_positives + of.false_negatives, Undefined.NO_POSITIVE, "recall"
    ),
    "specificity": Ratio(
        lambda of: of.true_negatives, lambda of: of.true_negatives + of.false_positives, Undefined.NO_NEGATIVE
    ),
    "ppv": Ratio(
        lambda of: of.true_positives,
        lambda of: of.true_positives + of.false_positives,
        Undefined.NONE_CALLED,
        "precision",
    ),
    "npv": Ratio(lambda of: of.true_negatives, lambda of: of.true_negatives + of.false_negatives, Undefined.ALL_CALLED),
    "f1": Ratio(
        lambda of: 2 * of.true_positives,
        lambda of: 2 * of.true_positives + of.false_positives + of.false_negatives,
        Undefined.NO_POSITIVE,
        "f1",
        is_proportion=False,
    ),
}
"""Sensitivity, specificity, positive and negative predictive value, F1."""


def outcomes(tally: Tally, column: int, threshold: float | None) -> Decisions:
    """Outcomes of calling a class from the threshold on; by the most probable class without one."""
    return tally.one_against_rest(column) if threshold is None else tally.at_threshold(column, threshold)


def ratio(name: str, answers: Answers, column: int | None, threshold: float | None) -> Value:
    """One of `RATIOS` for a class; undefined for a class that is none."""
    if column is None:
        return undefined(Undefined.NO_SUCH_CLASS)
    kind, of = RATIOS[name], outcomes(once(answers), column, threshold)
    among = float(kind.among(of)[0])
    return Value(float(kind.counted(of)[0]) / among) if among else undefined(kind.undefined)


def proportion(name: str, answers: Answers, column: int, threshold: float | None) -> tuple[int, int]:
    """Hits and total of one of `RATIOS` that is a proportion."""
    of = outcomes(once(answers), column, threshold)
    return round(float(RATIOS[name].counted(of)[0])), round(float(RATIOS[name].among(of)[0]))


def resampled_ratio(name: str, tally: Tally, column: int | None, threshold: float | None) -> Resampled:
    """The same of each resample."""
    if column is None:
        return np.full(tally.counts.shape[1], np.nan)
    of = outcomes(tally, column, threshold)
    with np.errstate(invalid="ignore"):
        share: Resampled = RATIOS[name].counted(of) / RATIOS[name].among(of)
    return share


def net_benefit(answers: Answers, column: int | None, threshold: float | None) -> Value:
    """Hits minus false alarms weighed by the odds of the threshold, per image (Vickers and Elkin 2006).

    doi:10.1177/0272989X06295361. In [-odds, share of positives]; 0 is what calling nobody gives. Two algorithms can be
    compared at the same threshold only.
    """
    if column is None:
        return undefined(Undefined.NO_SUCH_CLASS)
    if threshold is None or threshold >= 1:
        return undefined(Undefined.NO_THRESHOLD)
    if not len(answers.truth):
        return undefined(Undefined.NO_IMAGES)
    return Value(float(resampled_net_benefit(once(answers), column, threshold)[0]))


def resampled_net_benefit(tally: Tally, column: int | None, threshold: float | None) -> Resampled:
    """The same of each resample."""
    if column is None or threshold is None or threshold >= 1:
        return np.full(tally.counts.shape[1], np.nan)
    of = tally.at_threshold(column, threshold)
    with np.errstate(invalid="ignore"):
        benefit: Resampled = (of.true_positives - of.false_positives * threshold / (1 - threshold)) / tally.total
    return benefit

"""Outcomes of 1,000 patients at an operating point, from sensitivity, specificity and prevalence.

    counts at a threshold on a scoring set -> sensitivity and specificity with their uncertainty
    those and a practice -> found, missed, needlessly excised, rightly left; PPV, NPV, excisions a melanoma, net benefit

Every lesion above the operating point counts as excised. Sensitivity and specificity are those of the scoring set, and
so is the mixture of other lesions. Only the share of melanomas comes from the practice.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from model.evaluation.intervals import Score, Undefined, no_score
from model.evaluation.operating_point import AtThePoint
from model.lesion.practice import Threshold

PATIENTS = 1000
DRAWS = 20_000
SEED = 2017
"""Fixed, so that an interval is the same each time."""
JEFFREYS = 0.5
"""Both parameters of the prior of a share."""
PERCENTILES = (2.5, 97.5)
Shares = NDArray[np.float64]


@dataclass(frozen=True)
class Outcomes:
    """Outcomes of `PATIENTS` patients: whole numbers that add up to `PATIENTS`.

    Melanomas above the operating point are found, those below it missed. Other lesions above it are needlessly excised,
    those below it rightly left.
    """

    found: int
    missed: int
    excised: int
    left: int


@dataclass(frozen=True)
class Consultation:
    """An operating point in a practice, with its counts on a scoring set.

    The threshold is a melanoma probability in the practice, the prevalence its share of melanomas, in [0, 1].
    """

    counts: AtThePoint
    threshold: float
    prevalence: float

    @classmethod
    def at(cls, counts: AtThePoint, threshold: Threshold) -> Consultation:
        """The consultation in the practice of the threshold."""
        return cls(counts, threshold.value, threshold.practice.melanoma)

    @property
    def outcomes(self) -> Outcomes | None:
        """Outcomes of `PATIENTS` patients; None if the set lacks the melanomas or the other lesions they need."""
        shares = _parts(self._sensitivity, self._specificity, self.prevalence)
        if any(math.isnan(share) for share in shares):
            return None
        return Outcomes(*whole_numbers(shares, PATIENTS))

    @property
    def ppv(self) -> Score:
        """Share of the excised lesions that are melanomas."""
        return self._score(lambda f, m, e, r: f / (f + e), Undefined.NONE_CALLED)

    @property
    def npv(self) -> Score:
        """Share of the lesions left in place that are not melanomas."""
        return self._score(lambda f, m, e, r: r / (m + r), Undefined.ALL_CALLED)

    @property
    def needed_to_excise(self) -> Score:
        """Excisions for each excised melanoma, at least 1: 1 / PPV."""
        return self._score(lambda f, m, e, r: (f + e) / f, Undefined.NONE_CALLED)

    @property
    def net_benefit(self) -> Score:
        """Melanomas found for each patient, less needless excisions weighted by the odds of the threshold.

        Vickers and Elkin 2006, doi:10.1177/0272989X06295361. A threshold of 5 % accepts 19 needless excisions for one
        melanoma. Excising nothing gives 0.
        """
        if not 0 <= self.threshold < 1:
            return no_score(Undefined.NO_THRESHOLD)
        odds = self.threshold / (1 - self.threshold)
        return self._score(lambda f, m, e, r: f - e * odds, Undefined.NO_IMAGES)

    @property
    def net_benefit_of_all(self) -> float:
        """Net benefit of excising every lesion; NaN at a threshold of 1."""
        if not 0 <= self.threshold < 1:
            return math.nan
        return self.prevalence - (1 - self.prevalence) * self.threshold / (1 - self.threshold)

    @property
    def _sensitivity(self) -> float:
        return _share(self.counts.melanomas_above, self.counts.melanomas, self.prevalence == 0)

    @property
    def _specificity(self) -> float:
        return _share(self.counts.others_below, self.counts.others, self.prevalence == 1)

    @cached_property
    def _draws(self) -> tuple[Shares, Shares]:
        """Draws of sensitivity and specificity from their posteriors under Jeffreys' prior, `(DRAWS,)` each."""
        counts, random = self.counts, np.random.default_rng(SEED)
        pairs = ((counts.melanomas_above, counts.melanomas), (counts.others_below, counts.others))
        sensitivity, specificity = (random.beta(a + JEFFREYS, n - a + JEFFREYS, DRAWS) for a, n in pairs)
        return sensitivity, specificity

    def _score(self, formula: Callable[..., Shares | float], reason: Undefined) -> Score:
        """Value of a formula of the four shares, with the percentiles of its draws, widened to contain the value."""
        parts = _parts(self._sensitivity, self._specificity, self.prevalence)
        if any(math.isnan(part) for part in parts):
            missing = math.isnan(self._sensitivity)
            return no_score(Undefined.NO_POSITIVE if missing else Undefined.NO_NEGATIVE)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = float(formula(*map(np.float64, parts)))
            drawn = np.asarray(formula(*_parts(*self._draws, self.prevalence)))
        if not math.isfinite(value):
            return no_score(reason)
        low, high = np.percentile(drawn[np.isfinite(drawn)], PERCENTILES)
        return Score(value, min(value, float(low)), max(value, float(high)))


def _share(hits: int, total: int, is_idle: bool) -> float:
    """A share; of no photos it is NaN, or 0 if no patient needs it."""
    if total:
        return hits / total
    return 0.0 if is_idle else math.nan


def _parts(sensitivity: float | Shares, specificity: float | Shares, prevalence: float) -> tuple[float | Shares, ...]:
    """Found, missed, needlessly excised, rightly left, as shares of all patients."""
    others = 1 - prevalence
    return prevalence * sensitivity, prevalence * (1 - sensitivity), others * (1 - specificity), others * specificity


def whole_numbers(shares: Sequence[float | Shares], total: int) -> tuple[int, ...]:
    """Shares that sum to 1 as whole numbers that sum to `total`, each off by less than 1 (largest remainders).

    >>> whole_numbers((0.0905, 0.0095, 0.2, 0.7), 1000)
    (91, 9, 200, 700)
    """
    exact = [float(share) * total for share in shares]
    numbers = [math.floor(value + 1e-9) for value in exact]
    order = sorted(range(len(exact)), key=lambda place: numbers[place] - exact[place])
    for place in order[: total - sum(numbers)]:
        numbers[place] += 1
    return tuple(numbers)

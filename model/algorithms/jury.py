"""One photo, all algorithms: their opinions, their agreement, the order of the jury and its mean heat map.

    catalogue -> jurors -> opinions (each at its own operating point) -> agreement, order, mean map

Nothing here runs a network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from model.algorithms import catalogue
from model.algorithms.contract import AlgorithmCard, Explanation, Prediction
from model.algorithms.drawing.overlay import common_heat
from model.algorithms.weights import MalignantPoint, UnknownPoint, WeightsSheet
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.doubt import doubt
from model.lesion.practice import Practice, Threshold, practice_named
from model.settings import ROOT


@dataclass(frozen=True, eq=False)
class Member:
    """A submission by its file name, with its card; None where it cannot be imported or has none."""

    slug: str
    card: AlgorithmCard | None = None

    @property
    def combines(self) -> bool:
        """True where it combines the answers of other submissions and so has no vote."""
        return self.card is not None and self.card.combines


AnyMember = TypeVar("AnyMember", bound=Member)


@dataclass(frozen=True)
class Juror(Member):
    """A submission in the list of the jury; `reason` is why it cannot be imported, empty where it can."""

    reason: str = ""


@dataclass(frozen=True)
class Opinion:
    """An algorithm's answer for a photo, beside its operating point.

    Attributes:
        slug: the algorithm.
        prediction: for equally frequent diagnoses.
        threshold: the algorithm's operating point, for the practice that the answer is stated for.
        malignant_point: its operating point for any malignant diagnosis; None where it has none.
        unknown_point: the doubt from which the lesion may be none of the seven; None where it has none.
    """

    slug: str
    prediction: Prediction
    threshold: Threshold
    malignant_point: MalignantPoint | None = None
    unknown_point: UnknownPoint | None = None

    @cached_property
    def stated(self) -> Prediction:
        """The prediction for the practice."""
        return self.prediction.in_practice(self.threshold.practice)

    @property
    def first(self) -> Diagnosis:
        """The most probable diagnosis in the practice."""
        return self.stated.first

    @property
    def melanoma(self) -> float:
        """Probability of melanoma in the practice, in [0, 1]."""
        return self.stated.of(Diagnosis.MEL)

    @property
    def suspicious(self) -> bool:
        """True at or above the operating point; the same in every practice."""
        return self.melanoma >= self.threshold.value

    @property
    def malignant(self) -> bool:
        """True at or above the point for any malignant diagnosis, in the one practice where that point holds."""
        point = self.malignant_point
        if point is None:
            return False
        return self.prediction.in_practice(practice_named(point.practice)).malignant >= point.threshold

    @property
    def other_cancer(self) -> bool:
        """True where it is not suspicious for melanoma and yet possibly malignant."""
        return self.malignant and not self.suspicious

    @property
    def unknown(self) -> bool:
        """True where the answer is so undecided that the lesion may be none of the seven; alike in every practice."""
        point = self.unknown_point
        return point is not None and float(doubt(self.prediction.probabilities[None])[0]) >= point.threshold


def opinion_of(sheet: WeightsSheet, prediction: Prediction, practice: Practice) -> Opinion:
    """The opinion of an algorithm, at its points, for a practice where the operating point can be stated for it."""
    return Opinion(sheet.slug, prediction, sheet.operating_point.shown_in(practice), sheet.malignant, sheet.unknown)


@dataclass(frozen=True)
class Agreement:
    """Agreement of a jury.

    Attributes:
        suspicious: slugs of those at or above their operating point, in the order of the opinions.
        calm: slugs of the others.
        first: the diagnosis that most find the most probable; of equals, the first in column order.
        first_count: number of algorithms that do.
        other_cancer: number of the calm that find another cancer possible.
    """

    suspicious: tuple[str, ...]
    calm: tuple[str, ...]
    first: Diagnosis
    first_count: int
    other_cancer: int = 0

    @property
    def voters(self) -> int:
        """Number of opinions."""
        return len(self.suspicious) + len(self.calm)

    @property
    def is_split(self) -> bool:
        """True where both sides are equally large."""
        return len(self.suspicious) == len(self.calm)

    @property
    def dissenters(self) -> tuple[str, ...]:
        """Slugs of the smaller side; empty where all agree or the jury is split."""
        return () if self.is_split else min(self.suspicious, self.calm, key=len)


def jurors() -> list[Juror]:
    """Return all submissions in alphabetical order; imports torch."""
    return [juror(slug) for slug in catalogue.slugs()]


def juror(slug: str) -> Juror:
    """Return one submission as the jury lists it.

    Raises:
        UnknownAlgorithm: no submission has that name.
    """
    submission = catalogue.find(slug)
    if isinstance(submission, catalogue.BrokenSubmission):
        return Juror(slug, None, submission.reason.replace(f"{ROOT}/", ""))  # paths of the server stay private
    card = getattr(submission, "card", None)
    if not isinstance(card, AlgorithmCard):
        return Juror(slug, None, "AttributeError: the class Algorithm has no card")
    return Juror(slug, card)


def agreement(opinions: Sequence[Opinion]) -> Agreement | None:
    """Return the agreement of some opinions; None without any."""
    if not opinions:
        return None
    firsts = Counter(opinion.first for opinion in opinions)
    first = max(DIAGNOSES, key=lambda diagnosis: firsts[diagnosis])  # of equals, max keeps the first
    suspicious = tuple(opinion.slug for opinion in opinions if opinion.suspicious)
    calm = tuple(opinion.slug for opinion in opinions if not opinion.suspicious)
    return Agreement(suspicious, calm, first, firsts[first], sum(opinion.other_cancer for opinion in opinions))


def mean_explanation(explanations: Sequence[Explanation]) -> Explanation | None:
    """Return the mean of heat maps on their common scale; None without any.

    Each map counts by its strength and a blank one as no heat, so the mean of many weak maps is weak. A value of 1
    means that every map has at least its typical peak there. The target is the one of most maps.
    """
    if not explanations:
        return None
    total = np.zeros_like(explanations[0].heat)
    for explanation in explanations:
        if not explanation.is_blank:
            total += common_heat(explanation)
    mean = total / np.float32(len(explanations))
    peak = float(mean.max())
    targets = Counter(explanation.target for explanation in explanations)
    target = max(DIAGNOSES, key=lambda diagnosis: targets[diagnosis])
    return Explanation(target, mean / np.float32(peak) if peak > 0 else mean, peak, typical_peak=1.0)


def quick_first(slugs: Iterable[str], seconds: Mapping[str, float]) -> list[str]:
    """Sort algorithms by their time; those without a measurement come last, in their own order."""
    return sorted(slugs, key=lambda slug: seconds.get(slug, float("inf")))


def in_order(members: Sequence[AnyMember], figures: Mapping[str, float] | None = None) -> list[AnyMember]:
    """Sort by figure, the highest first; equals and those without a figure by family and name, broken ones last."""
    by_family = sorted(members, key=_family_and_name)
    return sorted(by_family, key=lambda member: -(figures or {}).get(member.slug, float("-inf")))


def _family_and_name(member: Member) -> tuple[bool, bool, str, str]:
    return member.card is None, member.combines, member.card.family if member.card else "", member.slug

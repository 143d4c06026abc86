"""One photo, all algorithms: who is on the jury, who says what, who dissents, where they look on average.

    catalogue -> jurors -> opinions (verdict of each at its own operating point) -> agreement, order, mean map

Nothing here computes a prediction, so everything can be tried without a network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol, TypeVar

import numpy as np

from model.algorithms import catalogue
from model.algorithms.contract import AlgorithmCard, Explanation, Prediction
from model.algorithms.drawing.overlay import common_heat
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.practice import Threshold
from model.settings import ROOT

Sort = Literal["family", "verdict", "record"]
SORTS: tuple[Sort, ...] = ("family", "verdict", "record")


@dataclass(frozen=True)
class Juror:
    """A submission as the jury lists it.

    Attributes:
        slug: file name of the submission.
        card: who it is; None where it cannot be imported or has none.
        reason: why it cannot be had, in the words of the error; empty where it can.
    """

    slug: str
    card: AlgorithmCard | None
    reason: str = ""

    @property
    def combines(self) -> bool:
        """It answers from the answers of other submissions, so it has no vote."""
        return self.card is not None and self.card.combines


@dataclass(frozen=True)
class Opinion:
    """What one algorithm says of a photo.

    Attributes:
        slug: the algorithm.
        prediction: its answer, for equally frequent diagnoses.
        threshold: its own operating point, for the practice that the answer is stated for.
    """

    slug: str
    prediction: Prediction
    threshold: Threshold

    @cached_property
    def stated(self) -> Prediction:
        """Its answer for the practice."""
        return self.prediction.in_practice(self.threshold.practice)

    @property
    def choice(self) -> Diagnosis:
        """Which of the seven it chooses, as if all were equally frequent."""
        return self.prediction.first

    @property
    def melanoma(self) -> float:
        """Probability of melanoma in the practice, in [0, 1]."""
        return self.stated.of(Diagnosis.MEL)

    @property
    def suspicious(self) -> bool:
        """At or above its own operating point; the same in every practice."""
        return self.melanoma >= self.threshold.value


@dataclass(frozen=True)
class Agreement:
    """How far a jury agrees.

    Attributes:
        suspicious: slugs of those at or above their operating point, in the order in which they were given.
        calm: slugs of the others.
        first: the diagnosis that most choose of the seven; of equals, the first in column order.
        first_count: how many choose it.
    """

    suspicious: tuple[str, ...]
    calm: tuple[str, ...]
    first: Diagnosis
    first_count: int

    @property
    def voters(self) -> int:
        """How many have answered."""
        return len(self.suspicious) + len(self.calm)

    @property
    def is_split(self) -> bool:
        """As many on one side as on the other."""
        return len(self.suspicious) == len(self.calm)

    @property
    def dissenters(self) -> tuple[str, ...]:
        """Slugs of the smaller side; nobody where all agree or the jury is split evenly."""
        return () if self.is_split else min(self.suspicious, self.calm, key=len)


def jurors() -> list[Juror]:
    """All submissions in alphabetical order, those that cannot be imported with their reason; imports torch."""
    return [juror(slug) for slug in catalogue.slugs()]


def juror(slug: str) -> Juror:
    """One submission as the jury lists it.

    Raises:
        UnknownAlgorithm: no submission has that name.
    """
    found = catalogue.find(slug)
    if isinstance(found, catalogue.BrokenSubmission):
        return Juror(slug, None, found.reason.replace(f"{ROOT}/", ""))  # where it lies is nobody's business
    card = getattr(found, "card", None)
    if not isinstance(card, AlgorithmCard):
        return Juror(slug, None, "AttributeError: the class Algorithm has no card")
    return Juror(slug, card)


def agreement(opinions: Sequence[Opinion]) -> Agreement | None:
    """How far these opinions agree; None without any."""
    if not opinions:
        return None
    firsts = Counter(opinion.choice for opinion in opinions)
    first = max(DIAGNOSES, key=lambda diagnosis: firsts[diagnosis])  # of equals, max keeps the first
    return Agreement(
        tuple(opinion.slug for opinion in opinions if opinion.suspicious),
        tuple(opinion.slug for opinion in opinions if not opinion.suspicious),
        first,
        firsts[first],
    )


def mean_explanation(explanations: Sequence[Explanation]) -> Explanation | None:
    """Where a jury looks on average: the mean of all heats on their common scale; None without any.

    Each heat counts by its strength, and a blank one counts as a photo without heat: so the mean of many weak maps is
    weak. A value of 1 means that every map has at least its typical peak there. The target is the diagnosis that most
    of the maps explain.
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
    """The quick ones before the slow ones; those whose time nobody measured come last, in their own order."""
    return sorted(slugs, key=lambda slug: seconds.get(slug, float("inf")))


class Listed(Protocol):
    """A submission in a list: `Juror`, or whatever else names a submission and its card."""

    @property
    def slug(self) -> str:
        """File name of the submission."""

    @property
    def card(self) -> AlgorithmCard | None:
        """Its card; None where it cannot be imported."""

    @property
    def combines(self) -> bool:
        """Whether it combines the answers of others."""


Member = TypeVar("Member", bound=Listed)


def in_order(
    members: Sequence[Member], sort: Sort, melanoma: Mapping[str, float], record: Mapping[str, float]
) -> list[Member]:
    """The jury in the order in which it is shown; what has no figure comes last, equals by family and name.

    Args:
        members: the jury.
        sort: by `family`; by `verdict`, the most probable melanoma first; by `record`, the best score first.
        melanoma: melanoma probability of those that have answered, by slug.
        record: score of those that have been scored, higher is better, by slug.
    """
    by_family = sorted(members, key=_family_and_name)
    if sort == "family":
        return by_family
    figures = melanoma if sort == "verdict" else record
    return sorted(by_family, key=lambda one: -figures.get(one.slug, float("-inf")))


def _family_and_name(one: Listed) -> tuple[bool, bool, str, str]:
    return one.card is None, one.combines, one.card.family if one.card else "", one.slug

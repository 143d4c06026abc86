"""The facts of a case report before they are put into words: a photo, the answers, and what was measured of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.algorithms.contract import Explanation, Prediction
from model.algorithms.jury import Agreement, Opinion, agreement
from model.algorithms.weights import WeightsSheet
from model.evaluation.operating_point import AtThePoint
from model.lesion.image import LesionImage
from model.lesion.practice import Practice
from model.trust.coverage import Coverage
from model.trust.focus import LesionOutline
from model.trust.stability import Stability

MOST_MAPS = 5
"""The most heat maps that fit side by side at a readable size."""


@dataclass(frozen=True, eq=False)
class Voice:
    """One algorithm and its answer.

    Attributes:
        slug: the algorithm.
        sheet: the sheet of its weights; None without one.
        prediction: its answer, for equally frequent diagnoses; None without one.
        failure: a sentence with the reason why there is no answer; empty where there is one.
        combines: the answer is combined from those of others, and has no vote.
    """

    slug: str
    sheet: WeightsSheet | None = None
    prediction: Prediction | None = None
    failure: str = ""
    combines: bool = False

    def opinion(self, practice: Practice) -> Opinion | None:
        """The answer beside its operating point, converted to a practice where possible; None without an answer."""
        if self.prediction is None or self.sheet is None:
            return None
        return Opinion(self.slug, self.prediction, self.sheet.operating_point.shown_in(practice))


@dataclass(frozen=True, eq=False)
class Detail:
    """The algorithm that is reported in detail.

    Attributes:
        slug: the algorithm.
        unseen: results of its operating point on a scoring set; None where unknown.
        away: measured coverage of its largest prediction set in other clinics; None where unknown.
        stable: its answers to changed copies of the photo; None where they were not computed.
    """

    slug: str
    unseen: AtThePoint | None = None
    away: Coverage | None = None
    stable: Stability | None = None


@dataclass(frozen=True, eq=False)
class CaseFacts:
    """Everything that a case report states.

    Attributes:
        image: the photo.
        source: origin of the photo in words, without a file name.
        caution: a warning to read before the figures; empty for a good photo.
        practice: the practice whose frequencies the figures assume, where operating points can be converted.
        voices: every algorithm, in the order of the table.
        detail: the one that is reported in detail.
        maps: slugs and heat maps to show, at most `MOST_MAPS`.
        outline: outline of the lesion; None where the network that draws it is missing.
        versions: names and versions of this project and of the packages that an answer depends on.
        commit: commit of this project; empty where unknown.
        date: ISO 8601.
    """

    image: LesionImage
    source: str
    caution: str
    practice: Practice
    voices: tuple[Voice, ...]
    detail: Detail
    maps: tuple[tuple[str, Explanation], ...]
    outline: LesionOutline | None
    versions: tuple[tuple[str, str], ...]
    commit: str
    date: str

    @property
    def opinions(self) -> Sequence[Opinion]:
        """The opinions that have a vote."""
        return [opinion for voice in self.voices if not voice.combines and (opinion := voice.opinion(self.practice))]

    @property
    def jury(self) -> Agreement | None:
        """Agreement among the votes; None for fewer than two."""
        return agreement(self.opinions) if len(self.opinions) > 1 else None

    @property
    def detailed(self) -> Voice | None:
        """The algorithm that is reported in detail; None where it gives no answer."""
        return next((voice for voice in self.voices if voice.slug == self.detail.slug and voice.prediction), None)

"""What a case report is made of: a photo, the answers to it, and what is known of photo and answers. No words yet."""

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
from model.trust.focus import Outline
from model.trust.stability import Stability

MOST_MAPS = 5
"""More do not fit beside each other on the page at a size that tells something."""


@dataclass(frozen=True, eq=False)
class Voice:
    """One algorithm and its answer.

    Attributes:
        slug: the algorithm.
        sheet: of its weights; None where it has none.
        prediction: its answer, for equally frequent diagnoses; None where it gives none.
        failure: why it gives none, as a sentence; empty where it answers.
        combines: it answers from the answers of others and has no vote.
    """

    slug: str
    sheet: WeightsSheet | None = None
    prediction: Prediction | None = None
    failure: str = ""
    combines: bool = False

    def opinion(self, practice: Practice) -> Opinion | None:
        """Its answer beside its operating point, stated for a practice where that can be."""
        if self.prediction is None or self.sheet is None:
            return None
        return Opinion(self.slug, self.prediction, self.sheet.operating_point.shown_in(practice))


@dataclass(frozen=True, eq=False)
class Detail:
    """The algorithm that is reported in detail, and what is known of its answer.

    Attributes:
        slug: the algorithm.
        unseen: what its operating point did on photos never seen; None where that is not known.
        away: what its largest promise came to in other clinics; None where that is not known.
        stable: what it said when it looked again; None where nobody asked.
    """

    slug: str
    unseen: AtThePoint | None = None
    away: Coverage | None = None
    stable: Stability | None = None


@dataclass(frozen=True, eq=False)
class CaseFacts:
    """Everything that a case report says, before it is said.

    Attributes:
        image: the photo.
        source: where it came from, in words; no name of a file.
        caution: what has to be read before the figures; empty for a good photo.
        practice: whose frequencies the figures speak of, where the operating points do.
        voices: every algorithm, in the order in which they are listed.
        detail: one of them.
        maps: the heat maps that are shown, each with its algorithm; at most `MOST_MAPS` of them.
        outline: of the lesion; None where nobody could draw it.
        versions: name and version of this project and of what an answer depends on.
        commit: of this project; empty where it is not known.
        date: ISO 8601.
    """

    image: LesionImage
    source: str
    caution: str
    practice: Practice
    voices: tuple[Voice, ...]
    detail: Detail
    maps: tuple[tuple[str, Explanation], ...]
    outline: Outline | None
    versions: tuple[tuple[str, str], ...]
    commit: str
    date: str

    @property
    def opinions(self) -> Sequence[Opinion]:
        """What those say who have a vote."""
        return [found for one in self.voices if not one.combines and (found := one.opinion(self.practice))]

    @property
    def jury(self) -> Agreement | None:
        """How far they agree; None before there are two."""
        return agreement(self.opinions) if len(self.opinions) > 1 else None

    @property
    def detailed(self) -> Voice | None:
        """The algorithm that is reported in detail; None where it gives no answer."""
        return next((one for one in self.voices if one.slug == self.detail.slug and one.prediction), None)

"""All findings about one photo as one value. A part is there, to come, or failed with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from model.algorithms.contract import Examination, Explanation, Prediction
from model.algorithms.jury import Agreement, Member, Opinion, agreement, opinion_of
from model.algorithms.weights import WeightsSheet
from model.errors import AlgorithmError
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import Practice, default_practice
from model.reading.admission import AWAITED, Admission
from model.reading.runner import Timed
from model.trust.focus import LesionOutline

if TYPE_CHECKING:
    from model.trust.criteria import CriterionFinding
    from model.trust.faithfulness import MapCheck
    from model.trust.remarks import Remark
    from model.trust.stability import Stability


@dataclass(frozen=True, eq=False)
class Answer(Member):
    """A submission and its answer so far.

    Attributes:
        sheet: of its weights; None where they cannot be read.
        prediction: for equally frequent diagnoses; None while it is to come or where it failed.
        failure: why there is no prediction.
        examination: prediction and heat map; None while it is to come or where it failed.
        map_failure: why there is no heat map.
        share: share of a slow heat map that is computed, 0 to 1; None where none runs.
    """

    sheet: WeightsSheet | None = None
    prediction: Timed[Prediction] | None = None
    failure: AlgorithmError | None = None
    examination: Timed[Examination] | None = None
    map_failure: AlgorithmError | None = None
    share: float | None = None

    @property
    def awaits_answer(self) -> bool:
        """True while the prediction is to come."""
        return self.prediction is None and self.failure is None

    @property
    def awaits_map(self) -> bool:
        """True while there is a prediction and the heat map is to come."""
        return self.prediction is not None and self.examination is None and self.map_failure is None

    @property
    def explanation(self) -> Explanation | None:
        """The heat map, once it is there."""
        return self.examination.value.explanation if self.examination else None

    def target(self, wanted: Diagnosis | Practice) -> Diagnosis | None:
        """Return the diagnosis whose heat map is wanted: a given one, or the most probable one in a practice.

        The most probable one is None before there is a prediction.
        """
        if isinstance(wanted, Diagnosis):
            return wanted
        opinion = self.opinion(wanted)
        return opinion.first if opinion else None

    def opinion(self, practice: Practice) -> Opinion | None:
        """The prediction beside the operating point, for a practice where the operating point can be stated for it."""
        if self.prediction is None or self.sheet is None:
            return None
        return opinion_of(self.sheet, self.prediction.value, practice)


@dataclass(frozen=True, eq=False)
class Findings:
    """All findings about one photo so far.

    Attributes:
        image: the photo.
        practice: the frequencies that probabilities are stated for.
        admission: the decision of the gate.
        answers: of every algorithm that is asked, in the order of the catalogue.
        source: where the photo came from, in words of the page's language; no name of a file.
        chosen: slug of the algorithm that is shown in detail; empty on pages that show all alike.
        outline: of the lesion; None while it is to come or where it cannot be drawn.
        outlined: the outline was computed or failed.
        remarks: about the photo; None while they are to come.
        criteria: dermoscopic criteria, seen or not, from the gate's pass. None before it, where the gate was not asked,
            and where the probes belong to other weights; empty for a photo that the gate holds back.
        stability: answers to altered copies; None where they were not asked for or are to come.
        check: of the heat map; None where it was not asked for or is to come.
    """

    image: LesionImage
    practice: Practice = field(default_factory=default_practice)
    admission: Admission = AWAITED
    answers: tuple[Answer, ...] = ()
    chosen: str = ""
    source: str = ""
    outline: LesionOutline | None = None
    outlined: bool = False
    remarks: tuple[Remark, ...] | None = None
    criteria: tuple[CriterionFinding, ...] | None = None
    stability: Stability | None = None
    check: MapCheck | None = None

    def answer_of(self, slug: str) -> Answer:
        """Return the answer of an algorithm.

        Raises:
            KeyError: it was not asked.
        """
        return {answer.slug: answer for answer in self.answers}[slug]

    @cached_property
    def answer(self) -> Answer:
        """The answer that is shown in detail."""
        return self.answer_of(self.chosen)

    @cached_property
    def voters(self) -> tuple[Answer, ...]:
        """Answers of the algorithms that have a vote."""
        return tuple(answer for answer in self.answers if not answer.combines)

    @cached_property
    def combined(self) -> tuple[Answer, ...]:
        """Answers that are combined from those of others."""
        return tuple(answer for answer in self.answers if answer.combines)

    @property
    def learned_from(self) -> int:
        """Photos that the answer in detail was learned from; of a combined answer, those of its largest member."""
        answers = self.voters if self.answer.combines else [self.answer]
        return max((answer.sheet.fit_images for answer in answers if answer.sheet), default=0)

    @cached_property
    def opinions(self) -> Sequence[Opinion]:
        """The opinions of the voters that have answered."""
        return [opinion for answer in self.voters if (opinion := answer.opinion(self.practice))]

    @property
    def agreement(self) -> Agreement | None:
        """Agreement of the voters; None before the first answer."""
        return agreement(self.opinions)

    @property
    def jury(self) -> Agreement | None:
        """Agreement of the voters; None before the second answer."""
        return self.agreement if len(self.opinions) > 1 else None

    def with_answer(self, changed: Answer) -> Findings:
        """Return a copy in which one answer is replaced."""
        answers = tuple(changed if answer.slug == changed.slug else answer for answer in self.answers)
        return replace(self, answers=answers)

"""The jury at its table: each algorithm with what it has said of the photo so far, or why it says nothing."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from model.algorithms.contract import Examination, Prediction
from model.algorithms.jury import Juror, Opinion
from model.algorithms.weights import WeightsSheet, read_sheet
from model.errors import AlgorithmError
from model.lesion.image import LesionImage
from model.lesion.practice import Practice, Threshold, default_practice
from model.settings import ROOT, settings
from model.text import Texts
from model.trust.focus import Outline
from pages.components.examine.outlines import known_outline
from pages.components.session.examinations import Timed, known_examination, known_prediction
from pages.components.shell.failures import sentence

LOGGER = logging.getLogger(__name__)


@dataclass
class Seat:
    """One algorithm at the table, and what it has said so far.

    Attributes:
        juror: who sits there.
        sheet: of its weights; None where it has no answer to give.
        failure: why it gives no answer, as a sentence; empty where it may.
        prediction: its answer, once it is there.
        examination: its map, once it is there.
        map_failure: why there is no map, as a sentence.
        progress: how much of a slow map is done, 0 to 1; None where nothing is under way.
        outline: of the lesion on the photo, once it is drawn.
        practice: what its answer is stated for, where its operating point can be.
    """

    juror: Juror
    sheet: WeightsSheet | None = None
    failure: str = ""
    prediction: Timed[Prediction] | None = None
    examination: Timed[Examination] | None = None
    map_failure: str = ""
    progress: float | None = None
    outline: Outline | None = None
    practice: Practice = field(default_factory=default_practice)

    @property
    def threshold(self) -> Threshold | None:
        """Its own operating point, for the practice that its answer is stated for."""
        return self.sheet.operating_point.shown_in(self.practice) if self.sheet else None

    @property
    def opinion(self) -> Opinion | None:
        """Its answer beside its own operating point."""
        if self.prediction is None or self.threshold is None:
            return None
        return Opinion(self.juror.slug, self.prediction.answer, self.threshold)

    @property
    def awaits_answer(self) -> bool:
        """It may answer and has not yet."""
        return self.prediction is None and not self.failure

    @property
    def awaits_map(self) -> bool:
        """It has answered, and may still show where it looks."""
        return self.prediction is not None and self.examination is None and not self.map_failure

    def failed(self, t: Texts, error: Exception) -> str:
        """The sentence for an error of this algorithm: its code may be foreign, whatever it does the others go on."""
        if isinstance(error, AlgorithmError):
            return sentence(t, error)
        LOGGER.error("algorithm %s failed", self.juror.slug, exc_info=error)
        return t("jury.failed", reason=f"{type(error).__name__}: {error}".replace(f"{ROOT}/", ""))


def seated(t: Texts, image: LesionImage, members: Sequence[Juror], practice: Practice) -> list[Seat]:
    """The jury at its table, with what this session already knows of the photo."""
    return [_seat(t, image, member, practice) for member in members]


def _seat(t: Texts, image: LesionImage, member: Juror, practice: Practice) -> Seat:
    seat = Seat(member, practice=practice, outline=known_outline(image))
    if member.card is None:
        seat.failure = t("jury.broken", reason=member.reason)
        return seat
    try:
        seat.sheet = read_sheet(settings().weights, member.slug)
    except AlgorithmError as error:
        seat.failure = sentence(t, error)
        return seat
    seat.prediction = known_prediction(image, seat.sheet.sha256)
    seat.examination = known_examination(image, seat.sheet.sha256, None)
    return seat

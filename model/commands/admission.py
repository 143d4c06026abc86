"""Whether a command may answer for a photo: the gate is asked first, in the pass of the answer where it can be."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from model.errors import AlgorithmError, NoLesionSeen
from model.settings import settings
from model.trust.gate import EYE, Gate, Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from model.algorithms.contract import Algorithm, Examination
    from model.algorithms.submissions.resnet18 import Algorithm as Eye
    from model.lesion.diagnosis import Diagnosis
    from model.lesion.image import LesionImage
    from model.text import Texts

UNCHECKED = Verdict(None)


def add_anyway(parser: argparse.ArgumentParser) -> None:
    """The option to insist."""
    parser.add_argument(
        "--anyway", action="store_true", help="answer also where no lesion is recognised; the answer is then marked"
    )


class Admission:
    """The gate with its eye; where one of them cannot be had, every photo goes unchecked, and is marked as such.

    Args:
        answering: an algorithm that is loaded already; it serves as the eye where it is the one.
    """

    def __init__(self, answering: Algorithm | None = None) -> None:
        self.eye: Eye | None = None
        self.gate: Gate | None = None
        if not settings().gate:
            return
        from model.algorithms import catalogue
        from model.algorithms.submissions.resnet18 import Algorithm as Eye

        try:
            found = answering if isinstance(answering, Eye) else catalogue.load(EYE, settings().weights)
            if isinstance(found, Eye):
                self.gate, self.eye = Gate.load(found.sheet.sha256), found
        except AlgorithmError:
            return

    def look(self, images: Sequence[LesionImage]) -> tuple[list[Verdict], NDArray[np.float32] | None]:
        """A verdict on each of at least one photo, and what the eye answers in the same pass, `(n, 7)`."""
        if self.gate is None or self.eye is None:
            return [UNCHECKED] * len(images), None
        rows, impressions = self.eye.answers_and_impressions(images)
        return self.gate.judge_all(impressions), rows

    def examine(
        self, algorithm: Algorithm, image: LesionImage, target: Diagnosis | None, *, anyway: bool
    ) -> tuple[Examination, Verdict]:
        """What the algorithm says of one photo and what the gate says of it; one pass where the eye itself answers.

        Raises:
            NoLesionSeen: the gate refuses it, and nobody insists.
        """
        own = algorithm is self.eye
        verdict = UNCHECKED if own else self.look([image])[0][0]
        if not own:
            refuse(verdict, anyway=anyway)
        examination = algorithm.examine(image, target)
        if own and self.gate is not None and examination.impression is not None:
            verdict = self.gate.judge(examination.impression)
            refuse(verdict, anyway=anyway)
        return examination, verdict

    def caution(self, verdict: Verdict, t: Texts) -> str:
        """What has to be said beside an answer; empty for a good photo, and where the gate is switched off."""
        if verdict.refuses:
            return t("gate.shown_anyway")
        return t("gate.unchecked") if verdict.distance is None and settings().gate else ""


def refuse(verdict: Verdict, *, anyway: bool) -> None:
    """Nothing for a photo that may be answered for.

    Raises:
        NoLesionSeen: it may not.
    """
    if verdict.refuses and not anyway:
        raise no_lesion(verdict)


def no_lesion(verdict: Verdict) -> NoLesionSeen:
    """The error that says why a photo gets no answer."""
    return NoLesionSeen(times=min(99.0, round(verdict.distance or 0.0, 1)))

"""The only decision of the gate: a photo is refused, admitted, unchecked, or answered at the user's request.

A photo is refused where no lesion is recognised, where it looks wrongly decoded, and where it looks as if taken without
a dermatoscope.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from model.algorithms.catalogue import COMMITTEE
from model.errors import AlgorithmError, DecodedWrongly, NoDermatoscope, NoLesionSeen, PhotoHeldBack
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.reading.examinations import examination_of, validated
from model.reading.runner import Runner, Watch, unwatched
from model.settings import settings
from model.trust.close_up import melanoma_auc
from model.trust.gate import EYE, Reason, Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from model.algorithms.submissions.resnet18 import Algorithm as Eye

LOGGER = logging.getLogger(__name__)
FARTHEST = 99.0
"""Largest distance that is stated."""


@dataclass(frozen=True)
class Admission:
    """Decision about one photo.

    Attributes:
        state: `awaited` before the gate was asked; `admitted`, also where the gate is switched off; `unchecked` where
            the gate could not be asked; `refused`; `insisted` where a refused photo is answered at the user's request.
        distance: from the training photos, at least 0; 1 is the limit. None where it was not measured.
        reason: why the photo is refused or insisted upon: no lesion (`gate`), `garbled`, or `close_up`.
    """

    state: Literal["awaited", "admitted", "unchecked", "refused", "insisted"]
    distance: float | None = None
    reason: Reason = "gate"

    @property
    def refused(self) -> bool:
        """True where the photo gets no answer."""
        return self.state == "refused"

    @property
    def times(self) -> float:
        """The distance as it is stated: in units of the limit, one decimal, at most 99."""
        return min(FARTHEST, round(self.distance or 1.0, 1))

    @property
    def error(self) -> PhotoHeldBack:
        """Reason why a refused photo gets no answer."""
        if self.reason == "gate":
            return NoLesionSeen(times=self.times)
        if self.reason == "garbled":
            return DecodedWrongly()
        of = melanoma_auc(COMMITTEE)
        return NoDermatoscope(photos=of.n, auc=of.value, low=of.low or 0.0, high=of.high or 1.0)


AWAITED, ADMITTED, UNCHECKED = Admission("awaited"), Admission("admitted"), Verdict(None)


def decided(verdict: Verdict | None, *, anyway: bool) -> Admission:
    """Decide by the gate's verdict, None before the gate is asked; `anyway` where the user insists on an answer."""
    if not settings().gate:
        return ADMITTED
    if verdict is None:
        return AWAITED
    if verdict.distance is None:
        return Admission("unchecked")
    if verdict.reason is None:
        return Admission("admitted", verdict.distance)
    return Admission("insisted" if anyway else "refused", verdict.distance, verdict.reason)


def known_admission(runner: Runner, image: LesionImage, *, anyway: bool = False) -> Admission:
    """Decide by the kept verdict alone."""
    return decided(runner.recall(("verdict", image.sha256)), anyway=anyway)


def admitted(
    runner: Runner,
    image: LesionImage,
    *,
    anyway: bool = False,
    target: Diagnosis = Diagnosis.MEL,
    watch: Watch = unwatched,
) -> Admission:
    """Ask the gate about a photo and decide.

    The gate judges what its eye, one of the algorithms, sees. The eye's answer and its heat map for `target` come in
    the same pass and are kept.
    """
    known = known_admission(runner, image, anyway=anyway)
    if known is not AWAITED:
        return known
    verdict = _verdict(runner, image, target, watch)
    runner.keep(("verdict", image.sha256), verdict)
    return decided(verdict, anyway=anyway)


def _verdict(runner: Runner, image: LesionImage, target: Diagnosis, watch: Watch) -> Verdict:
    try:
        gate, eye = runner.gate(), runner.algorithm(EYE)
        impression = examination_of(runner, eye, image, target, watch).value.impression
    except AlgorithmError:
        return UNCHECKED
    except ValueError:  # not seven probabilities: an eye that fails cannot check
        LOGGER.exception("the eye of the gate failed")
        return UNCHECKED
    return UNCHECKED if impression is None else gate.judge(impression)


def all_admitted(
    runner: Runner, images: Sequence[LesionImage], *, anyway: bool
) -> tuple[list[Admission], dict[str, NDArray[np.float32]]]:
    """Ask the gate about one or more photos at once.

    Returns:
        The decision about each photo, and the eye's rows `(n, 7)` by its slug; none where the gate was not asked.
    """
    if not settings().gate:
        return [ADMITTED] * len(images), {}
    try:
        gate, eye = runner.gate(), cast("Eye", runner.algorithm(EYE))
        rows, impressions = eye.answers_and_impressions(images)
        answers = {EYE: validated(rows, len(images))}
    except (AlgorithmError, ValueError):
        return [decided(UNCHECKED, anyway=anyway)] * len(images), {}
    return [decided(verdict, anyway=anyway) for verdict in gate.judge_all(impressions)], answers

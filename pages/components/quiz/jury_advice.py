"""Compute the jury's advice on a sample or a presenter's case in the work queue, ahead of time where possible.

Cases are files of this computer and not uploads, so the advice on a case is cached for all visitors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from model.errors import DecodedWrongly, NoDermatoscope, NoLesionSeen, PhotoHeldBack
from model.lesion.gallery import Case
from model.lesion.practice import default_practice
from model.stage.advice import Advice, advise
from model.stage.opening import COMBINES
from model.text import Texts
from model.work_queue import Job, Report
from pages.components.cache import loaded_algorithms, shared_state
from pages.components.session.ahead import Piece, done_ahead
from pages.components.session.work import Watch, done_in_turn, unwatched, waiting_html

Wanted = tuple[Case, bool]
"""A case, and whether the advice on it is misleading."""
NO_ADVICE: dict[type[PhotoHeldBack], str] = {
    NoLesionSeen: "quiz.no_lesion",
    DecodedWrongly: "quiz.decoded_wrongly",
    NoDermatoscope: "quiz.no_dermatoscope",
}
"""The text for each reason why a photo is held back."""


def known_advice(wanted: Wanted) -> Advice | None:
    """The cached advice on a case; None if it has not been computed yet."""
    return shared_state.advice().recall(_key(wanted))


def advice_on(wanted: Wanted, standing: Watch = unwatched) -> Advice:
    """The advice on a case, from the cache or computed in the work queue.

    Raises:
        PhotoHeldBack: the gate refuses the photo.
        AlgorithmError: the committee or the gate cannot be loaded.
        LesionImageError: the file can no longer be read.
    """
    advice: Advice | None = known_advice(wanted)
    if advice is None:
        piece = _piece(wanted)
        advice = cast(Advice, done_in_turn(piece.key, piece.work, standing))
    return advice


def think_ahead(wanted: Sequence[Wanted]) -> None:
    """Compute the advice on these cases while the visitor thinks; without cases, load the algorithms."""
    ready = Piece(("the jury is ready",), lambda _: loaded_algorithms.algorithm(COMBINES), lambda: False)
    done_ahead([_piece(case) for case in wanted] or [ready])


def jury_thinks(t: Texts, job: Job) -> str:
    """The state of the work: place in the queue, or share that is done."""
    return waiting_html(t, job, t("quiz.jury_thinks", share=t.percent(job.share or 0.0)))


def no_advice(t: Texts, error: PhotoHeldBack) -> str:
    """Why there is no advice on a photo that the gate holds back."""
    return t(NO_ADVICE[type(error)])


def _key(wanted: Wanted) -> tuple[object, ...]:
    case, misled = wanted
    return (case.path, case.path.stat().st_mtime_ns if case.path.exists() else 0, case.diagnosis if misled else None)


def _piece(wanted: Wanted) -> Piece:
    case, misled = wanted
    kept, key = shared_state.advice(), _key(wanted)

    def work(report: Report) -> Advice:
        truth = case.diagnosis if misled else None
        advice = advise(loaded_algorithms.algorithm, case.image(), default_practice(), truth, report)
        kept.keep(key, advice)
        return advice

    return Piece(("advice", *key), work, lambda: kept.recall(key) is not None)

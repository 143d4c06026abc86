"""Whether a photo shows a lesion at all: asked before any answer is shown, and what a page says where it does not.

The gate judges what the default algorithm saw of the photo; its examination is kept, so that where it also answers,
nothing is computed twice. Insisting belongs to the photo: whoever chooses another one starts anew.
"""

from __future__ import annotations

from contextlib import suppress
from html import escape

import streamlit as st

from model.errors import AlgorithmError
from model.lesion.image import LesionImage
from model.settings import settings
from model.text import Texts
from model.trust.characteristic import read
from model.trust.gate import EYE, Verdict
from pages.components.cache import loaded_algorithms
from pages.components.examine.explanation_view import show_photo
from pages.components.session.examinations import examination_of, memory
from pages.components.session.lesion_input import ChosenPhoto, state
from pages.components.session.work import Watch, unwatched
from pages.components.shell.failures import guarded_callback


def ready_to_ask() -> None:
    """Load what the gate needs before there is a photo, so that the first answer is quick."""
    if settings().gate:
        with suppress(AlgorithmError):  # said beside the answer
            loaded_algorithms.gate()


def known_verdict(image: LesionImage) -> Verdict | None:
    """What the gate has said of this photo in this session; None where it has not been asked."""
    return memory().verdicts.recall(image.sha256)


def is_asked(image: LesionImage) -> bool:
    """Nothing is to be asked about this photo any more."""
    return not settings().gate or known_verdict(image) is not None


def is_refused(image: LesionImage) -> bool:
    """The gate has refused the photo, and nobody insists."""
    verdict = known_verdict(image)
    return verdict is not None and verdict.refuses and not state().insisted


def ask_the_gate(image: LesionImage, standing: Watch = unwatched) -> None:
    """Ask about a new photo, in turn; where the gate refuses it, the page begins again, without an answer."""
    if is_asked(image):
        return
    memory().verdicts.keep(image.sha256, _verdict(image, standing))
    if is_refused(image):
        st.rerun()


def _verdict(image: LesionImage, standing: Watch) -> Verdict:
    try:
        gate, eye = loaded_algorithms.gate(), loaded_algorithms.algorithm(EYE)
    except AlgorithmError:
        return Verdict(None)
    impression = examination_of(eye, image, None, standing).answer.impression
    return Verdict(None) if impression is None else gate.judge(impression)


def caution(t: Texts, image: LesionImage) -> str:
    """What is to be said beside every answer for this photo: shown anyway, or not checked; empty for a good one."""
    verdict = known_verdict(image)
    if verdict is None:
        return ""
    if verdict.distance is None:
        return t("gate.unchecked")
    return t("gate.shown_anyway") if verdict.refuses else ""


def show_caution(t: Texts, image: LesionImage) -> None:
    """The caution where the eye is; nothing for a good photo."""
    words = caution(t, image)
    if words:
        st.html(f'<div class="refusal of-gate" role="note"><p>{escape(words)}</p></div>')


def show_refused(t: Texts, photo: ChosenPhoto) -> None:
    """The photo, why there is no diagnosis, what to do, and the way to insist."""
    with st.container(key="refused"):
        with st.container(key="refused-photo"):
            show_photo(t, photo.image, photo.source(t))
        with st.container(key="refused-words", gap="small"):
            verdict = known_verdict(photo.image)
            times = t.number(min(99.0, (verdict and verdict.distance) or 1.0), 1)
            title, why = escape(t("gate.title")), escape(t("gate.why", times=times))
            st.html(f'<div role="alert"><h2>{title}</h2><p>{why}</p></div>')
            st.html(f"<p>{escape(t('gate.what_to_do'))}</p>")
            st.button(t("gate.insist"), key="insist", on_click=guarded_callback(_insist))
            small = " ".join([t("gate.insist_note"), *_how_often(t)])
            st.html(f'<p class="small">{escape(small)}</p>')


def _how_often(t: Texts) -> list[str]:
    """How often the gate is wrong about lesion photos of other clinics, as measured."""
    found = [row for row in read("gate") if (row.measure, row.of) == ("refused", "elsewhere")]
    return [
        t(
            "gate.how_often",
            share=t.percent(row.value, 1),
            interval=t.interval(row.low, row.high, 1),
            photos=row.n,
        )
        for row in found
        if row.low is not None and row.high is not None
    ]


def _insist() -> None:
    state().insisted = True

"""The gate's decision on a page: why a photo gets no answer and how to insist, or what to read beside an answer."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.reading.admission import Admission
from model.reading.findings import Findings
from model.reading.words import caution, held_back
from model.text import Texts
from model.trust.characteristic import read
from pages.components.examine.explanation_view import show_photo
from pages.components.session.photos import state
from pages.components.shell.failures import guarded_callback


def show_caution(t: Texts, admission: Admission) -> None:
    """Draw the caution above an answer; nothing for a good photo."""
    if html := caution_html(t, admission):
        st.html(html)


def caution_html(t: Texts, admission: Admission) -> str:
    """Return the caution above an answer; empty for a good photo."""
    words = caution(t, admission)
    return f'<div class="refusal of-gate" role="note"><p>{escape(words)}</p></div>' if words else ""


def show_refused(t: Texts, findings: Findings) -> None:
    """Draw the photo, why there is no diagnosis, what to do, and the button to insist."""
    admission = findings.admission
    with st.container(key="refused"):
        with st.container(key="refused-photo"):
            show_photo(t, findings)
        with st.container(key="refused-words", gap="small"):
            title, why, what_to_do = (
                escape(held_back(t, admission, words)) for words in ("title", "why", "what_to_do")
            )
            st.html(f'<div role="alert"><h2>{title}</h2><p>{why}</p></div>')
            st.html(f"<p>{what_to_do}</p>")
            st.button(t("gate.insist"), key="insist", on_click=guarded_callback(_insist))
            small = " ".join([t("gate.insist_note"), *_how_often(t, admission)])
            st.html(f'<p class="small">{escape(small)}</p>')


def _how_often(t: Texts, admission: Admission) -> list[str]:
    """Return the share of lesion photos of other clinics that get this verdict, as measured."""
    measure = "refused" if admission.reason == "gate" else admission.reason
    measured = [row for row in read("gate") if (row.measure, row.of) == (measure, "elsewhere")]
    return [
        t(
            f"{admission.reason}.how_often",
            share=t.percent(row.value),
            interval=t.interval(row.low, row.high),
            photos=row.n,
        )
        for row in measured
        if row.low is not None and row.high is not None
    ]


def _insist() -> None:
    state().insisted = True

"""A reader's own list: tick the seven points first, blind, then see the points, the probes and what agrees."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.lesion.seven_points import POINTS
from model.reading.findings import Findings
from model.text import Texts
from model.trust.criteria_words import point_what
from model.trust.own_list import OwnList
from pages.components.shell.checklist import point_words, result_html
from pages.components.shell.failures import guarded_callback

FIRST = "own-list-first"
"""Key of the session state: whether the reader wants to tick before the criteria are shown."""


def _ticked(sha256: str) -> frozenset[str] | None:
    """The points that the reader has ticked for a photo; None before that."""
    return st.session_state.get(f"own-list-{sha256}")


def is_open(sha256: str) -> bool:
    """Return whether the reader still has to tick this photo, so that the criteria stay hidden."""
    return bool(st.session_state.get(FIRST)) and _ticked(sha256) is None


def show(t: Texts, findings: Findings) -> None:
    """Draw the switch, then the list to tick, or what came of it."""
    sha256 = findings.image.sha256
    st.session_state["own-list-switch"] = bool(st.session_state.get(FIRST))
    st.toggle(t("own_list.first"), key="own-list-switch", on_change=guarded_callback(_switch))
    if not st.session_state.get(FIRST):
        return
    ticks = _ticked(sha256)
    if ticks is None:
        _show_form(t, sha256)
    else:
        _show_result(t, findings, ticks)


def _switch() -> None:
    st.session_state[FIRST] = st.session_state["own-list-switch"]


def _show_form(t: Texts, sha256: str) -> None:
    with st.form(f"own-list-form-{sha256[:8]}", border=False):
        st.html(f'<p class="small">{escape(t("own_list.how"))}</p>')
        for slug in POINTS:
            st.checkbox(point_words(t, slug), key=f"tick-{slug}", help=point_what(t, slug))
        st.form_submit_button(t("own_list.done"), on_click=guarded_callback(_take), args=(sha256,))


def _take(sha256: str) -> None:
    ticks = frozenset(slug for slug in POINTS if st.session_state.get(f"tick-{slug}"))
    st.session_state[f"own-list-{sha256}"] = ticks


def _show_result(t: Texts, findings: Findings, ticks: frozenset[str]) -> None:
    """Draw the score of the ticks, each point beside its probe, and the way back to the list."""
    words = {one.criterion.slug: one.word for one in findings.criteria or ()}
    st.html(result_html(t, OwnList(ticks, words)))
    sha256 = findings.image.sha256
    st.button(t("own_list.again"), key="own-list-again", on_click=guarded_callback(_forget), args=(sha256,))


def _forget(sha256: str) -> None:
    st.session_state.pop(f"own-list-{sha256}", None)

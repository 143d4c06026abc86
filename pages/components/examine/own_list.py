"""A reader's own list: tick the seven points first, blind, then see the points, the probes and what agrees."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.lesion.seven_points import POINTS, SUSPICIOUS_FROM, seven_points
from model.reading.findings import Findings
from model.text import Texts
from model.trust.criteria import Word
from model.trust.criteria_words import point_name, point_what, said_words
from pages.components.shell.failures import guarded_callback

FIRST = "own-list-first"
"""Key of the session state: whether the reader wants to tick before the criteria are shown."""
PARTNERS = {
    "atypical_pigment_network": "pigment_network",
    "blue_white_veil": "blue_white_veil",
    "atypical_vascular_pattern": "vascular_structures",
    "irregular_streaks": "streaks",
    "irregular_dots_globules": "globules",
    "regression_structures": "regression_structures",
}
"""The probe that looks for the structure of a point; a probe knows its presence, not whether it is irregular."""


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
        for slug, points in POINTS.items():
            label = t("own_list.point", name=point_name(t, slug), count=points)
            st.checkbox(label, key=f"tick-{slug}", help=point_what(t, slug))
        st.form_submit_button(t("own_list.done"), on_click=guarded_callback(_take), args=(sha256,))


def _take(sha256: str) -> None:
    ticks = frozenset(slug for slug in POINTS if st.session_state.get(f"tick-{slug}"))
    st.session_state[f"own-list-{sha256}"] = ticks


def _show_result(t: Texts, findings: Findings, ticks: frozenset[str]) -> None:
    """Draw the score of the ticks, and each point beside its probe."""
    found = {one.criterion.slug: one.word for one in findings.criteria or ()}
    score = seven_points(ticks)
    verdict = t("jury.suspicious" if score.suspicious else "jury.calm")
    said = t("own_list.score", count=score.points, least=SUSPICIOUS_FROM, verdict=verdict.lower())
    pairs = {slug: found[probe] for slug, probe in PARTNERS.items() if probe in found}
    clear = {slug: word for slug, word in pairs.items() if word is not Word.UNSURE}
    alike = sum((slug in ticks) == (word is Word.SEEN) for slug, word in clear.items())
    lines = (
        t("own_list.pair", name=point_name(t, slug), own=_own(t, slug in ticks), probe=said_words(t, word))
        for slug, word in pairs.items()
    )
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    agreed = t("own_list.agreed", alike=alike, count=len(clear))
    st.html(
        f'<p class="said" role="status"><strong>{escape(said)}</strong></p><p class="small">{escape(agreed)}</p>'
        f'<ul class="small">{items}</ul><p class="small">{escape(t("own_list.presence"))}</p>'
    )
    sha256 = findings.image.sha256
    st.button(t("own_list.again"), key="own-list-again", on_click=guarded_callback(_forget), args=(sha256,))


def _own(t: Texts, ticked: bool) -> str:
    return t("own_list.ticked" if ticked else "own_list.not_ticked")


def _forget(sha256: str) -> None:
    st.session_state.pop(f"own-list-{sha256}", None)

"""The practice that probabilities are shown for: by the address, else as chosen before, and kept in both."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.lesion.practice import DEFAULT_PRACTICE, Practice, practice_named, practices
from model.lesion.practice_words import melanoma_words
from model.text import Texts
from pages.components.shell.failures import guarded_callback

PARAMETER, KEPT = "practice", "kept-practice"
WIDTH = 250
"""Of the choice, pixels: the longest name fits, and it stands beside another choice."""


def chosen_practice() -> Practice:
    """The practice that this session speaks of; an address with an unknown one falls back on the default."""
    asked = st.query_params.get(PARAMETER) or st.session_state.get(KEPT, DEFAULT_PRACTICE)
    slug = asked if asked in practices() else DEFAULT_PRACTICE
    _keep(slug)
    return practice_named(slug)


def practice_control(t: Texts) -> None:
    """The practices to choose from, each with its share of melanomas."""

    def change() -> None:
        _keep(st.session_state["practice"])

    st.session_state["practice"] = chosen_practice().slug
    st.selectbox(
        t("practices.label"),
        list(practices()),
        format_func=lambda slug: option(t, practice_named(slug)),
        key="practice",
        on_change=guarded_callback(change),
        width=WIDTH,
    )


def option(t: Texts, practice: Practice) -> str:
    """A practice as it is offered."""
    return t("practices.option", name=t(f"practices.{practice.slug}.name"), melanoma=melanoma_words(t, practice))


def small(words: str) -> None:
    """A sentence in small letters."""
    st.html(f'<p class="small">{escape(words)}</p>')


def _keep(slug: str) -> None:
    """In the session, and in the address unless it is the default and the address says nothing."""
    st.session_state[KEPT] = slug
    if st.query_params.get(PARAMETER, DEFAULT_PRACTICE) != slug:
        st.query_params[PARAMETER] = slug

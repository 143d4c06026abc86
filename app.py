"""The first page: a mat for a photo, and beside it one case with the verdict of every algorithm."""

from __future__ import annotations

from contextlib import suppress
from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES, open_page
from model.errors import AlgorithmError
from model.text import Texts
from pages.components.cache import leaderboards, loaded_algorithms
from pages.components.session.lesion_input import mat, sent_on
from pages.components.shell.algorithm_choice import remembered_slug
from pages.components.shell.failures import guarded
from pages.components.shell.unknown_page import say_where_it_leads
from pages.components.start.opening_view import opening


def page(t: Texts) -> None:
    """Draw the page."""
    current = sent_on(t)
    say_where_it_leads(t, [*PAGES])
    with st.container(key="start"):
        with st.container(key="start-mat"):
            mat(t, current, few=True)
        with st.container(key="opening", gap="small"):
            title, then = escape(t("start.title")), escape(t("start.then"))
            st.html(f"<h1>{title}</h1><p class='small'>{then}</p>")
            opening(t)
    with st.container(key="start-links", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(f'<p class="small">{escape(t("start.memory"))}</p>', width="content")
        for name in ("leaderboard", "stage", "about"):
            st.page_link(PAGES[name], label=t(f"start.{name}"), query_params={"lang": t.language})
    with suppress(AlgorithmError):  # preloaded while a person reads; the examine page shows any error
        loaded_algorithms.algorithm(remembered_slug())
    leaderboards.get_charts_ready()


texts = open_page("start")
with guarded(texts):
    page(texts)

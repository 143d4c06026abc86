"""The first page: what the project is, what it is not, and links to all pages."""

from __future__ import annotations

from contextlib import suppress
from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES, open_page
from model.algorithms.catalogue import DEFAULT_SLUG
from model.errors import AlgorithmError
from model.text import Texts
from pages.components.cache import leaderboards, loaded_algorithms
from pages.components.shell.failures import guarded
from pages.components.start.opening_view import opening


def page(t: Texts) -> None:
    """Draw the page."""
    st.html(f"<h1>{escape(t('app.name'))}</h1>")
    opening(t)
    st.html(f'<p class="lead">{escape(t("app.tagline"))} {escape(t("start.lead"))}</p>')
    for pair in (("examine", "jury"), ("leaderboard", "about")):
        for column, name in zip(st.columns(2, gap="large"), pair, strict=True):
            with column, st.container(border=True):
                st.html(f"<h2>{escape(t(f'start.{name}_title'))}</h2><p>{escape(t(f'start.{name}_text'))}</p>")
                st.page_link(PAGES[name], label=f"**{t(f'start.{name}_link')}**", query_params={"lang": t.language})
    for column, name in zip(st.columns(2, gap="large"), ("is", "isnot"), strict=True):
        points = "".join(f"<li>{escape(t(f'start.{name}_{number}'))}</li>" for number in (1, 2, 3))
        column.html(f"<h2>{escape(t(f'start.{name}_title'))}</h2><ul>{points}</ul>")
    with suppress(AlgorithmError):  # preloaded while a person reads; the examine page shows any error
        loaded_algorithms.algorithm(DEFAULT_SLUG)
    leaderboards.get_charts_ready()


texts = open_page("start")
with guarded(texts):
    page(texts)

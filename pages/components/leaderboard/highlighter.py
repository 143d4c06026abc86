"""The legend of every chart, in sight wherever the page is scrolled to: highlight an algorithm, show one family."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES
from model.algorithms import catalogue
from model.charts.chart import View
from model.charts.chart_data import ChartData
from pages.components.leaderboard import leaderboard_state
from pages.components.leaderboard.leaderboard_state import LeaderboardChoice
from pages.components.shell.algorithm_marks import chip_styles
from pages.components.shell.algorithm_names import family_of
from pages.components.shell.failures import guarded_callback
from pages.components.shell.plain import plain


def show_highlighter(view: View, choice: LeaderboardChoice, data: ChartData) -> None:
    """Draw one button for each algorithm, the best first, and the choice of a family."""
    t = view.t
    st.html(chip_styles(data.order, view.theme))
    with st.container(key="legend", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f"<strong>{escape(t('leaderboard.legend'))}</strong>", width="content")
        for slug in data.order:
            st.button(
                plain(view.name(slug)),
                key=f"chip-{slug}",
                type="primary" if slug == view.highlighted else "secondary",
                on_click=guarded_callback(leaderboard_state.toggle),
                args=(slug,),
            )
        _family_control(view, choice, data)
        if view.highlighted in catalogue.slugs():
            query = {"algorithm": view.highlighted, "lang": t.language}
            label = t("leaderboard.card", name=view.name(view.highlighted))
            st.page_link(PAGES["algorithm"], label=label, query_params=query)
    if choice.family:
        words = {"family": family_of(t, choice.family), "number": len(data.ranking.standings)}
        st.html(f"<p class='small note'>{escape(t('leaderboard.family_note', **words))}</p>")


def _family_control(view: View, choice: LeaderboardChoice, data: ChartData) -> None:
    t = view.t
    st.session_state["ask-family"] = choice.family  # the address decides
    st.selectbox(
        t("leaderboard.family"),
        ("", *data.ranked_families),
        format_func=lambda family: family_of(t, family) if family else t("leaderboard.all_families"),
        key="ask-family",
        on_change=guarded_callback(_take_family),
        label_visibility="collapsed",
        width=190,
    )


def _take_family() -> None:
    leaderboard_state.change(family=st.session_state["ask-family"])

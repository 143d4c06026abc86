"""Draw the measured loss of each algorithm under each disturbance, below the bench."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.charts.chart import Chart, View
from model.lesion.disturbances import DISTURBANCES
from model.text import Texts
from model.trust.characteristic import read
from pages.components.cache import loaded_algorithms
from pages.components.shell.chart_view import cells
from pages.components.shell.facts_table import facts_table
from pages.components.shell.theme import page_theme

FIRST = next(iter(DISTURBANCES))


def show_losses(t: Texts) -> None:
    """Draw the choice of a disturbance, the chart of losses, and its numbers."""
    from model.charts.losses import losses

    st.html(f"<h2>{escape(t('stress.losses.heading'))}</h2>")
    with st.container(key="stress-losses", gap="small"):
        shown: str = st.selectbox(
            t("stress.losses.choose"),
            list(DISTURBANCES),
            format_func=lambda slug: t(f"disturbances.{slug}"),
            key="stress-loss",
            width=360,
        )
        view = View(t, theme=page_theme())
        _draw(t, losses(read("stress"), shown or FIRST, view, loaded_algorithms.usable_slugs()))


def _draw(t: Texts, chart: Chart) -> None:
    st.html(f"<p class='finding'>{escape(chart.alt)}</p><p class='small how'>{escape(chart.subtitle)}</p>")
    st.plotly_chart(
        chart.figure, key="stress-losses-figure", theme=None, alt=chart.alt, config={"displayModeBar": False}
    )
    for note in chart.notes:
        st.html(f"<p class='small note'>{escape(note)}</p>")
    with st.expander(t("leaderboard.table_of"), key="stress-losses-numbers"):
        facts_table(chart.title, chart.table.header, cells(t, chart.table))

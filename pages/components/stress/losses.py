"""Below the bench: how much each algorithm loses under each disturbance, measured on many photos."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.charts.identity import LIGHT, THEMES
from model.lesion.disturbances import DISTURBANCES
from model.text import Texts
from model.trust.characteristic import read
from pages.components.cache import loaded_algorithms
from pages.components.shell.chart_view import cells
from pages.components.shell.facts_table import facts_table

FIRST = next(iter(DISTURBANCES))


def show_losses(t: Texts) -> None:
    """A disturbance to choose, what it takes of each algorithm, and the numbers of all of them."""
    from model.charts.chart import View
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
        view = View(t, theme=THEMES.get(st.context.theme.type or "", LIGHT))
        chart = losses(read("stress"), shown or FIRST, view, loaded_algorithms.usable_slugs())
        words = f"<p class='finding'>{escape(chart.alt)}</p><p class='small how'>{escape(chart.subtitle)}</p>"
        st.html(words)
        st.plotly_chart(
            chart.figure, key="stress-losses-figure", theme=None, alt=chart.alt, config={"displayModeBar": False}
        )
        for note in chart.notes:
            st.html(f"<p class='small note'>{escape(note)}</p>")
        with st.expander(t("leaderboard.table_of"), key="stress-losses-numbers"):
            facts_table(chart.title, chart.table.header, cells(t, chart.table))

"""Draw the curves of the stress bench and their numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from model.algorithms.words import name_of
from model.charts import identity
from model.charts.chart import FONT
from model.charts.identity import Theme
from model.text import Texts
from model.trust.stress import StressCurve
from pages.components.shell.facts_table import facts_table
from pages.components.shell.theme import page_theme


def curves_figure(t: Texts, curves: Sequence[StressCurve], shown: str) -> go.Figure:
    """At least one curve of melanoma probability over the strength of the disturbance `shown`.

    A large marker is at the slider's strength, and a dotted line at the operating point.
    """
    theme, figure = page_theme(), go.Figure()
    for curve in curves:
        _add_curve(t, figure, curve, theme)
    top = max(max(curve.melanoma) for curve in curves)
    figure.update_layout(
        height=360,
        margin={"l": 60, "r": 20, "t": 10, "b": 60},
        paper_bgcolor=theme.paper,
        plot_bgcolor=theme.paper,
        font={"family": FONT, "size": 16, "color": theme.ink},
        legend={"orientation": "h", "y": 1.12},
        showlegend=True,
    )
    axis = {"gridcolor": theme.grid, "fixedrange": True}
    figure.update_xaxes(title=t(f"disturbances.{shown}"), **axis)
    figure.update_yaxes(title=t("stress.axis"), range=[0, min(100, 10 * math.ceil(top * 10 + 1))], **axis)
    return figure


def _add_curve(t: Texts, figure: go.Figure, curve: StressCurve, theme: Theme) -> None:
    colour, name = identity.colour(curve.slug, theme), name_of(t, curve.slug)
    percents = [100 * value for value in curve.melanoma]
    figure.add_scatter(x=curve.strengths, y=percents, name=name, mode="lines", line={"color": colour, "width": 3})
    line = {"color": theme.ink, "width": 1}
    figure.add_scatter(
        x=[curve.at[0]],
        y=[100 * curve.at[1]],
        name=name,
        mode="markers",
        showlegend=False,
        marker={"color": colour, "symbol": identity.marker(curve.slug), "size": 15, "line": line},
    )
    figure.add_hline(y=100 * curve.threshold, line={"color": colour, "width": 1.5, "dash": "dot"})


def curves_numbers(t: Texts, curves: Sequence[StressCurve], shown: str) -> None:
    """Draw the numbers behind the curves as a table."""
    with st.expander(t("leaderboard.table_of"), key="stress-numbers"):
        header = [t(f"disturbances.{shown}"), *(name_of(t, curve.slug) for curve in curves)]
        rows = [
            [t.number(strength, 2), *(t.percent(curve.melanoma[index]) for curve in curves)]
            for index, strength in enumerate(curves[0].strengths)
        ]
        facts_table(t("stress.title"), header, rows)

"""ROC curves for melanoma, and their corner of high sensitivity with published readers."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from model.charts.chart import Cell, Chart, ChartTable, View, ends, hover
from model.charts.chart_data import ChartData
from model.charts.chart_parts import dotted, empty_figure, percent_axis
from model.charts.published import Reader
from model.charts.written import capital, score_words
from model.evaluation.curves import BAND_RESAMPLES, Points, ThresholdCurve, roc
from model.lesion.practice_words import stated

CURVE_MARKS = 10
"""Number of markers on a curve."""
SENSITIVITIES = (82, 90, 95)
"""Sensitivities and specificities in the table of the ROC curves, percent."""
ACROSS, UP = "%{x:.2~r}", "%{y:.2~r}"
"""Coordinates of the pointer, in Plotly's format."""
CORNER = (60.0, 70.0)
"""The corner shows false alarms up to the first number and sensitivities from the second, percent."""
CORNER_METRIC = "melanoma_specificity_at_90_sensitivity"


def roc_curves(data: ChartData, view: View) -> Chart:
    """All ROC curves for melanoma, with the band of the algorithm in focus."""
    t = view.t
    figure = roc_figure(data, view, 540)
    figure.update_xaxes(**percent_axis(view, t("charts.false_alarms"), -1, 101))
    figure.update_yaxes(**percent_axis(view, t("charts.melanomas_found"), -1, 101))
    alt, table, notes = extremes_words(data, view, "melanoma_auc"), _roc_table(data, view), _other_winner(data, view)
    words = {"name": view.the(data.focus(view)), "day": data.set_name(t), "practice": stated(t, data.tables.practice)}
    return Chart.named(t, "roc", alt, figure, table, notes, **words)


def roc_corner(data: ChartData, view: View) -> Chart:
    """The corner of high sensitivity, with published results of physicians on other photos."""
    t = view.t
    figure = roc_figure(data, view, 540)
    for number, reader in enumerate(data.readers, 1):
        figure.add_trace(published_reader(view, number, reader))
    figure.update_xaxes(**percent_axis(view, t("charts.false_alarms"), 0, CORNER[0]))
    figure.update_yaxes(**percent_axis(view, t("charts.melanomas_found"), CORNER[1], 100.5))
    alt, table, notes = extremes_words(data, view, CORNER_METRIC), _corner_table(data, view), readers_note(data, view)
    words = {"day": data.set_name(t), "practice": stated(t, data.tables.practice)}
    return Chart.named(t, "corner", alt, figure, table, notes, **words)


def roc_figure(data: ChartData, view: View, height: int) -> go.Figure:
    """The curves of all algorithms over the line of chance, without axes."""
    t, tables, focus = view.t, data.tables, data.focus(view)
    figure = empty_figure(view, height)
    chance = dotted(view, 1.5)
    figure.add_scatter(x=[0, 100], y=[0, 100], mode="lines", line=chance, hoverinfo="skip", showlegend=False)
    for slug in view.ordered(data.order):
        band = tables.draws(BAND_RESAMPLES) if slug == focus else None
        add_curve(figure, view, slug, roc(tables.answers(slug), band), t("charts.roc.hover", across=ACROSS, up=UP))
    return figure


def add_curve(figure: go.Figure, view: View, slug: str, curve: ThresholdCurve, words: str) -> None:
    """Add the curve of an algorithm with its band; `words` are shown at the pointer."""
    add_band(figure, view, slug, curve.band_x * 100, curve.low * 100, curve.high * 100)
    corner = _corners(curve.x)
    figure.add_scatter(
        x=curve.x[corner] * 100,
        y=curve.y[corner] * 100,
        mode="lines+markers",
        **view.trace(slug, marker=view.mark(slug, maxdisplayed=CURVE_MARKS)),
        hovertemplate=hover(words),
    )


def add_band(figure: go.Figure, view: View, slug: str, x: Points, low: Points, high: Points) -> None:
    """Add the band of an algorithm between two curves, unless it is empty."""
    if not len(x):
        return
    figure.add_scatter(
        x=np.r_[x, x[::-1]],
        y=np.r_[high, low[::-1]],
        fill="toself",
        fillcolor=view.theme.faded(view.colour(slug), 0.17),
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
    )


def published_reader(view: View, number: int, reader: Reader, size: int = 24) -> go.Scatter:
    """A published result as a numbered disc of `size` px."""
    theme, words = view.theme, view.t(f"readers.{reader.key}")
    return go.Scatter(
        x=[(1 - reader.specificity) * 100],
        y=[reader.sensitivity * 100],
        mode="markers+text",
        text=[f"<b>{number}</b>"],
        textposition="middle center",
        textfont={"size": size * 5 / 8, "color": theme.paper},
        marker={"symbol": "circle", "size": size, "color": theme.ink, "line": {"width": 2, "color": theme.paper}},
        hovertemplate=f"{number}. {reader.source}<br>{words}<extra></extra>",
        name=f"{number}. {reader.source}",
    )


def readers_note(data: ChartData, view: View) -> tuple[str, ...]:
    """The source of each numbered disc, in one note; none without readers."""
    t = view.t
    points = (
        f"{number} {reader.source}: {t(f'readers.{reader.key}')}" for number, reader in enumerate(data.readers, 1)
    )
    return (t("charts.corner.readers", points="; ".join(points)),) if data.readers else ()


def extremes_words(data: ChartData, view: View, metric: str) -> str:
    """The algorithms with the highest and the lowest value of a metric on the set."""
    t, scores = view.t, {slug: data.score(slug, metric) for slug in data.ranked}
    known = [slug for slug in data.ranked if not math.isnan(scores[slug].value)]
    if not known:
        return t("charts.nobody")
    best, worst = (pick(known, key=lambda slug: scores[slug].value) for pick in (max, min))
    value, low = (score_words(t, metric, scores[slug]) for slug in (best, worst))
    words = {"metric": t(f"metrics.{metric}"), "name": view.the(best), "value": value}
    if best == worst:
        return t("charts.highest_alone", **words)
    return t("charts.highest", **words, worst=view.the(worst), low=low)


def _corners(x: Points) -> NDArray[np.bool_]:
    """The first and last of the points above each other; the points between them do not change the curve."""
    if not len(x):
        return np.zeros(0, bool)
    steps = np.diff(x) != 0
    corners: NDArray[np.bool_] = np.r_[True, steps] | np.r_[steps, True]
    return corners


def _roc_table(data: ChartData, view: View) -> ChartTable:
    t = view.t
    fixed = [f"melanoma_sensitivity_at_{percent}_specificity" for percent in SENSITIVITIES]
    fixed += [f"melanoma_specificity_at_{percent}_sensitivity" for percent in SENSITIVITIES]
    names = ("charts.algorithm", "metrics.melanoma_auc", "charts.low", "charts.high")
    header = (*map(t, names), *(t(f"metrics.{name}") for name in fixed))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (view.name(slug), *ends(data.score(slug, "melanoma_auc")), *(data.score(slug, name).value for name in fixed))
        for slug in data.order
    )
    return ChartTable(header, rows, data.tables.practice.slug)


def _corner_table(data: ChartData, view: View) -> ChartTable:
    """Specificity of each algorithm at each of `SENSITIVITIES`, then the published readers."""
    t = view.t
    header = tuple(t(f"charts.{column}") for column in ("who", "sensitivity", "specificity", "source"))
    rows: list[tuple[Cell, ...]] = []
    for slug, percent in product(data.order, SENSITIVITIES):
        specificity = data.score(slug, f"melanoma_specificity_at_{percent}_sensitivity").value
        rows.append((view.name(slug), percent / 100, specificity, t("charts.this_set")))
    for number, reader in enumerate(data.readers, 1):
        name, source = f"{number}. {t(f'readers.{reader.key}')}", f"{reader.source}, {reader.address}"
        rows.append((name, reader.sensitivity, reader.specificity, source))
    return ChartTable(header, tuple(rows))


def _other_winner(data: ChartData, view: View) -> tuple[str, ...]:
    """A note if the largest area is not the winner's, since the rule counts something else."""
    winners = data.ranking.winners
    best = max(data.ranked, key=lambda slug: np.nan_to_num(data.score(slug, "melanoma_auc").value, nan=-1.0))
    if best in winners or not set(winners) <= set(data.ranked):
        return ()
    return (view.t("charts.roc.other", name=capital(view.the(best)), winner=view.names(winners)),)

"""Who misses melanomas: ROC curves and their corner, precision, decision curves."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from model.charts.chart import Cell, Chart, ChartTable, View, ends
from model.charts.chart_data import ChartData
from model.charts.chart_parts import empty_figure, percent_axis
from model.charts.readers import Reader
from model.charts.written import score_words
from model.evaluation.answers import MELANOMA
from model.evaluation.curves import BAND_RESAMPLES, Points, ThresholdCurve, decision_curve, precision_recall, roc
from model.evaluation.tables import CLASSES
from model.lesion.practice_words import stated

CURVE_MARKS = 10
"""A curve has so many of its algorithm's markers."""
SENSITIVITIES = (82, 90, 95)
"""Wanted sensitivities and specificities, percent, at which the table of the ROC curves speaks."""
ACROSS, UP = "%{x:.1f}", "%{y:.1f}"
"""What plotly writes for the place under the pointer."""
CORNER = (60.0, 70.0)
"""The corner shows false alarms up to the first and sensitivities from the second, percent."""


def roc_curves(material: ChartData, view: View) -> Chart:
    """All ROC curves for melanoma, with the band of the one in focus."""
    t = view.t
    figure = roc_figure(material, view, 540)
    figure.update_xaxes(**percent_axis(view, t("charts.false_alarms"), -1, 101))
    figure.update_yaxes(**percent_axis(view, t("charts.melanomas_found"), -1, 101))
    return Chart(
        "roc",
        t("charts.roc.title", day=t(f"charts.{material.day}")),
        t("charts.roc.subtitle", name=view.name(material.focus(view)), practice=stated(t, material.tables.practice)),
        _by_area_words(material, view, "melanoma_auc"),
        figure,
        _roc_table(material, view),
        _other_winner(material, view),
    )


def roc_corner(material: ChartData, view: View) -> Chart:
    """The corner of high sensitivity, with what physicians reached elsewhere."""
    t = view.t
    figure = roc_figure(material, view, 540)
    for number, reader in enumerate(material.readers, 1):
        figure.add_trace(reader_point(view, number, reader))
    figure.update_xaxes(**percent_axis(view, t("charts.false_alarms"), 0, CORNER[0]))
    figure.update_yaxes(**percent_axis(view, t("charts.melanomas_found"), CORNER[1], 100.5))
    metric = "melanoma_specificity_at_90_sensitivity"
    header = (t("charts.who"), t("charts.sensitivity"), t("charts.specificity"), t("charts.source"))
    readers = tuple(
        (
            f"{number}. {t(f'readers.{reader.key}')}",
            reader.sensitivity,
            reader.specificity,
            f"{reader.source}, {reader.address}",
        )
        for number, reader in enumerate(material.readers, 1)
    )
    ours = tuple(
        (
            view.name(slug),
            sensitivity / 100,
            _overall(material, slug, f"melanoma_specificity_at_{sensitivity}_sensitivity"),
            t("charts.this_set"),
        )
        for slug in material.order
        for sensitivity in SENSITIVITIES
    )
    points = "; ".join(
        f"{number} {reader.source}: {t(f'readers.{reader.key}')}" for number, reader in enumerate(material.readers, 1)
    )
    return Chart(
        "corner",
        t("charts.corner.title", day=t(f"charts.{material.day}")),
        t("charts.corner.subtitle", practice=stated(t, material.tables.practice)),
        _by_area_words(material, view, metric),
        figure,
        ChartTable(header, (*ours, *readers)),
        (t("charts.corner.readers", points=points),) if material.readers else (),
    )


def precision_curves(material: ChartData, view: View) -> Chart:
    """Of those who are called melanoma, how many are; over the share of melanomas found."""
    t, tables = view.t, material.tables
    figure = empty_figure(view, 500)
    focus = material.focus(view)
    share = float((tables.truth == CLASSES.index(MELANOMA)).mean())
    figure.add_hline(y=share * 100, line={"dash": "dot", "color": view.theme.quiet, "width": 1.5})
    for slug in view.ordered(material.order):
        answers = tables.answers(slug)
        band = tables.draws(BAND_RESAMPLES) if slug == focus else None
        _add_curve(
            figure, view, slug, precision_recall(answers, band), t("charts.precision.hover", across=ACROSS, up=UP)
        )
    figure.update_xaxes(**percent_axis(view, t("charts.melanomas_found"), -1, 101))
    figure.update_yaxes(**percent_axis(view, t("charts.called_right"), -1, 102))
    metric = "melanoma_average_precision"
    rows = tuple((view.name(slug), *_ends(material, slug, metric)) for slug in material.order)
    header = (t("charts.algorithm"), t(f"metrics.{metric}"), t("charts.low"), t("charts.high"))
    return Chart(
        "precision",
        t("charts.precision.title", day=t(f"charts.{material.day}")),
        t("charts.precision.subtitle", share=t.percent(share, 1), practice=stated(t, tables.practice)),
        _by_area_words(material, view, metric),
        figure,
        ChartTable(header, rows, tables.practice.slug),
    )


def decision_curves(material: ChartData, view: View) -> Chart:
    """Net benefit of acting by each algorithm, over the probability from which on one would act."""
    t, tables, theme = view.t, material.tables, view.theme
    figure = empty_figure(view, 500)
    found = {slug: decision_curve(tables.answers(slug)) for slug in material.order}
    focus = decision_curve(tables.answers(material.focus(view)), tables.draws(BAND_RESAMPLES))
    at = focus.thresholds * 100
    _add_band(figure, view, material.focus(view), at, focus.low * 1000, focus.high * 1000)
    figure.add_scatter(
        x=at,
        y=focus.everyone * 1000,
        mode="lines",
        name=t("charts.decision.everyone"),
        line={"dash": "dash", "color": theme.quiet, "width": 2},
        hoverinfo="name",
    )
    figure.add_hline(y=0, line={"color": theme.quiet, "width": 1.5})
    for slug in view.ordered(material.order):
        trace = view.trace(slug, marker=view.mark(slug, maxdisplayed=CURVE_MARKS))
        hover = t("charts.decision.hover", threshold="%{x:.0f}", benefit="%{y:.1f}")
        figure.add_scatter(
            x=at,
            y=found[slug].net_benefit * 1000,
            mode="lines+markers",
            **trace,
            hovertemplate=f"%{{fullData.name}}<br>{hover}<extra></extra>",
        )
    top = max((float(curve.net_benefit.max()) for curve in found.values()), default=0.1) * 1000
    figure.update_xaxes(**percent_axis(view, t("charts.decision.threshold"), 0, 60))
    figure.update_yaxes(title_text=t("charts.decision.benefit"), range=[-0.25 * top, 1.12 * top])
    shown = [place for place, value in enumerate(focus.thresholds) if round(value * 100) % 5 == 0]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (view.name(slug), *(float(found[slug].net_benefit[place]) for place in shown)) for slug in material.order
    )
    everyone: tuple[Cell, ...] = (t("charts.decision.everyone"), *(float(focus.everyone[place]) for place in shown))
    header = (t("charts.algorithm"), *(t.percent(float(focus.thresholds[place])) for place in shown))
    place = int(np.argmin(np.abs(focus.thresholds - 0.1)))
    best = max(found, key=lambda slug: float(found[slug].net_benefit[place]))
    return Chart(
        "decision",
        t("charts.decision.title", day=t(f"charts.{material.day}")),
        t("charts.decision.subtitle", practice=stated(t, tables.practice)),
        t(
            "charts.decision.alt",
            name=view.name(best),
            threshold=t.percent(float(focus.thresholds[place])),
            benefit=t.number(float(found[best].net_benefit[place]) * 1000),
            everyone=t.number(float(focus.everyone[place]) * 1000),
        ),
        figure,
        ChartTable(header, (*rows, everyone), tables.practice.slug),
        (t("charts.decision.note"),),
    )


def roc_figure(material: ChartData, view: View, height: int) -> go.Figure:
    """The curves of all algorithms over the line of chance, without axes."""
    t, tables, focus = view.t, material.tables, material.focus(view)
    figure = empty_figure(view, height)
    figure.add_scatter(
        x=[0, 100],
        y=[0, 100],
        mode="lines",
        line={"dash": "dot", "color": view.theme.quiet, "width": 1.5},
        hoverinfo="skip",
        showlegend=False,
    )
    for slug in view.ordered(material.order):
        band = tables.draws(BAND_RESAMPLES) if slug == focus else None
        _add_curve(figure, view, slug, roc(tables.answers(slug), band), t("charts.roc.hover", across=ACROSS, up=UP))
    return figure


def _add_curve(figure: go.Figure, view: View, slug: str, curve: ThresholdCurve, hover: str) -> None:
    _add_band(figure, view, slug, curve.band_x * 100, curve.low * 100, curve.high * 100)
    corner = _corners(curve.x)
    figure.add_scatter(
        x=curve.x[corner] * 100,
        y=curve.y[corner] * 100,
        mode="lines+markers",
        **view.trace(slug, marker=view.mark(slug, maxdisplayed=CURVE_MARKS)),
        hovertemplate=f"%{{fullData.name}}<br>{hover}<extra></extra>",
    )


def _corners(x: Points) -> NDArray[np.bool_]:
    """Where a curve turns: first and last of the points that stand above each other; the others change nothing."""
    if not len(x):
        return np.zeros(0, bool)
    steps = np.diff(x) != 0
    corners: NDArray[np.bool_] = np.r_[True, steps] | np.r_[steps, True]
    return corners


def _add_band(figure: go.Figure, view: View, slug: str, x: Points, low: Points, high: Points) -> None:
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


def reader_point(view: View, number: int, reader: Reader, size: int = 24) -> go.Scatter:
    """A published result as a numbered disc, so many px wide."""
    t, theme = view.t, view.theme
    words = t(f"readers.{reader.key}")
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


def _roc_table(material: ChartData, view: View) -> ChartTable:
    t = view.t
    fixed = [f"melanoma_sensitivity_at_{percent}_specificity" for percent in SENSITIVITIES]
    fixed += [f"melanoma_specificity_at_{percent}_sensitivity" for percent in SENSITIVITIES]
    header = (
        t("charts.algorithm"),
        t("metrics.melanoma_auc"),
        t("charts.low"),
        t("charts.high"),
        *(t(f"metrics.{name}") for name in fixed),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (view.name(slug), *_ends(material, slug, "melanoma_auc"), *(_overall(material, slug, name) for name in fixed))
        for slug in material.order
    )
    return ChartTable(header, rows, material.tables.practice.slug)


def _by_area_words(material: ChartData, view: View, metric: str) -> str:
    """Who has the highest value of a metric on the set, and who the lowest."""
    t, scores = view.t, material.evaluation.scores[material.day]
    known = [slug for slug in material.order if not math.isnan(scores[slug].overall[metric].value)]
    if not known:
        return t("charts.nobody")
    best, worst = (pick(known, key=lambda slug: scores[slug].overall[metric].value) for pick in (max, min))
    words = {
        "metric": t(f"metrics.{metric}"),
        "name": view.name(best),
        "value": score_words(t, metric, scores[best].overall[metric]),
    }
    if best == worst:
        return t("charts.highest_alone", **words)
    low = score_words(t, metric, scores[worst].overall[metric])
    return t("charts.highest", **words, worst=view.name(worst), low=low)


def _other_winner(material: ChartData, view: View) -> tuple[str, ...]:
    """Said where the largest area is not the winner's: the rule counts something else."""
    t, scores = view.t, material.evaluation.scores[material.day]
    best = max(material.order, key=lambda slug: np.nan_to_num(scores[slug].overall["melanoma_auc"].value, nan=-1.0))
    if best in material.ranking.winners or not material.ranking.winners:
        return ()
    return (t("charts.roc.other", name=view.name(best), winner=view.names(material.ranking.winners)),)


def _overall(material: ChartData, slug: str, metric: str) -> float:
    return material.evaluation.scores[material.day][slug].overall[metric].value


def _ends(material: ChartData, slug: str, metric: str) -> tuple[float, float, float]:
    return ends(material.evaluation.scores[material.day][slug].overall[metric])

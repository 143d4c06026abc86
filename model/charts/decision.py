"""Precision over sensitivity, and the net benefit of acting on each algorithm's probability of melanoma."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from model.charts.chart import Chart, ChartTable, View, ends, hover
from model.charts.chart_data import ChartData
from model.charts.chart_parts import dotted, empty_figure, percent_axis
from model.charts.melanoma import ACROSS, CURVE_MARKS, UP, add_band, add_curve, extremes_words
from model.evaluation.curves import BAND_RESAMPLES, DecisionCurve, decision_curve, precision_recall
from model.lesion.practice_words import stated

METRIC = "melanoma_average_precision"
STATED_AT = 0.1
"""Threshold at which the finding is stated."""
PATIENTS = 1000
"""Number of patients that net benefit is shown for."""


def precision_curves(data: ChartData, view: View) -> Chart:
    """Share of melanomas among the called ones, over the share of melanomas that is found."""
    t, tables = view.t, data.tables
    share = float(tables.positive.mean())
    rows = tuple((view.name(slug), *ends(data.score(slug, METRIC))) for slug in data.order)
    header = (t("charts.algorithm"), t(f"metrics.{METRIC}"), t("charts.low"), t("charts.high"))
    table = ChartTable(header, rows, tables.practice.slug)
    words = {"day": data.set_name(t), "share": t.percent(share), "practice": stated(t, tables.practice)}
    alt = extremes_words(data, view, METRIC)
    return Chart.named(t, "precision", alt, _precision_figure(data, view, share), table, (), **words)


def _precision_figure(data: ChartData, view: View, share: float) -> go.Figure:
    t, tables, focus = view.t, data.tables, data.focus(view)
    figure = empty_figure(view, 500)
    figure.add_hline(y=share * 100, line=dotted(view, 1.5))
    words = t("charts.precision.hover", across=ACROSS, up=UP)
    for slug in view.ordered(data.order):
        band = tables.draws(BAND_RESAMPLES) if slug == focus else None
        add_curve(figure, view, slug, precision_recall(tables.answers(slug), band), words)
    figure.update_xaxes(**percent_axis(view, t("charts.melanomas_found"), -1, 101))
    figure.update_yaxes(**percent_axis(view, t("charts.called_right"), -1, 102))
    return figure


def decision_curves(data: ChartData, view: View) -> Chart:
    """Net benefit of acting on the probability of each algorithm, over the threshold of acting."""
    t, tables = view.t, data.tables
    curves = {slug: decision_curve(tables.answers(slug)) for slug in data.order}
    focus = decision_curve(tables.answers(data.focus(view)), tables.draws(BAND_RESAMPLES))
    return Chart.named(
        t,
        "decision",
        _decision_alt(view, {slug: curves[slug] for slug in data.ranked}, focus),
        _decision_figure(data, view, curves, focus),
        _decision_table(view, curves, focus, tables.practice.slug),
        (t("charts.decision.note"),),
        day=data.set_name(t),
        practice=stated(t, tables.practice),
    )


def _decision_figure(data: ChartData, view: View, curves: dict[str, DecisionCurve], focus: DecisionCurve) -> go.Figure:
    t, theme, thresholds = view.t, view.theme, focus.thresholds * 100
    figure = empty_figure(view, 500)
    add_band(figure, view, data.focus(view), thresholds, focus.low * PATIENTS, focus.high * PATIENTS)
    figure.add_scatter(
        x=thresholds,
        y=focus.everyone * PATIENTS,
        mode="lines",
        name=t("charts.decision.everyone"),
        line={"dash": "dash", "color": theme.quiet, "width": 2},
        hoverinfo="name",
    )
    figure.add_hline(y=0, line={"color": theme.quiet, "width": 1.5})
    for slug in view.ordered(data.order):
        _add_decision_curve(figure, view, slug, curves[slug])
    top = max((float(curve.net_benefit.max()) for curve in curves.values()), default=0.1) * PATIENTS
    figure.update_xaxes(**percent_axis(view, t("charts.decision.threshold"), 0, 60))
    figure.update_yaxes(title_text=t("charts.decision.benefit"), range=[-0.25 * top, 1.12 * top])
    return figure


def _add_decision_curve(figure: go.Figure, view: View, slug: str, curve: DecisionCurve) -> None:
    figure.add_scatter(
        x=curve.thresholds * 100,
        y=curve.net_benefit * PATIENTS,
        mode="lines+markers",
        **view.trace(slug, marker=view.mark(slug, maxdisplayed=CURVE_MARKS)),
        hovertemplate=hover(view.t("charts.decision.hover", threshold="%{x:.2~r}", benefit="%{y:.1f}")),
    )


def _decision_table(view: View, curves: dict[str, DecisionCurve], focus: DecisionCurve, practice: str) -> ChartTable:
    """Net benefit at every fifth percent, with that of acting on everyone in the last row."""
    t = view.t
    shown = [place for place, value in enumerate(focus.thresholds) if round(value * 100) % 5 == 0]
    header = (t("charts.algorithm"), *(t.percent(float(focus.thresholds[place])) for place in shown))
    rows = [(view.name(slug), *curve.net_benefit[shown].tolist()) for slug, curve in curves.items()]
    everyone = (t("charts.decision.everyone"), *focus.everyone[shown].tolist())
    return ChartTable(header, (*rows, everyone), practice)


def _decision_alt(view: View, curves: dict[str, DecisionCurve], focus: DecisionCurve) -> str:
    """The algorithm with the largest net benefit at a threshold of 10 %."""
    t, place = view.t, int(np.argmin(np.abs(focus.thresholds - STATED_AT)))
    if not curves:
        return t("charts.nobody")
    best = max(curves, key=lambda slug: float(curves[slug].net_benefit[place]))
    return t(
        "charts.decision.alt",
        name=view.the(best),
        threshold=t.percent(float(focus.thresholds[place])),
        benefit=t.number(float(curves[best].net_benefit[place]) * PATIENTS),
        everyone=t.number(float(focus.everyone[place]) * PATIENTS),
    )

"""The ranking: the podium, and the scores of all algorithms with their intervals."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

import plotly.graph_objects as go

from model.charts.chart import Chart, ChartTable, View, ends, hover
from model.charts.chart_data import ChartData
from model.charts.chart_parts import (
    ROW,
    add_interval,
    empty_figure,
    error_bars,
    interval_header,
    label_rows,
    metric_axis,
    rank_header,
)
from model.charts.written import DASH, scale_of, score_words, value_words
from model.evaluation.intervals import Score
from model.evaluation.qi import Rule, Standing

STEPS = {1: (1, 3.0), 2: (0, 2.2), 3: (2, 1.5)}
"""Place from the left and height of the steps of the podium, by rank."""


def podium(data: ChartData, view: View) -> Chart:
    """The first three on their steps, with the share of resamples in which each is first."""
    t, rows = view.t, data.ranking.standings
    best = [row for row in rows if row.rank is not None][: len(STEPS)]
    header = (*rank_header(t), t("charts.qi"), t("charts.low"), t("charts.high"), t("charts.first"))
    cells = tuple((row.rank, view.name(row.slug), *ends(row.qi), row.first) for row in rows)
    names = view.names([row.slug for row in best])
    alt, figure = t("charts.podium.alt", names=names) if best else t("charts.nobody"), _podium_figure(view, best, data)
    return Chart.named(t, "podium", alt, figure, ChartTable(header, cells), rule=rule_words(view, data.rule))


def _podium_figure(view: View, best: list[Standing], data: ChartData) -> go.Figure:
    figure = empty_figure(view, 380, bargap=0.04)
    for number, row in enumerate(best, 1):
        place, height = STEPS[number]
        _add_step(figure, view, row.slug, place, height)
        figure.add_trace(_on_the_step(view, row, place, height))
        words = _step_words(view, row, data.rule.metric)
        figure.add_annotation(text=words, x=place, y=0.06, yanchor="bottom", showarrow=False)
    figure.update_xaxes(visible=False, range=[-0.55, 2.55])
    figure.update_yaxes(visible=False, range=[0, 3.9])
    return figure


def _add_step(figure: go.Figure, view: View, slug: str, place: int, height: float) -> None:
    colour = view.colour(slug)
    figure.add_bar(
        x=[place],
        y=[height],
        name=view.name(slug),
        legendgroup=slug,
        marker={"color": view.theme.faded(colour, 0.22), "line": {"color": colour, "width": 3}},
        hoverinfo="skip",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        showlegend=False,
    )


def _step_words(view: View, row: Standing, metric: str) -> str:
    t = view.t
    first = textwrap.wrap(t("charts.podium.first", share=t.percent(row.first)), 12, break_on_hyphens=False)
    rank = f"<span style='font-size:34px'><b>{row.rank}</b></span>"
    return "<br>".join((rank, f"<b>{value_words(t, metric, row.qi.value)}</b>", *first))


def forest(data: ChartData, view: View) -> Chart:
    """QI and the scores of both days with their intervals, the best first."""
    t, rows = view.t, data.ranking.standings
    names = (t("charts.qi"), t("charts.day1"), t("charts.day2"))
    header = (*rank_header(t), *(column for name in names for column in interval_header(t, name)))
    cells = tuple((row.rank, view.name(row.slug), *ends(row.qi), *ends(row.day1), *ends(row.day2)) for row in rows)
    words = {"metric": t(f"metrics.{data.rule.metric}"), "better": better_words(view, data.rule)}
    figure = _forest_figure(view, rows, data.rule.metric)
    return Chart.named(t, "forest", _forest_alt(data, view), figure, ChartTable(header, cells), (), **words)


def _forest_figure(view: View, rows: Sequence[Standing], metric: str) -> go.Figure:
    figure, scale = empty_figure(view, 90 + ROW * len(rows)), scale_of(metric)
    if rows and not math.isnan(rows[0].qi.low):
        low, high = rows[0].qi.low * scale, rows[0].qi.high * scale
        figure.add_vrect(x0=low, x1=high, fillcolor=view.theme.faded(view.theme.ink, 0.07), line_width=0, layer="below")
    labels = {}
    for place, row in enumerate(rows):
        for day, score, offset in (("day1", row.day1, 0.17), ("day2", row.day2, 0.33)):
            figure.add_trace(_day_interval(view, row.slug, metric, day, score, place + offset))
        qi = score_words(view.t, metric, row.qi)
        add_interval(figure, view, row.slug, place, row.qi, qi, scale)
        labels[row.slug] = f"{row.rank or DASH}  {view.name(row.slug)}", qi
    label_rows(figure, view, labels)
    figure.update_yaxes(visible=False, range=[len(rows) - 0.4, -0.65])
    figure.update_xaxes(**metric_axis(view, metric), nticks=6)
    return figure


def rule_words(view: View, rule: Rule) -> str:
    """The rule: metric and share of each day."""
    t, (day1, day2) = view.t, rule.shares
    return t("charts.rule", metric=t(f"metrics.{rule.metric}"), day1=t.percent(day1), day2=t.percent(day2))


def better_words(view: View, rule: Rule) -> str:
    """The direction in which scores are better."""
    return view.t("charts.higher_is_better" if rule.of.higher_is_better else "charts.lower_is_better")


def _on_the_step(view: View, row: Standing, place: int, height: float) -> go.Scatter:
    return go.Scatter(
        x=[place],
        y=[height + 0.22],
        mode="markers+text",
        text=[f"<b>{view.short(row.slug, 16)}</b>"],
        textposition="top center",
        **view.trace(row.slug, line=None, marker=view.mark(row.slug, size=22, color=view.colour(row.slug))),
        hoverinfo="skip",
        cliponaxis=False,
        showlegend=False,
    )


def _day_interval(view: View, slug: str, metric: str, day: str, score: Score, place: float) -> go.Scatter:
    scale, t = scale_of(metric), view.t
    words = f"{t(f'charts.{day}')}: {score_words(t, metric, score)}"
    symbol = "line-ns" if day == "day1" else "line-ns-open"
    colour = view.theme.faded(view.theme.quiet, 0.35) if view.is_pale(slug) else view.theme.quiet
    mark = {"symbol": symbol, "size": 8, "color": colour, "line": {"width": 2, "color": colour}}
    return go.Scatter(
        x=[score.value * scale],
        y=[place],
        mode="markers",
        **view.trace(slug, line=None, marker=mark),
        error_x=error_bars(score, scale, colour, 1.6),
        hovertemplate=hover(words),
        showlegend=False,
    )


def _forest_alt(data: ChartData, view: View) -> str:
    """The leader with its QI, and the algorithms whose intervals overlap its interval."""
    t, rows, metric = view.t, data.ranking.standings, data.rule.metric
    if not rows or rows[0].rank is None:
        return t("charts.nobody")
    first = t("charts.forest.alt", name=view.name(rows[0].slug), qi=score_words(t, metric, rows[0].qi))
    if len(rows) == 1:
        return first
    leader = rows[0].qi
    overlapping = [row.slug for row in rows[1:] if leader.low <= row.qi.high and row.qi.low <= leader.high]
    kind = "overlap" if overlapping else "clear"
    return f"{first} {t(f'charts.forest.alt_{kind}', names=view.names(overlapping))}"

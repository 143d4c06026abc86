"""Who leads: the podium and the scores with their intervals; what the words about a rule have in common."""

from __future__ import annotations

import math
import textwrap

import plotly.graph_objects as go

from model.charts.chart import LARGE_MARK, Chart, ChartTable, View, ends
from model.charts.chart_data import ChartData
from model.charts.chart_parts import ROW, empty_figure, error_bars, label_rows, percent_axis, who_header
from model.charts.written import AS_NUMBER, scale_of, score_words, value_words
from model.evaluation.intervals import Score
from model.evaluation.qi import Rule, Standing

STEPS = {1: (1, 3.0), 2: (0, 2.2), 3: (2, 1.5)}
"""Place from the left and height of the steps of a podium."""


def podium(material: ChartData, view: View) -> Chart:
    """The first three on their steps, with the share of resamples in which each is first."""
    t, rule, theme = view.t, material.rule, view.theme
    figure = empty_figure(view, 380, bargap=0.04)
    best = [row for row in material.ranking.standings if row.rank is not None][:3]
    for number, row in enumerate(best, 1):
        place, height = STEPS[number]
        figure.add_bar(
            x=[place],
            y=[height],
            name=view.name(row.slug),
            legendgroup=row.slug,
            marker={
                "color": theme.faded(view.colour(row.slug), 0.22),
                "line": {"color": view.colour(row.slug), "width": 3},
            },
            hoverinfo="skip",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
            showlegend=False,
        )
        figure.add_trace(_on_the_step(view, row, place, height))
        words = "<br>".join(
            textwrap.wrap(t("charts.podium.first", share=t.percent(row.first)), 12, break_on_hyphens=False)
        )
        value = value_words(t, rule.metric, row.qi.value)
        step = f"<span style='font-size:34px'><b>{row.rank}</b></span><br><b>{value}</b><br>{words}"
        figure.add_annotation(text=step, x=place, y=0.06, yanchor="bottom", showarrow=False)
    figure.update_xaxes(visible=False, range=[-0.55, 2.55])
    figure.update_yaxes(visible=False, range=[0, 3.9])
    rows = tuple(
        (row.rank, view.name(row.slug), row.qi.value, row.qi.low, row.qi.high, row.first)
        for row in material.ranking.standings
    )
    header = (*who_header(view), t("charts.qi"), t("charts.low"), t("charts.high"), t("charts.first"))
    names = view.names([row.slug for row in best])
    return Chart(
        "podium",
        t("charts.podium.title"),
        t("charts.podium.subtitle", rule=rule_words(view, rule)),
        t("charts.podium.alt", names=names) if best else t("charts.nobody"),
        figure,
        ChartTable(header, rows),
    )


def forest(material: ChartData, view: View) -> Chart:
    """QI and the scores of both days with their intervals, the best first."""
    t, metric, rows = view.t, material.rule.metric, material.ranking.standings
    scale = scale_of(metric)
    figure = empty_figure(view, 90 + ROW * len(rows))
    if rows and not math.isnan(rows[0].qi.low):
        low, high = rows[0].qi.low * scale, rows[0].qi.high * scale
        figure.add_vrect(x0=low, x1=high, fillcolor=view.theme.faded(view.theme.ink, 0.07), line_width=0, layer="below")
    labels = {}
    for place, row in enumerate(rows):
        labels[row.slug] = (_ranked_name(view, row), score_words(t, metric, row.qi))
        for day, score, offset in (("day1", row.day1, 0.17), ("day2", row.day2, 0.33)):
            figure.add_trace(_day_interval(view, row.slug, metric, day, score, place + offset))
        figure.add_trace(_interval(view, row.slug, metric, row.qi, place))
    label_rows(figure, view, labels)
    figure.update_yaxes(visible=False, range=[len(rows) - 0.4, -0.65])
    _metric_axis(figure, view, metric)
    header = (
        *who_header(view),
        *_interval_header(view, t("charts.qi")),
        *_interval_header(view, t("charts.day1")),
        *_interval_header(view, t("charts.day2")),
    )
    table = tuple((row.rank, view.name(row.slug), *ends(row.qi), *ends(row.day1), *ends(row.day2)) for row in rows)
    return Chart(
        "forest",
        t("charts.forest.title", metric=t(f"metrics.{metric}")),
        t("charts.forest.subtitle", better=better_words(view, material.rule)),
        _forest_alt(material, view),
        figure,
        ChartTable(header, table),
    )


def rule_words(view: View, rule: Rule) -> str:
    """The rule in a few words."""
    t, (day1, day2) = view.t, rule.shares
    return t("charts.rule", metric=t(f"metrics.{rule.metric}"), day1=t.percent(day1), day2=t.percent(day2))


def better_words(view: View, rule: Rule) -> str:
    """In which direction better lies."""
    t = view.t
    return t("charts.higher_is_better" if rule.of.higher_is_better else "charts.lower_is_better")


def _interval_header(view: View, name: str) -> tuple[str, str, str]:
    t = view.t
    return name, f"{name}, {t('charts.low')}", f"{name}, {t('charts.high')}"


def _ranked_name(view: View, row: Standing) -> str:
    return f"{row.rank or '–'}  {view.name(row.slug)}"


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


def _interval(view: View, slug: str, metric: str, score: Score, place: float) -> go.Scatter:
    scale = scale_of(metric)
    return go.Scatter(
        x=[score.value * scale],
        y=[place],
        mode="markers",
        **view.trace(slug, line=None, marker=view.mark(slug, size=LARGE_MARK)),
        error_x=error_bars(score, scale, view.stroke(slug), 4),
        hovertemplate=f"%{{fullData.name}}<br>{score_words(view.t, metric, score)}<extra></extra>",
    )


def _day_interval(view: View, slug: str, metric: str, day: str, score: Score, place: float) -> go.Scatter:
    scale, t = scale_of(metric), view.t
    words = f"{t(f'charts.{day}')}: {score_words(t, metric, score)}"
    symbol = "line-ns" if day == "day1" else "line-ns-open"
    colour = view.theme.faded(view.theme.quiet, 0.35) if view.is_pale(slug) else view.theme.quiet
    return go.Scatter(
        x=[score.value * scale],
        y=[place],
        mode="markers",
        marker={"symbol": symbol, "size": 8, "color": colour, "line": {"width": 2, "color": colour}},
        error_x=error_bars(score, scale, colour, 1.6),
        name=view.name(slug),
        legendgroup=slug,
        hovertemplate=f"%{{fullData.name}}<br>{words}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        showlegend=False,
    )


def _metric_axis(figure: go.Figure, view: View, metric: str) -> None:
    t = view.t
    if metric in AS_NUMBER:
        figure.update_xaxes(title_text=t(f"metrics.{metric}"), nticks=6)
    else:
        axis = percent_axis(view, t(f"metrics.{metric}"))
        figure.update_xaxes(title_text=axis["title"]["text"], ticksuffix=axis["ticksuffix"], nticks=6)


def _forest_alt(material: ChartData, view: View) -> str:
    t, rows, metric = view.t, material.ranking.standings, material.rule.metric
    if not rows or rows[0].rank is None:
        return t("charts.nobody")
    overlapping = [row.slug for row in rows[1:] if _overlap(rows[0].qi, row.qi)]
    first = t("charts.forest.alt", name=view.name(rows[0].slug), qi=score_words(t, metric, rows[0].qi))
    if len(rows) == 1:
        return first
    other = (
        t("charts.forest.alt_overlap", names=view.names(overlapping)) if overlapping else t("charts.forest.alt_clear")
    )
    return f"{first} {other}"


def _overlap(one: Score, other: Score) -> bool:
    return one.low <= other.high and other.low <= one.high

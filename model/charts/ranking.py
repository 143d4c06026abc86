"""The scores of all algorithms with their intervals, in the order of the ranking."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from model.charts.chart import TEXT, Chart, ChartTable, View, ends, hover
from model.charts.chart_data import ChartData
from model.charts.chart_parts import (
    add_interval,
    dotted,
    empty_figure,
    error_bars,
    interval_header,
    metric_axis,
    rank_header,
    word_axis,
)
from model.charts.written import scale_of, score_words
from model.evaluation.intervals import Score
from model.evaluation.qi import Rule, Standing

FOREST_ROW = 38
"""Height of a row, px, about that of a row of the table that stands beside the plot."""


def forest(data: ChartData, view: View) -> Chart:
    """QI and the scores of both days with their intervals, the best first, those without a rank last."""
    t, rows = view.t, (*data.rows, *data.ranking.references)
    names = (t("charts.qi"), t("charts.day1"), t("charts.day2"))
    header = (*rank_header(t), *(column for name in names for column in interval_header(t, name)))
    cells = tuple((row.rank, view.name(row.slug), *ends(row.qi), *ends(row.day1), *ends(row.day2)) for row in rows)
    words = {"metric": t(f"metrics.{data.rule.metric}"), "better": better_words(view, data.rule)}
    figure = _forest_figure(view, rows, data.rule.metric)
    return Chart.named(t, "forest", _forest_alt(data, view), figure, ChartTable(header, cells), (), **words)


def _forest_figure(view: View, rows: Sequence[Standing], metric: str) -> go.Figure:
    figure, scale = empty_figure(view, 76 + FOREST_ROW * len(rows)), scale_of(metric)
    for place, row in enumerate(rows):
        for day, score, offset in (("day1", row.day1, 0.2), ("day2", row.day2, 0.36)):
            figure.add_trace(_day_interval(view, row.slug, metric, day, score, place + offset))
        qi = score_words(view.t, metric, row.qi)
        add_interval(figure, view, row.slug, place, row.qi, qi, scale)
        if row.rank is None and not math.isnan(row.qi.value):
            figure.add_vline(x=row.qi.value * scale, line={**dotted(view), "dash": "dash"}, layer="below")
    names = [_row_name(view, row) for row in rows]
    figure.update_yaxes(**word_axis(names, range=[len(rows) - 0.4, -0.6]), tickfont={"size": TEXT - 1})
    figure.update_xaxes(**metric_axis(view, metric), nticks=6)
    return figure


def _row_name(view: View, row: Standing) -> str:
    """Rank and name, or name and that there is no rank; bold if highlighted."""
    name = view.short(row.slug, 20)
    words = f"{row.rank}  {name}" if row.rank else view.t("charts.reference", name=name).replace(" (", "<br>(")
    return f"<b>{words}</b>" if row.slug == view.highlighted else words


def rule_words(view: View, rule: Rule) -> str:
    """The rule: metric and share of each day."""
    t, (day1, day2) = view.t, rule.shares
    return t("charts.rule", metric=t(f"metrics.{rule.metric}"), day1=t.percent(day1), day2=t.percent(day2))


def better_words(view: View, rule: Rule) -> str:
    """The direction in which scores are better."""
    return view.t("charts.higher_is_better" if rule.of.higher_is_better else "charts.lower_is_better")


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
    """The leader with its QI."""
    t, rows, metric = view.t, data.ranking.standings, data.rule.metric
    if not rows or rows[0].rank is None:
        return t("charts.nobody")
    return t("charts.forest.alt", name=view.the(rows[0].slug), qi=score_words(t, metric, rows[0].qi))

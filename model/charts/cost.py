"""Score against time and against size, and the algorithms that no other beats on both (Pareto)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import plotly.graph_objects as go

from model.charts.chart import LARGE_MARK, Chart, ChartTable, View, ends, hover
from model.charts.chart_data import ChartData, Cost
from model.charts.chart_parts import dotted, empty_figure, error_bars, metric_axis
from model.charts.written import scale_of, score_words
from model.evaluation.intervals import Score
from model.evaluation.sets import HOME

Measure = Callable[[Cost], float | None]
Points = dict[str, tuple[float, float]]
"""Cost and score by slug."""


def score_by_time(data: ChartData, view: View) -> Chart:
    """Score of day 2 over the time for one photo, milliseconds."""
    return _pareto(data, view, "time", lambda cost: None if cost.seconds is None else cost.seconds * 1000)


def score_by_size(data: ChartData, view: View) -> Chart:
    """Score of day 2 over the size of the weights, megabytes."""
    return _pareto(data, view, "size", lambda cost: None if cost.bytes is None else cost.bytes / 1e6)


def undominated(points: Points, higher_is_better: bool) -> list[str]:
    """Algorithms that no other beats in cost without losing in score, by rising cost; points are cost and score.

    >>> undominated({"a": (1, 0.7), "b": (2, 0.6), "c": (3, 0.9)}, True)
    ['a', 'c']
    """
    sign = 1 if higher_is_better else -1
    front: list[str] = []
    for slug in sorted(points, key=lambda slug: (points[slug][0], -sign * points[slug][1], slug)):
        if not front or sign * points[slug][1] > sign * points[front[-1]][1]:
            front.append(slug)
    return front


@dataclass(frozen=True)
class _Plane:
    name: str
    metric: str
    costs: dict[str, float | None]
    scores: dict[str, Score]
    front: list[str]

    @property
    def points(self) -> Points:
        """The algorithms with a known cost and score."""
        return _known(self.costs, self.scores)


def _known(costs: dict[str, float | None], scores: dict[str, Score]) -> Points:
    return {
        slug: (cost, scores[slug].value)
        for slug, cost in costs.items()
        if cost is not None and cost > 0 and not math.isnan(scores[slug].value)
    }


def _pareto(data: ChartData, view: View, name: str, measure: Measure) -> Chart:
    t, metric = view.t, data.rule.metric
    scores = {slug: data.evaluation.score(HOME, slug, metric) for slug in data.order}
    costs = {slug: measure(data.costs.get(slug, Cost())) for slug in data.order}
    competing = {slug: point for slug, point in _known(costs, scores).items() if slug in data.ranked}
    front = undominated(competing, data.rule.of.higher_is_better)
    plane = _Plane(name, metric, costs, scores, front)
    alt = t("charts.pareto.alt", names=view.names(front)) if front else t("charts.pareto.unknown")
    return Chart.named(t, name, alt, _figure(view, plane), _table(view, plane))


def _figure(view: View, plane: _Plane) -> go.Figure:
    t, points, scale = view.t, plane.points, scale_of(plane.metric)
    figure = empty_figure(view, 500)
    figure.add_scatter(
        x=[points[slug][0] for slug in plane.front],
        y=[points[slug][1] * scale for slug in plane.front],
        mode="lines",
        line={"shape": "hv", **dotted(view)},
        hoverinfo="skip",
        showlegend=False,
    )
    for slug in view.ordered(tuple(points)):
        _add_point(figure, view, plane, slug)
    cost_axis = {"title_text": t(f"charts.{plane.name}.x"), "type": "log", "range": _log_range(points)}
    figure.update_xaxes(**cost_axis, **_steps(view, points))
    figure.update_yaxes(**metric_axis(view, plane.metric))
    return figure


def _add_point(figure: go.Figure, view: View, plane: _Plane, slug: str) -> None:
    """The mark of an algorithm, with its name if it is highlighted; more names would lie on each other."""
    t, (cost, value), score = view.t, plane.points[slug], plane.scores[slug]
    scale = scale_of(plane.metric)
    words = f"{score_words(t, plane.metric, score)}<br>{t(f'charts.{plane.name}.hover', cost=t.number(cost, 1))}"
    figure.add_scatter(
        x=[cost],
        y=[value * scale],
        mode="markers+text" if slug == view.highlighted else "markers",
        text=[view.name(slug)],
        textposition="top right" if cost < _middle(plane.points) else "top left",
        **view.trace(slug, line=None, marker=view.mark(slug, size=LARGE_MARK + 2)),
        error_y=error_bars(score, scale, view.stroke(slug), 1.5),
        hovertemplate=hover(words),
    )


def _table(view: View, plane: _Plane) -> ChartTable:
    t = view.t
    names = ("charts.algorithm", f"charts.{plane.name}.x", f"metrics.{plane.metric}")
    header = tuple(t(name) for name in (*names, "charts.low", "charts.high", "charts.pareto.front"))
    rows = tuple(
        (view.name(slug), plane.costs[slug], *ends(score), t("charts.pareto.yes") if slug in plane.front else "")
        for slug, score in plane.scores.items()
    )
    return ChartTable(header, rows)


def _steps(view: View, points: Points) -> dict[str, list[object]]:
    """Ticks at 1, 2 and 5 times a power of ten."""
    low, high = _log_range(points)
    steps = [digit * 10.0**power for power in range(math.floor(low), math.ceil(high) + 1) for digit in (1, 2, 5)]
    within = [step for step in steps if low <= math.log10(step) <= high]
    words = [view.t.number(step, max(0, -math.floor(math.log10(step)))) for step in within]
    return {"tickvals": [*within], "ticktext": [*words]}


def _middle(points: Points) -> float:
    low, high = _log_range(points)
    return float(10 ** ((low + high) / 2))


def _log_range(points: Points) -> tuple[float, float]:
    """Powers of ten at both ends of the cost axis, with room for names."""
    costs = [cost for cost, _ in points.values()] or [1.0]
    return math.log10(min(costs)) - 0.25, math.log10(max(costs)) + 0.25

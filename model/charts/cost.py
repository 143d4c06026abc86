"""What it costs: score against time and against size; who is beaten by nobody on both (Pareto)."""

from __future__ import annotations

import math
from collections.abc import Callable

from model.charts.chart import LARGE_MARK, Chart, ChartTable, View
from model.charts.chart_data import ChartData, Cost
from model.charts.chart_parts import empty_figure, error_bars, percent_axis
from model.charts.written import AS_NUMBER, scale_of, score_words

Measure = Callable[[Cost], float | None]


def score_by_time(material: ChartData, view: View) -> Chart:
    """Score of day 2 over the time of one photo."""
    return _pareto(material, view, "time", lambda cost: None if cost.seconds is None else cost.seconds * 1000)


def score_by_size(material: ChartData, view: View) -> Chart:
    """Score of day 2 over the size of the weights."""
    return _pareto(material, view, "size", lambda cost: None if cost.bytes is None else cost.bytes / 1e6)


def undominated(points: dict[str, tuple[float, float]], higher_is_better: bool) -> list[str]:
    """Those that no other beats in cost without losing in score, by rising cost.

    Args:
        points: cost and score by slug.
        higher_is_better: direction of the score.

    >>> undominated({"a": (1, 0.7), "b": (2, 0.6), "c": (3, 0.9)}, True)
    ['a', 'c']
    """
    sign = 1 if higher_is_better else -1
    front: list[str] = []
    best = -math.inf
    for slug in sorted(points, key=lambda one: (points[one][0], -sign * points[one][1], one)):
        if sign * points[slug][1] > best:
            front.append(slug)
            best = sign * points[slug][1]
    return front


def _pareto(material: ChartData, view: View, name: str, measure: Measure) -> Chart:
    t, rule, theme = view.t, material.rule, view.theme
    metric, scale = rule.metric, scale_of(rule.metric)
    scores = {slug: material.evaluation.scores["day2"][slug].overall[metric] for slug in material.order}
    costs = {slug: measure(material.costs.get(slug, Cost())) for slug in material.order}
    points = {
        slug: (cost, scores[slug].value)
        for slug, cost in costs.items()
        if cost is not None and cost > 0 and not math.isnan(scores[slug].value)
    }
    front = undominated(points, rule.of.higher_is_better)
    figure = empty_figure(view, 500)
    figure.add_scatter(
        x=[points[slug][0] for slug in front],
        y=[points[slug][1] * scale for slug in front],
        mode="lines",
        line={"shape": "hv", "dash": "dot", "color": theme.quiet, "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )
    for slug in view.ordered(tuple(points)):
        score, cost = scores[slug], t(f"charts.{name}.hover", cost=t.number(points[slug][0], 1))
        figure.add_scatter(
            x=[points[slug][0]],
            y=[points[slug][1] * scale],
            mode="markers+text" if slug in front or slug == view.highlighted else "markers",
            text=[view.name(slug)],
            textposition="top right" if points[slug][0] < _middle(points) else "top left",
            **view.trace(slug, line=None, marker=view.mark(slug, size=LARGE_MARK + 2)),
            error_y=error_bars(score, scale, view.stroke(slug), 1.5),
            hovertemplate="<br>".join(["%{fullData.name}", score_words(t, metric, score), cost]) + "<extra></extra>",
        )
    figure.update_xaxes(title_text=t(f"charts.{name}.x"), type="log", range=_log_range(points), **_steps(view, points))
    if metric in AS_NUMBER:
        figure.update_yaxes(title_text=t(f"metrics.{metric}"))
    else:
        axis = percent_axis(view, t(f"metrics.{metric}"))
        figure.update_yaxes(title_text=axis["title"]["text"], ticksuffix=axis["ticksuffix"])
    rows = tuple(
        (
            view.name(slug),
            costs[slug],
            scores[slug].value,
            scores[slug].low,
            scores[slug].high,
            t("charts.pareto.yes") if slug in front else "",
        )
        for slug in material.order
    )
    header = (
        t("charts.algorithm"),
        t(f"charts.{name}.x"),
        t(f"metrics.{metric}"),
        t("charts.low"),
        t("charts.high"),
        t("charts.pareto.front"),
    )
    return Chart(
        name,
        t(f"charts.{name}.title"),
        t(f"charts.{name}.subtitle"),
        t("charts.pareto.alt", names=view.names(front)) if front else t("charts.pareto.unknown"),
        figure,
        ChartTable(header, rows),
    )


def _steps(view: View, points: dict[str, tuple[float, float]]) -> dict[str, list[object]]:
    """Ticks at 1, 2 and 5 times a power of ten."""
    low, high = _log_range(points)
    steps = [m * 10.0**power for power in range(math.floor(low), math.ceil(high) + 1) for m in (1, 2, 5)]
    within = [step for step in steps if low <= math.log10(step) <= high]
    return {
        "tickvals": list(within),
        "ticktext": [view.t.number(step, max(0, -math.floor(math.log10(step)))) for step in within],
    }


def _middle(points: dict[str, tuple[float, float]]) -> float:
    low, high = _log_range(points)
    return float(10 ** ((low + high) / 2))


def _log_range(points: dict[str, tuple[float, float]]) -> tuple[float, float]:
    """Powers of ten, with room for names on both sides."""
    costs = [cost for cost, _ in points.values()] or [1.0]
    return math.log10(min(costs)) - 0.25, math.log10(max(costs)) + 0.25

"""What the operating points do elsewhere: melanomas found, other lesions left alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from model.charts.chart import LARGE_MARK, Cell, Chart, ChartTable, View, ends
from model.charts.chart_data import ChartData
from model.charts.chart_parts import ROW, empty_figure, error_bars, label_rows, percent_axis
from model.charts.written import score_words, value_words
from model.evaluation.sets import ELSEWHERE, HOME
from model.evaluation.transfer import falls

AIM = 0.9
"""Share of the melanomas of the inner fold that reach the operating point."""
POINT = ("sensitivity", "specificity")


def point_elsewhere(material: ChartData, view: View) -> Chart:
    """Sensitivity and specificity of each algorithm elsewhere, at the operating point that was chosen in training."""
    t = view.t
    order = [fall.slug for fall in falls(material.evaluation)]
    figure = empty_figure(view, 110 + ROW * len(order))
    figure.add_vline(x=AIM * 100, line={"dash": "dot", "color": view.theme.quiet, "width": 2}, layer="below")
    labels = {}
    for place, slug in enumerate(order):
        for number, metric in enumerate(POINT):
            _add_point(figure, view, material, slug, metric, place + 0.3 * number)
        there = {metric: material.evaluation.score(ELSEWHERE, slug, metric) for metric in POINT}
        shares = {metric: value_words(t, metric, score.value, 0) for metric, score in there.items()}
        labels[slug] = (view.name(slug), t("charts.point.label", **shares))
    label_rows(figure, view, labels)
    figure.update_yaxes(visible=False, range=[len(order) - 0.3, -0.75])
    figure.update_xaxes(**percent_axis(view, t("charts.point.x"), 0, 101))
    return Chart(
        "point",
        t("charts.point.title"),
        t("charts.point.subtitle", aim=t.percent(AIM)),
        _point_alt(view, material, order),
        figure,
        _point_table(view, material, order),
        (t("charts.point.note"),),
    )


def _add_point(figure: go.Figure, view: View, material: ChartData, slug: str, metric: str, at: float) -> None:
    """Full for sensitivity, hollow for specificity; the share of day 2 as a short stroke."""
    t, first = view.t, metric == POINT[0]
    home, away = (material.evaluation.score(name, slug, metric) for name in (HOME, ELSEWHERE))
    colour = view.stroke(slug)
    mark = {} if first else {"color": view.theme.paper, "line": {"width": 2.5, "color": colour}}
    stroke = {"symbol": "line-ns", "size": 12, "color": colour, "line": {"width": 2, "color": colour}}
    words = f"{t(f'charts.{metric}')}: {score_words(t, metric, away)}"
    before = f"{t(f'charts.{HOME}')}: {score_words(t, metric, home)}"
    figure.add_scatter(
        x=[home.value * 100], y=[at], mode="markers", **view.trace(slug, line=None, marker=stroke),
        hovertemplate=f"%{{fullData.name}}<br>{t(f'charts.{metric}')}, {before}<extra></extra>", showlegend=False,
    )  # fmt: skip
    figure.add_scatter(
        x=[away.value * 100], y=[at], mode="markers",
        **view.trace(slug, line=None, marker=view.mark(slug, size=LARGE_MARK if first else LARGE_MARK - 3, **mark)),
        error_x=error_bars(away, 100, colour, 4 if first else 1.8),
        hovertemplate=f"%{{fullData.name}}<br>{words}<extra></extra>", showlegend=None if first else False,
    )  # fmt: skip


def _point_alt(view: View, material: ChartData, order: Sequence[str]) -> str:
    """Who still finds the wanted share of the melanomas, and who finds fewest."""
    t = view.t
    found = {slug: {metric: material.evaluation.score(ELSEWHERE, slug, metric) for metric in POINT} for slug in order}
    known = [slug for slug in order if not math.isnan(found[slug][POINT[0]].value)]
    if not known:
        return t("charts.nobody")
    keeping = [slug for slug in known if found[slug][POINT[0]].value >= AIM]
    key = "kept_all" if len(keeping) == len(known) else "kept" if keeping else "kept_none"
    worst = min(known, key=lambda slug: found[slug][POINT[0]].value)
    alarms = min(known, key=lambda slug: found[slug][POINT[1]].value)
    return " ".join(
        (
            t(f"charts.point.{key}", aim=t.percent(AIM), names=view.names(keeping), number=len(known)),
            t("charts.point.fewest", name=view.name(worst), share=score_words(t, POINT[0], found[worst][POINT[0]])),
            t("charts.point.alarms", name=view.name(alarms), share=score_words(t, POINT[1], found[alarms][POINT[1]])),
        )
    )


def _point_table(view: View, material: ChartData, order: Sequence[str]) -> ChartTable:
    t = view.t
    header: list[str] = [t("charts.algorithm"), t("charts.point.threshold")]
    columns: list[tuple[str, str]] = []
    for metric in POINT:
        for name in (ELSEWHERE, HOME):
            header += [f"{t(f'charts.{metric}')}, {t(f'charts.{name}')}", t("charts.low"), t("charts.high")]
            columns.append((name, metric))
    points = material.evaluation.benchmark.sets[HOME].thresholds
    thresholds = {slug: point.value for slug, point in points.items()}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (view.name(slug), thresholds.get(slug), *_cells(material, slug, columns)) for slug in order
    )
    return ChartTable(tuple(header), rows)


def _cells(material: ChartData, slug: str, columns: Sequence[tuple[str, str]]) -> list[float]:
    scores = [material.evaluation.score(name, slug, metric) for name, metric in columns]
    return [end for score in scores for end in ends(score)]

"""Operating points on photos from other clinics: melanomas found, other lesions left alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from model.charts.chart import LARGE_MARK, Chart, ChartTable, View, ends, hover
from model.charts.chart_data import ChartData
from model.charts.chart_parts import ROW, add_interval, dotted, empty_figure, label_rows, percent_axis
from model.charts.elsewhere import shown_falls
from model.charts.written import score_words, value_words
from model.evaluation.sets import ELSEWHERE, HOME

AIM = 0.9
"""Share of the melanomas of the inner fold that reach the operating point."""
POINT = SENSITIVITY, SPECIFICITY = ("sensitivity", "specificity")


def point_elsewhere(data: ChartData, view: View) -> Chart:
    """Sensitivity and specificity of each algorithm elsewhere, at the operating point chosen in training."""
    t, order = view.t, [fall.slug for fall in shown_falls(data)]
    competing = [slug for slug in order if slug not in data.evaluation.references]
    alt, figure, table = _alt(view, data, competing), _figure(view, data, order), _table(view, data, order)
    return Chart.named(t, "point", alt, figure, table, (t("charts.point.note"),), aim=t.percent(AIM))


def _figure(view: View, data: ChartData, order: Sequence[str]) -> go.Figure:
    t = view.t
    figure = empty_figure(view, 110 + ROW * len(order))
    figure.add_vline(x=AIM * 100, line=dotted(view), layer="below")
    labels = {}
    for place, slug in enumerate(order):
        for number, metric in enumerate(POINT):
            _add_point(figure, view, data, slug, metric, place + 0.3 * number)
        away = {metric: data.evaluation.score(ELSEWHERE, slug, metric).value for metric in POINT}
        shares = {metric: value_words(t, metric, value) for metric, value in away.items()}
        labels[slug] = (view.name(slug), t("charts.point.label", **shares))
    label_rows(figure, view, labels)
    figure.update_yaxes(visible=False, range=[len(order) - 0.3, -0.75])
    figure.update_xaxes(**percent_axis(view, t("charts.point.x"), 0, 101))
    return figure


def _add_point(figure: go.Figure, view: View, data: ChartData, slug: str, metric: str, height: float) -> None:
    """A share elsewhere as a mark, filled for sensitivity and hollow for specificity; that of day 2 as a stroke."""
    t, filled = view.t, metric == SENSITIVITY
    home, away = (data.evaluation.score(name, slug, metric) for name in (HOME, ELSEWHERE))
    colour = view.stroke(slug)
    hollow: dict[str, object] = {
        "size": LARGE_MARK - 3,
        "color": view.theme.paper,
        "line": {"width": 2.5, "color": colour},
    }
    stroke = {"symbol": "line-ns", "size": 12, "color": colour, "line": {"width": 2, "color": colour}}
    measure = t(f"charts.{metric}")
    figure.add_scatter(
        x=[home.value * 100], y=[height], mode="markers", **view.trace(slug, line=None, marker=stroke),
        hovertemplate=hover(f"{measure}, {t(f'charts.{HOME}')}: {score_words(t, metric, home)}"), showlegend=False,
    )  # fmt: skip
    words = f"{measure}: {score_words(t, metric, away)}"
    if filled:
        add_interval(figure, view, slug, height, away, words, 100)
    else:
        add_interval(figure, view, slug, height, away, words, 100, thickness=1.8, showlegend=False, mark=hollow)


def _alt(view: View, data: ChartData, order: Sequence[str]) -> str:
    """The algorithms that still find the wanted share of the melanomas, and the two worst in either direction."""
    t = view.t
    scores = {slug: {metric: data.evaluation.score(ELSEWHERE, slug, metric) for metric in POINT} for slug in order}
    known = [slug for slug in order if not math.isnan(scores[slug][SENSITIVITY].value)]
    if not known:
        return t("charts.nobody")
    keeping = [slug for slug in known if scores[slug][SENSITIVITY].value >= AIM]
    key = "kept_all" if len(keeping) == len(known) else "kept" if keeping else "kept_none"
    sentences = [t(f"charts.point.{key}", aim=t.percent(AIM), names=view.names(keeping), number=len(known))]
    for sentence, metric in (("fewest", SENSITIVITY), ("alarms", SPECIFICITY)):
        worst = min(known, key=lambda slug: scores[slug][metric].value)
        share = score_words(t, metric, scores[worst][metric])
        sentences.append(t(f"charts.point.{sentence}", name=view.the(worst), share=share))
    return " ".join(sentences)


def _table(view: View, data: ChartData, order: Sequence[str]) -> ChartTable:
    t, columns = view.t, [(name, metric) for metric in POINT for name in (ELSEWHERE, HOME)]
    header = [t("charts.algorithm"), t("charts.point.threshold")]
    for name, metric in columns:
        header += [f"{t(f'charts.{metric}')}, {t(f'charts.{name}')}", t("charts.low"), t("charts.high")]
    thresholds = {slug: point.value for slug, point in data.evaluation.benchmark.sets[HOME].thresholds.items()}
    rows = tuple((view.name(slug), thresholds.get(slug), *_cells(data, slug, columns)) for slug in order)
    return ChartTable(tuple(header), rows)


def _cells(data: ChartData, slug: str, columns: Sequence[tuple[str, str]]) -> list[float]:
    scores = [data.evaluation.score(name, slug, metric) for name, metric in columns]
    return [end for score in scores for end in ends(score)]

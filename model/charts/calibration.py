"""Reliability diagrams with a histogram: whether stated probabilities match observed shares."""

from __future__ import annotations

import math
from dataclasses import fields

import numpy as np
import plotly.graph_objects as go

from model.charts.chart import Chart, ChartTable, View, hover
from model.charts.chart_data import ChartData
from model.charts.chart_parts import dotted, empty_figure, percent_axis
from model.charts.written import score_words
from model.evaluation.curves import Reliability, reliability
from model.lesion.practice_words import stated

FEW = 10
"""Least number of photos of a bin in the lines of the background."""
HISTOGRAM = 0.2
"""Share of the height that the histogram takes."""
METRIC = "expected_calibration_error"


def reliability_of_calls(data: ChartData, view: View) -> Chart:
    """Share of right calls by the probability of the most probable diagnosis."""
    return _chart(data, view, "reliability", None, _calls_alt(data, view))


def reliability_of_melanoma(data: ChartData, view: View) -> Chart:
    """Share of melanomas by the stated probability of melanoma."""
    column = data.tables.terms.column
    return _chart(data, view, "reliability_melanoma", column, _melanoma_alt(data, view, column))


def _calls_alt(data: ChartData, view: View) -> str:
    t = view.t
    scores = {slug: data.score(slug, METRIC) for slug in data.ranked}
    known = [slug for slug in data.ranked if not math.isnan(scores[slug].value)]
    if not known:
        return t("charts.nobody")
    best, worst = (pick(known, key=lambda slug: scores[slug].value) for pick in (min, max))
    return t(
        "charts.reliability.alt",
        name=view.the(best),
        gap=score_words(t, METRIC, scores[best]),
        worst=view.the(worst),
        high=score_words(t, METRIC, scores[worst]),
    )


def _melanoma_alt(data: ChartData, view: View, column: int) -> str:
    """Mean stated probability and observed share of melanomas."""
    t, slug = view.t, data.focus(view)
    answers = data.tables.answers(slug)
    mean, observed = float(answers.stated[:, column].mean()), float((answers.truth == column).mean())
    words = {"stated": t.percent(mean), "observed": t.percent(observed)}
    return t("charts.reliability_melanoma.alt", name=view.the(slug), **words)


def _chart(data: ChartData, view: View, name: str, column: int | None, alt: str) -> Chart:
    t, focus, practice = view.t, data.focus(view), data.tables.practice
    diagrams = {slug: reliability(data.tables.answers(slug), column=column) for slug in data.order}
    table = ChartTable(_header(view), _rows(view, diagrams), practice.slug)
    words = {"name": view.the(focus), "day": data.set_name(t), "few": FEW, "practice": stated(t, practice)}
    return Chart.named(t, name, alt, _figure(view, name, focus, diagrams), table, (), **words)


def _figure(view: View, name: str, focus: str, diagrams: dict[str, Reliability]) -> go.Figure:
    figure = empty_figure(view, 600)
    figure.add_scatter(
        x=[0, 100],
        y=[0, 100],
        mode="lines",
        name=view.t("charts.reliability.perfect"),
        line=dotted(view),
        hoverinfo="skip",
        showlegend=False,
    )
    for slug in sorted(diagrams, key=lambda slug: slug == focus):
        _add_line(figure, view, slug, diagrams[slug], slug == focus)
    _add_histogram(figure, view, focus, diagrams[focus])
    _set_axes(figure, view, name)
    return figure


def _add_line(figure: go.Figure, view: View, slug: str, diagram: Reliability, is_focus: bool) -> None:
    """The algorithm in focus with its intervals; all others faded and without bins of few photos."""
    faded = view.theme.faded(view.colour(slug), 0.4)
    shown = diagram if is_focus else _without_small_bins(diagram)
    background = {"line": {"color": faded, "width": 1.6}, "marker": view.mark(slug, size=8, color=faded)}
    words = {"stated": "%{x:.2~r}", "observed": "%{y:.2~r}", "photos": "%{customdata}"}
    figure.add_scatter(
        x=shown.stated * 100,
        y=shown.observed * 100,
        mode="lines+markers",
        **view.trace(slug, **({} if is_focus else background)),
        error_y=_bars(view, slug, shown) if is_focus else None,
        customdata=shown.images,
        hovertemplate=hover(view.t("charts.reliability.hover", **words)),
    )


def _add_histogram(figure: go.Figure, view: View, slug: str, diagram: Reliability) -> None:
    colour = view.colour(slug)
    figure.add_bar(
        x=(diagram.low_edge + diagram.high_edge) * 50,
        y=diagram.images,
        width=(diagram.high_edge - diagram.low_edge) * 100,
        marker={"color": view.theme.faded(colour, 0.35), "line": {"color": colour, "width": 1}},
        yaxis="y2",
        hovertemplate=view.t("charts.reliability.bar", photos="%{y}") + "<extra></extra>",
        showlegend=False,
    )


def _set_axes(figure: go.Figure, view: View, name: str) -> None:
    t = view.t
    figure.update_xaxes(**percent_axis(view, t(f"charts.{name}.x"), 0, 101, anchor="y2"))
    figure.update_layout(
        yaxis={**percent_axis(view, t(f"charts.{name}.y"), -2, 103), "domain": [HISTOGRAM + 0.06, 1]},
        yaxis2={
            "domain": [0, HISTOGRAM],
            "gridcolor": view.theme.grid,
            "fixedrange": True,
            "automargin": True,
            "nticks": 3,
            "title": {"text": t("charts.photos"), "font": {"size": 15}},
        },
    )


def _without_small_bins(diagram: Reliability) -> Reliability:
    """The diagram without bins of few photos, whose shares are erratic."""
    enough = diagram.images >= FEW
    return Reliability(*(getattr(diagram, field.name)[enough] for field in fields(diagram)))


def _bars(view: View, slug: str, diagram: Reliability) -> dict[str, object]:
    return {
        "type": "data",
        "symmetric": False,
        "array": (diagram.high - diagram.observed) * 100,
        "arrayminus": (diagram.observed - diagram.low) * 100,
        "color": view.colour(slug),
        "thickness": 2,
        "width": 4,
    }


def _header(view: View) -> tuple[str, ...]:
    return tuple(
        view.t(f"charts.{column}")
        for column in ("algorithm", "from", "to", "photos", "stated", "observed", "low", "high")
    )


def _rows(view: View, diagrams: dict[str, Reliability]) -> tuple[tuple[str | float | int, ...], ...]:
    return tuple(
        (view.name(slug), float(low_edge), float(high_edge), int(images), *map(float, shares))
        for slug, bins in diagrams.items()
        for low_edge, high_edge, images, *shares in np.column_stack(
            [bins.low_edge, bins.high_edge, bins.images, bins.stated, bins.observed, bins.low, bins.high]
        )
    )

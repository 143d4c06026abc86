"""Whose probabilities can be believed: reliability diagrams with a histogram."""

from __future__ import annotations

import math
from dataclasses import fields

import numpy as np

from model.charts.chart import Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.chart_parts import empty_figure, percent_axis
from model.charts.written import score_words
from model.evaluation.answers import MELANOMA
from model.evaluation.curves import Reliability, reliability
from model.evaluation.tables import CLASSES
from model.lesion.practice_words import stated

FEW = 10
"""Bins with fewer photos are left out of the lines in the background."""
HISTOGRAM = 0.2
"""Share of the height that the histogram takes."""


def reliability_of_calls(material: ChartData, view: View) -> Chart:
    """When the first diagnosis gets so much, how often is it right?"""
    t, metric = view.t, "expected_calibration_error"
    scores = material.evaluation.scores[material.day]
    known = [slug for slug in material.order if not math.isnan(scores[slug].overall[metric].value)]
    alt = t("charts.nobody")
    if known:
        best, worst = (pick(known, key=lambda slug: scores[slug].overall[metric].value) for pick in (min, max))
        alt = t(
            "charts.reliability.alt",
            name=view.name(best),
            gap=score_words(t, metric, scores[best].overall[metric]),
            worst=view.name(worst),
            high=score_words(t, metric, scores[worst].overall[metric]),
        )
    return _chart(material, view, "reliability", None, alt)


def reliability_of_melanoma(material: ChartData, view: View) -> Chart:
    """When melanoma gets so much, how often is it one?"""
    t, slug = view.t, material.focus(view)
    column = CLASSES.index(MELANOMA)
    answers = material.tables.answers(slug)
    mean = float(answers.stated[:, column].mean())
    observed = float((answers.truth == column).mean())
    alt = t(
        "charts.reliability_melanoma.alt",
        name=view.name(slug),
        stated=t.percent(mean, 1),
        observed=t.percent(observed, 1),
    )
    return _chart(material, view, "reliability_melanoma", column, alt)


def _chart(material: ChartData, view: View, name: str, column: int | None, alt: str) -> Chart:
    t, theme, focus = view.t, view.theme, material.focus(view)
    found = {slug: reliability(material.tables.answers(slug), column=column) for slug in material.order}
    figure = empty_figure(view, 600)
    figure.add_scatter(
        x=[0, 100],
        y=[0, 100],
        mode="lines",
        name=t("charts.reliability.perfect"),
        line={"dash": "dot", "color": theme.quiet, "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )
    for slug in sorted(material.order, key=lambda one: one == focus):
        strong = slug == focus
        of = found[slug] if strong else _firm(found[slug])
        options = (
            {}
            if strong
            else {
                "line": {"color": theme.faded(view.colour(slug), 0.4), "width": 1.6},
                "marker": view.mark(slug, size=8, color=theme.faded(view.colour(slug), 0.4)),
            }
        )
        figure.add_scatter(
            x=of.stated * 100,
            y=of.observed * 100,
            mode="lines+markers",
            **view.trace(slug, **options),
            error_y=_bars(view, slug, of) if strong else None,
            customdata=of.images,
            hovertemplate="%{fullData.name}<br>"
            + t("charts.reliability.hover", stated="%{x:.0f}", observed="%{y:.0f}", photos="%{customdata}")
            + "<extra></extra>",
        )
    of = found[focus]
    figure.add_bar(
        x=(of.low_edge + of.high_edge) * 50,
        y=of.images,
        width=(of.high_edge - of.low_edge) * 100,
        marker={"color": theme.faded(view.colour(focus), 0.35), "line": {"color": view.colour(focus), "width": 1}},
        yaxis="y2",
        hovertemplate=t("charts.reliability.bar", photos="%{y}") + "<extra></extra>",
        showlegend=False,
    )
    figure.update_xaxes(**percent_axis(view, t(f"charts.{name}.x"), 0, 101, anchor="y2"))
    figure.update_layout(
        yaxis={**percent_axis(view, t(f"charts.{name}.y"), -2, 103), "domain": [HISTOGRAM + 0.06, 1]},
        yaxis2={
            "domain": [0, HISTOGRAM],
            "gridcolor": theme.grid,
            "fixedrange": True,
            "automargin": True,
            "nticks": 3,
            "title": {"text": t("charts.photos"), "font": {"size": 15}},
        },
    )
    header = (
        t("charts.algorithm"),
        t("charts.from"),
        t("charts.to"),
        t("charts.photos"),
        t("charts.stated"),
        t("charts.observed"),
        t("charts.low"),
        t("charts.high"),
    )
    return Chart(
        name,
        t(f"charts.{name}.title", day=t(f"charts.{material.day}")),
        t(f"charts.{name}.subtitle", name=view.name(focus), few=FEW, practice=stated(t, material.tables.practice)),
        alt,
        figure,
        ChartTable(
            header,
            tuple(row for slug in material.order for row in _rows(view, slug, found[slug])),
            material.tables.practice.slug,
        ),
    )


def _firm(of: Reliability) -> Reliability:
    """Without the bins of a few photos, whose share jumps."""
    enough = of.images >= FEW
    return Reliability(*(getattr(of, field.name)[enough] for field in fields(of)))


def _bars(view: View, slug: str, of: Reliability) -> dict[str, object]:
    return {
        "type": "data",
        "symmetric": False,
        "array": (of.high - of.observed) * 100,
        "arrayminus": (of.observed - of.low) * 100,
        "color": view.colour(slug),
        "thickness": 2,
        "width": 4,
    }


def _rows(view: View, slug: str, of: Reliability) -> list[tuple[str | float | int, ...]]:
    columns = np.column_stack([of.low_edge, of.high_edge, of.images, of.stated, of.observed, of.low, of.high])
    return [
        (view.name(slug), float(a), float(b), int(n), float(s), float(o), float(low), float(high))
        for a, b, n, s, o, low, high in columns
    ]

"""Somebody who has just diagnosed cases, as a point among the ROC curves and the published readers.

The point comes from a few cases of a game and the curves from a scoring set: other photos, so the chart says how many
cases stand behind a point and draws their intervals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from model.charts.chart import TEXT, Cell, Chart, Table, View
from model.charts.material import Material
from model.charts.melanoma import reader_point, roc_figure
from model.charts.sheet import error_bars, percent_axis
from model.evaluation.intervals import Score
from model.evaluation.operating_point import AtThePoint
from model.lesion.practice_words import stated

FIRST = "committee"
"""The algorithm that stands out among the others."""
SYMBOLS = ("circle", "diamond", "square")
NEAR = (30.0, 12.0)
"""Names of points that are nearer to each other than this, percent across and up, stand below each other."""


@dataclass(frozen=True)
class Beside:
    """Somebody who has diagnosed cases.

    Attributes:
        name: as it stands beside the point.
        detection: melanomas and other lesions, and how many of them were called right.
    """

    name: str
    detection: AtThePoint


def roc_beside(material: Material, view: View, points: Sequence[Beside]) -> Chart:
    """The curves of all algorithms, published readers, and these points with their intervals."""
    t = view.t
    among = View(t, FIRST if FIRST in material.order else None, view.theme)
    figure = roc_figure(material, among, 560)
    for number, reader in enumerate(material.readers, 1):
        figure.add_trace(reader_point(view, number, reader))
    drawn: list[tuple[float, float]] = []
    for place, point in enumerate(points):
        _add(figure, view, point, place, drawn)
    figure.update_xaxes(**percent_axis(view, t("charts.false_alarms"), -1, 101))
    figure.update_yaxes(**percent_axis(view, t("charts.melanomas_found"), -1, 103))
    numbered = "; ".join(
        f"{number} {reader.source}: {t(f'readers.{reader.key}')}" for number, reader in enumerate(material.readers, 1)
    )
    return Chart(
        "beside",
        t("charts.beside.title"),
        t(
            "charts.beside.subtitle",
            day=t(f"charts.{material.day}"),
            name=view.name(material.focus(among)),
            practice=stated(t, material.tables.practice),
        ),
        " ".join(_words(view, point) for point in points),
        figure,
        Table(_header(view), tuple(_row(point) for point in points)),
        (t("charts.corner.readers", points=numbered),) if material.readers else (),
    )


def _add(figure: go.Figure, view: View, point: Beside, place: int, drawn: list[tuple[float, float]]) -> None:
    found, left = point.detection.sensitivity, point.detection.specificity
    if math.isnan(found.value) or math.isnan(left.value):
        return  # of no melanomas there is no sensitivity, and the words say so
    alarms = Score(1 - left.value, 1 - left.high, 1 - left.low)
    colour = view.theme.contrast if place == 0 else view.theme.accent if place == 1 else view.theme.ink
    figure.add_scatter(
        x=[alarms.value * 100],
        y=[found.value * 100],
        error_x=error_bars(alarms, 100, colour, 2),
        error_y=error_bars(found, 100, colour, 2),
        mode="markers",
        marker={
            "symbol": SYMBOLS[place % len(SYMBOLS)],
            "size": 20,
            "color": colour,
            "line": {"width": 2, "color": view.theme.paper},
        },
        name=point.name,
        hovertemplate=f"{point.name}<extra></extra>",
        cliponaxis=False,
    )
    at = alarms.value * 100, found.value * 100
    before = sum(abs(at[0] - x) < NEAR[0] and abs(at[1] - y) < NEAR[1] for x, y in drawn)
    drawn.append(at)
    is_left = at[0] > 60
    figure.add_annotation(
        text=f"<b>{point.name}</b>",
        x=at[0],
        y=at[1],
        xanchor="right" if is_left else "left",
        xshift=-14 if is_left else 14,
        yshift=-18 - 24 * before if at[1] > 20 else 18 + 24 * before,
        showarrow=False,
        bgcolor=view.theme.faded(view.theme.paper, 0.85),
        borderpad=1,
        font={"size": TEXT + 1, "color": colour},
    )


def _words(view: View, point: Beside) -> str:
    t, of = view.t, point.detection
    return t(
        "charts.beside.alt",
        name=point.name,
        found=of.melanomas_above,
        melanomas=of.melanomas,
        left=of.others_below,
        others=of.others,
    )


def _header(view: View) -> tuple[str, ...]:
    t = view.t
    ends = (t("charts.low"), t("charts.high"))
    return (t("charts.who"), t("charts.sensitivity"), *ends, t("charts.specificity"), *ends)


def _row(point: Beside) -> tuple[Cell, ...]:
    found, left = point.detection.sensitivity, point.detection.specificity
    return (point.name, found.value, found.low, found.high, left.value, left.low, left.high)

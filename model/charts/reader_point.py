"""Somebody who has just diagnosed cases, as a point among the ROC curves and the published readers.

The point comes from a few cases of a game and the curves from a scoring set: other photos, so the chart says how many
cases stand behind a point and draws their intervals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from model.charts.chart import TEXT, Cell, Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.chart_parts import error_bars, percent_axis
from model.charts.melanoma import reader_point, roc_figure
from model.evaluation.intervals import Score
from model.evaluation.operating_point import AtThePoint
from model.lesion.practice_words import stated

FIRST = "committee"
"""The algorithm that stands out among the others."""
SYMBOLS = (("circle", "\N{BLACK CIRCLE}"), ("diamond", "\N{BLACK DIAMOND}"), ("square", "\N{BLACK SQUARE}"))
"""The mark of each point, as plotly draws it and as it stands before a name."""
NEAR = 4.0
"""Marks of points that are nearer to each other than this, percent, would hide each other."""
ALONE, INNERMOST, RING = 20, 14, 12
"""Size of a mark that no other one is near, px; of several at one place the last is small, each before it larger."""
READER = 20
"""Size of a reader's disc, px: three of them lie so close that larger ones cover each other's number on a phone."""
ROW, ROOM = 5.5, 6.0
"""Height of a row of the names, and the room between them and a mark, percent of the axis."""
REACH = 20.0
"""On a phone the names reach from the right edge to here, percent."""


@dataclass(frozen=True)
class ReaderPoint:
    """Somebody who has diagnosed cases.

    Attributes:
        name: as it stands beside the point.
        detection: melanomas and other lesions, and how many of them were called right.
    """

    name: str
    detection: AtThePoint


def roc_with_reader_points(material: ChartData, view: View, points: Sequence[ReaderPoint]) -> Chart:
    """The curves of all algorithms, published readers, and these points with their intervals."""
    t = view.t
    among = View(t, FIRST if FIRST in material.order else None, view.theme)
    figure = roc_figure(material, among, 560)
    for number, reader in enumerate(material.readers, 1):
        figure.add_trace(reader_point(view, number, reader, READER))
    drawn = _drawn(view, points)
    for point in drawn:
        figure.add_trace(_mark(view, point, drawn))
    _name_them(figure, view, drawn)
    figure.update_xaxes(**percent_axis(view, t("charts.false_alarms"), -6, 105))
    figure.update_yaxes(**percent_axis(view, t("charts.melanomas_found"), -3, 105))
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
        ChartTable(_header(view), tuple(_row(point) for point in points)),
        (*_at_one_place(view, drawn), *((t("charts.corner.readers", points=numbered),) if material.readers else ())),
    )


@dataclass(frozen=True)
class _Drawn:
    """A point in the plane: who, where, and how it is marked."""

    name: str
    alarms: Score
    found: Score
    colour: str
    symbol: str
    glyph: str

    @property
    def place(self) -> tuple[float, float]:
        """Across and up, percent."""
        return self.alarms.value * 100, self.found.value * 100


def _drawn(view: View, points: Sequence[ReaderPoint]) -> list[_Drawn]:
    """Those that have a place; of no melanomas there is no sensitivity, and the words say so."""
    colours, drawn = (view.theme.contrast, view.theme.accent, view.theme.ink), []
    for place, point in enumerate(points):
        found, left = point.detection.sensitivity, point.detection.specificity
        if not math.isnan(found.value) and not math.isnan(left.value):
            alarms = Score(1 - left.value, 1 - left.high, 1 - left.low)
            symbol, glyph = SYMBOLS[place % len(SYMBOLS)]
            drawn.append(_Drawn(point.name, alarms, found, colours[min(place, 2)], symbol, glyph))
    return drawn


def _mark(view: View, point: _Drawn, drawn: Sequence[_Drawn]) -> go.Scatter:
    """A point with its intervals; those that are drawn over it, at the same place, leave a rim of it to be seen."""
    near = [other for other in drawn if math.dist(other.place, point.place) < NEAR]
    over = len(near) - 1 - near.index(point)
    thickness = 2 + 3 * over
    return go.Scatter(
        x=[point.place[0]],
        y=[point.place[1]],
        error_x=error_bars(point.alarms, 100, point.colour, thickness),
        error_y=error_bars(point.found, 100, point.colour, thickness),
        mode="markers",
        marker={
            "symbol": point.symbol,
            "size": INNERMOST + RING * over if len(near) > 1 else ALONE,
            "color": point.colour,
            "line": {"width": 2, "color": view.theme.paper},
        },
        name=point.name,
        hovertemplate=f"{point.name}<extra></extra>",
        cliponaxis=False,
    )


def _name_them(figure: go.Figure, view: View, drawn: Sequence[_Drawn]) -> None:
    """All names below each other, each behind its mark, where the plane is empty.

    Names beside the points would cover each other, the curves and the readers, and on a phone leave the picture.
    """
    if not drawn:
        return
    figure.add_annotation(
        text="<br>".join(map(_row_of, drawn)),
        x=1,
        xref="paper",
        xanchor="right",
        y=_free_height(drawn),
        yanchor="bottom",
        align="left",
        showarrow=False,
        bgcolor=view.theme.faded(view.theme.paper, 0.92),
        borderpad=4,
        font={"size": TEXT + 1, "color": view.theme.ink},
    )


def _row_of(point: _Drawn) -> str:
    mark = f'<span style="color:{point.colour};font-size:{TEXT + 6}px">{point.glyph}</span>'
    return f"{mark} <b>{point.name}</b>"


def _free_height(drawn: Sequence[_Drawn]) -> float:
    """Where the names begin, percent: as low as no mark lies behind them, for below the line of chance lies little."""
    height = ROW * len(drawn)
    marks = [up for across, up in (point.place for point in drawn) if across > REACH]

    def room(bottom: float) -> float:
        return min((max(bottom - up, up - bottom - height) for up in marks), default=ROOM)

    return float(max(range(2, 84, 2), key=lambda bottom: min(room(bottom), ROOM)))


def _at_one_place(view: View, drawn: Sequence[_Drawn]) -> list[str]:
    """A sentence for each place where several points lie."""
    t, places = view.t, dict[tuple[float, float], list[str]]()
    for point in drawn:
        places.setdefault(point.place, []).append(point.name)
    return [t("charts.beside.at_one_place", names="; ".join(names)) for names in places.values() if len(names) > 1]


def _words(view: View, point: ReaderPoint) -> str:
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


def _row(point: ReaderPoint) -> tuple[Cell, ...]:
    found, left = point.detection.sensitivity, point.detection.specificity
    return (point.name, found.value, found.low, found.high, left.value, left.low, left.high)

"""Diagnosing persons as points among the ROC curves and the published readers.

A point comes from a few cases of a game, the curves from a scoring set with other photos. So the chart states the
number of cases behind each point and draws its intervals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from model.charts.chart import TEXT, Chart, ChartTable, View, ends
from model.charts.chart_data import ChartData
from model.charts.chart_parts import error_bars, percent_axis
from model.charts.melanoma import published_reader, readers_note, roc_figure
from model.evaluation.intervals import Score
from model.evaluation.operating_point import AtThePoint
from model.lesion.practice_words import stated

FIRST = "committee"
"""The highlighted algorithm."""
SYMBOLS = (("circle", "\N{BLACK CIRCLE}"), ("diamond", "\N{BLACK DIAMOND}"), ("square", "\N{BLACK SQUARE}"))
"""The mark of each point, as Plotly draws it and as a character before a name."""
NEAR = 4.0
"""Distance below which two marks hide each other, percent."""
ALONE, INNERMOST, RING = 20, 14, 12
"""Size of a single mark, of the smallest of several marks at one place, and growth of each mark below it, px."""
READER = 20
"""Size of a reader's disc, px; larger ones would hide each other's numbers on a phone."""
ROW, ROOM = 5.5, 6.0
"""Height of a row of names, and wanted distance between names and marks, percent of the axis."""
REACH = 20.0
"""On a phone the names reach from the right edge to this place, percent."""


@dataclass(frozen=True)
class ReaderPoint:
    """The name of a person or a jury that has diagnosed cases, with their numbers and those of right calls."""

    name: str
    detection: AtThePoint


def roc_with_reader_points(data: ChartData, view: View, points: Sequence[ReaderPoint]) -> Chart:
    """The curves of all algorithms, published readers, and the given points with their intervals."""
    t = view.t
    among = View(t, FIRST if FIRST in data.order else None, view.theme)
    drawn = _drawn(view, points)
    words = {"name": view.the(data.focus(among))}
    rows = ((point.name, *ends(point.detection.sensitivity), *ends(point.detection.specificity)) for point in points)
    return Chart.named(
        t,
        "beside",
        " ".join(_words(view, point) for point in points),
        _figure(data, view, among, drawn),
        ChartTable(_header(view), tuple(rows)),
        (*_at_one_place(view, drawn), *readers_note(data, view)),
        practice=stated(t, data.tables.practice),
        **words,
    )


def _figure(data: ChartData, view: View, among: View, drawn: Sequence[_Drawn]) -> go.Figure:
    t = view.t
    figure = roc_figure(data, among, 560)
    for number, reader in enumerate(data.readers, 1):
        figure.add_trace(published_reader(view, number, reader, READER))
    for point in drawn:
        figure.add_trace(_mark(view, point, drawn))
    _add_names(figure, view, drawn)
    figure.update_xaxes(**percent_axis(view, t("charts.false_alarms"), -6, 105))
    figure.update_yaxes(**percent_axis(view, t("charts.melanomas_found"), -3, 105))
    return figure


@dataclass(frozen=True)
class _Drawn:
    name: str
    alarms: Score
    sensitivity: Score
    colour: str
    symbol: str
    glyph: str

    @property
    def place(self) -> tuple[float, float]:
        """Horizontal and vertical coordinate, percent."""
        return self.alarms.value * 100, self.sensitivity.value * 100


def _drawn(view: View, points: Sequence[ReaderPoint]) -> list[_Drawn]:
    """The points with a defined sensitivity and specificity."""
    colours, drawn = (view.theme.contrast, view.theme.accent, view.theme.ink), []
    for place, point in enumerate(points):
        sensitivity, specificity = point.detection.sensitivity, point.detection.specificity
        if not math.isnan(sensitivity.value) and not math.isnan(specificity.value):
            alarms = Score(1 - specificity.value, 1 - specificity.high, 1 - specificity.low)
            symbol, glyph = SYMBOLS[place % len(SYMBOLS)]
            drawn.append(_Drawn(point.name, alarms, sensitivity, colours[min(place, 2)], symbol, glyph))
    return drawn


def _mark(view: View, point: _Drawn, drawn: Sequence[_Drawn]) -> go.Scatter:
    """A point with its intervals, large enough to show a rim around the later points at the same place."""
    near = [other for other in drawn if math.dist(other.place, point.place) < NEAR]
    over = len(near) - 1 - near.index(point)
    thickness = 2 + 3 * over
    return go.Scatter(
        x=[point.place[0]],
        y=[point.place[1]],
        error_x=error_bars(point.alarms, 100, point.colour, thickness),
        error_y=error_bars(point.sensitivity, 100, point.colour, thickness),
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


def _add_names(figure: go.Figure, view: View, drawn: Sequence[_Drawn]) -> None:
    """Write all names below each other, each after its mark, in an empty part of the plane.

    Names beside the points would hide each other, the curves and the readers, and leave the picture on a phone.
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
    """Lower end of the names, percent: the lowest place without a mark behind them."""
    height = ROW * len(drawn)
    marks = [up for across, up in (point.place for point in drawn) if across > REACH]

    def room(bottom: float) -> float:
        return min((max(bottom - up, up - bottom - height) for up in marks), default=ROOM)

    return float(max(range(2, 84, 2), key=lambda bottom: min(room(bottom), ROOM)))


def _at_one_place(view: View, drawn: Sequence[_Drawn]) -> list[str]:
    """A sentence for each place that several points share."""
    places: dict[tuple[float, float], list[str]] = {}
    for point in drawn:
        places.setdefault(point.place, []).append(point.name)
    shared = (names for names in places.values() if len(names) > 1)
    return [view.t("charts.beside.at_one_place", names="; ".join(names)) for names in shared]


def _words(view: View, point: ReaderPoint) -> str:
    counts = point.detection
    return view.t(
        "charts.beside.alt",
        name=point.name,
        found=counts.melanomas_above,
        melanomas=counts.melanomas,
        left=counts.others_below,
        others=counts.others,
    )


def _header(view: View) -> tuple[str, ...]:
    t = view.t
    interval = (t("charts.low"), t("charts.high"))
    return (t("charts.who"), t("charts.sensitivity"), *interval, t("charts.specificity"), *interval)

"""What a chart is: a figure with the words and the numbers that belong to it.

Out go plotly figures that say who is who by colour and marker. A page draws its own legend; a report or a downloaded
picture asks for `Chart.standalone()`, which has title and legend inside.
"""

from __future__ import annotations

import csv
import io
import math
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from model.charts import identity
from model.charts.identity import LIGHT, Theme
from model.evaluation.intervals import Score
from model.text import NARROW_SPACE, Texts

Cell = str | float | int | None
FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", sans-serif'
TEXT = 16
"""Size of the text in a chart, px; with the width of a slide it is read from the back of a room."""
LINE, THICK_LINE, THIN_LINE = 2.5, 4.5, 1.8
MARK, LARGE_MARK = 11, 15
ROW = 58
"""Height of a row that is named above itself, px."""
PALE = 0.28
"""Strength of the others while one algorithm is highlighted."""


@dataclass(frozen=True)
class Table:
    """The numbers behind a chart.

    Attributes:
        header: one word for each column.
        rows: cells; a number that is not known is NaN.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def csv(self) -> str:
        """As CSV with a point as decimal sign, in every language; an unknown number is empty."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(self.header)
        writer.writerows([_plain(cell) for cell in row] for row in self.rows)
        return file.getvalue()


@dataclass(frozen=True, eq=False)
class Chart:
    """One picture and everything that is said with it.

    Attributes:
        name: key in `charts` of the locales, and file name of a download.
        title: what it shows.
        subtitle: how to read it.
        alt: the finding, for whom who cannot see it.
        figure: the picture, without title and legend.
        table: the numbers behind it.
        notes: what must be known before it is believed, one sentence each.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    figure: go.Figure
    table: Table
    notes: tuple[str, ...] = ()

    def standalone(self, width: int = 960) -> go.Figure:
        """The figure with its title and a legend inside, for a report or a picture file."""
        lines = textwrap.wrap(self.title, width // 14)
        words = textwrap.wrap(self.subtitle, width // 8)
        head = 52 + 30 * len(lines) + 26 * len(words)
        figure = go.Figure(self.figure)
        subtitle = "".join(f"<br><span style='font-size:{TEXT - 2}px'>{line}</span>" for line in words)
        figure.update_layout(
            title={"text": f"<b>{'<br>'.join(lines)}</b>{subtitle}", "x": 0, "xref": "container", "pad": {"l": 16}},
            showlegend=True,
            width=width,
            height=figure.layout.height + head,
            margin={"t": (figure.layout.margin.t or 0) + head},
        )
        return figure


@dataclass(frozen=True)
class View:
    """For whom a chart is drawn.

    Attributes:
        t: the sentences of the language.
        highlighted: the algorithm that stands out; the others step back.
        theme: the colours.
    """

    t: Texts
    highlighted: str | None = None
    theme: Theme = LIGHT

    def name(self, slug: str) -> str:
        """What an algorithm is called; one from outside may have no texts yet."""
        t = self.t
        return t(f"algorithms.{slug}.name") if f"algorithms.{slug}.name" in t else slug

    def names(self, slugs: tuple[str, ...] | list[str]) -> str:
        """Several algorithms in one phrase: A, B and C."""
        t, names = self.t, [self.name(slug) for slug in slugs]
        return t("charts.and", names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)

    def short(self, slug: str, width: int = 17) -> str:
        """The name broken into lines, for the axis of a table-like chart."""
        return "<br>".join(textwrap.wrap(self.name(slug), width))

    def colour(self, slug: str) -> str:
        """Its colour."""
        return identity.colour(slug, self.theme)

    def is_pale(self, slug: str) -> bool:
        """Another one is highlighted."""
        return self.highlighted is not None and self.highlighted != slug

    def stroke(self, slug: str) -> str:
        """Its colour, as strong as it is to be drawn."""
        return self.theme.faded(self.colour(slug), PALE) if self.is_pale(slug) else self.colour(slug)

    def line(self, slug: str, **options: object) -> dict[str, Any]:
        """How its line is drawn."""
        width = THICK_LINE if slug == self.highlighted else THIN_LINE if self.is_pale(slug) else LINE
        return {"color": self.stroke(slug), "width": width, **options}

    def mark(self, slug: str, **options: object) -> dict[str, Any]:
        """How its points are drawn."""
        size = LARGE_MARK if slug == self.highlighted else MARK
        outline = {"width": 1, "color": self.theme.paper}
        return {"color": self.stroke(slug), "symbol": identity.marker(slug), "size": size, "line": outline, **options}

    def trace(self, slug: str, **options: object) -> dict[str, Any]:
        """What every trace of an algorithm has; a click on a point of its group means the algorithm."""
        return {
            "name": self.name(slug),
            "legendgroup": slug,
            "line": self.line(slug),
            "marker": self.mark(slug),
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 1}},
            **options,
        }

    def ordered(self, slugs: tuple[str, ...]) -> list[str]:
        """The order in which they are drawn: the highlighted one last, so that it lies on top."""
        return sorted(slugs, key=lambda slug: slug == self.highlighted)


def sheet(view: View, height: int, **layout: object) -> go.Figure:
    """An empty figure in the language and the colours of the view."""
    theme = view.theme
    figure = go.Figure()
    figure.update_layout(
        template="none",
        height=height,
        margin={"l": 10, "r": 14, "t": 14, "b": 10},
        paper_bgcolor=theme.paper,
        plot_bgcolor=theme.paper,
        font={"family": FONT, "size": TEXT, "color": theme.ink},
        separators=f",{NARROW_SPACE}" if view.t.language == "fr" else ".,",
        showlegend=False,
        legend={"orientation": "h", "y": -0.16, "yanchor": "top", "x": 0, "itemclick": False, "itemdoubleclick": False},
        hoverlabel={"bgcolor": theme.paper, "bordercolor": theme.quiet, "font": {"size": TEXT, "color": theme.ink}},
        hovermode="closest",
        dragmode=False,
    )
    figure.update_layout(**layout)
    figure.update_xaxes(**_axis(theme))
    figure.update_yaxes(**_axis(theme))
    return figure


def percent_axis(view: View, title: str = "", low: float = 0, high: float = 100, **options: object) -> dict[str, Any]:
    """An axis in percent."""
    space = NARROW_SPACE if view.t.language == "fr" else "\N{NO-BREAK SPACE}"
    return {"title": {"text": title}, "range": [low, high], "ticksuffix": f"{space}%", "dtick": 20, **options}


def error_bars(score: Score, scale: float, colour: str, thickness: float) -> dict[str, object]:
    """The interval of one point, as plotly has it; nothing where there is none."""
    if math.isnan(score.low):
        return {"visible": False}
    return {
        "type": "data",
        "symmetric": False,
        "array": [(score.high - score.value) * scale],
        "arrayminus": [(score.value - score.low) * scale],
        "color": colour,
        "thickness": thickness,
        "width": 0,
    }


def add_cells(figure: go.Figure, view: View, values: NDArray[np.float64], top: float, **options: object) -> None:
    """A table as coloured cells, from 0 to `top`; values are `(rows, columns)`, each cell has its figure in it."""
    colours = view.theme.scale
    figure.add_heatmap(
        z=values,
        x=list(range(values.shape[1])),
        y=list(range(values.shape[0])),
        zmin=0,
        zmax=top,
        colorscale=[[place / (len(colours) - 1), colour] for place, colour in enumerate(colours)],
        showscale=False,
        xgap=2,
        ygap=2,
        texttemplate="%{text}",
        textfont={"size": TEXT - 1, "color": view.theme.ink},
        **options,
    )


def ends(score: Score) -> tuple[float, float, float]:
    """Value, lower and upper end: three cells of a table."""
    return score.value, score.low, score.high


def label_rows(
    figure: go.Figure, view: View, rows: Mapping[str, tuple[str, str]], shift: int = 20, algorithms: bool = True
) -> None:
    """Name each row above it, what it is on the left, its figure on the right: it fits a phone as well as a wall.

    Args:
        figure: its vertical axis counts the rows from 0, downwards.
        view: for whom.
        rows: left and right words, by slug or by another name of the row, from the top.
        shift: how far above its row the words stand, px.
        algorithms: the rows are algorithms, so that the highlighted one stands out.
    """
    for place, (slug, (left, right)) in enumerate(rows.items()):
        colour = view.theme.quiet if algorithms and view.is_pale(slug) else view.theme.ink
        bold = algorithms and slug == view.highlighted
        for words, x, anchor in ((left, 0, "left"), (right, 1, "right")):
            figure.add_annotation(
                text=f"<b>{words}</b>" if bold else words,
                x=x,
                xref="paper",
                xanchor=anchor,
                y=place,
                yshift=shift,
                showarrow=False,
                borderpad=1,
                bgcolor=view.theme.faded(view.theme.paper, 0.85),
                font={"color": colour, "size": TEXT},
            )


def rows_of_algorithms(figure: go.Figure, view: View, order: tuple[str, ...], numbered: bool = False) -> None:
    """Make each row of a table of cells that of an algorithm: named, framed if highlighted, and to be clicked.

    Args:
        figure: its first trace holds the cells.
        view: for whom.
        order: the algorithms from the top.
        numbered: their numbers stand beside their names.
    """
    names = [f"<b>{view.short(slug)}</b>" if slug == view.highlighted else view.short(slug) for slug in order]
    if numbered:
        names = [f"{name}  <b>{place}</b>" for place, name in enumerate(names, 1)]
    figure.update_yaxes(
        tickvals=list(range(len(order))), ticktext=names, range=[len(order) - 0.5, -0.5], showgrid=False
    )
    cells = figure.data[0]
    unseen = {"marker": {"opacity": 0}}
    for place, slug in enumerate(order):  # plotly selects points, but no cells
        filled = [column for column in range(len(cells.x)) if not math.isnan(cells.z[place][column])]
        figure.add_scatter(
            x=filled,
            y=[place] * len(filled),
            mode="markers",
            marker={"symbol": "square", "size": 30, "opacity": 0},
            selected=unseen,
            unselected=unseen,
            legendgroup=slug,
            showlegend=False,
            customdata=[cells.customdata[place][column] for column in filled],
            hovertemplate=cells.hovertemplate,
        )
    cells.update(hoverinfo="skip", hovertemplate=None)
    if view.highlighted in order:
        place = order.index(view.highlighted)
        figure.add_shape(
            type="rect",
            x0=-0.5,
            x1=len(cells.x) - 0.5,
            y0=place - 0.5,
            y1=place + 0.5,
            line={"color": view.theme.ink, "width": 3},
        )


def square_axes(figure: go.Figure, view: View, order: tuple[str, ...]) -> None:
    """Algorithms down and across: down with number and name, across with the number, which fits a phone."""
    rows_of_algorithms(figure, view, order, numbered=True)
    figure.update_xaxes(
        tickvals=list(range(len(order))),
        ticktext=[f"<b>{place}</b>" for place in range(1, len(order) + 1)],
        side="top",
        showgrid=False,
    )


def who_header(view: View) -> tuple[str, str]:
    """The first two columns of a table of the ranking."""
    t = view.t
    return t("charts.rank"), t("charts.algorithm")


def _axis(theme: Theme) -> dict[str, Any]:
    return {
        "gridcolor": theme.grid,
        "zeroline": False,
        "linecolor": theme.quiet,
        "tickfont": {"size": TEXT - 1, "color": theme.ink},
        "title": {"font": {"size": TEXT, "color": theme.ink}, "standoff": 8},
        "automargin": True,
        "fixedrange": True,
    }


def _plain(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)

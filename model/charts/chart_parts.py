"""What charts are made of: the empty_figure with its axes, cells, named rows, intervals of points."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from model.charts.chart import FONT, TEXT, View
from model.charts.identity import Theme
from model.evaluation.intervals import Score
from model.text import NARROW_SPACE

ROW = 58
"""Height of a row that is named above itself, px."""


def empty_figure(view: View, height: int, **layout: object) -> go.Figure:
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

"""Parts that charts share: empty figures, axes, cells, named rows, intervals of points."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from model.charts.chart import FONT, LARGE_MARK, TEXT, View, hover
from model.charts.identity import Theme
from model.charts.written import AS_NUMBER
from model.evaluation.intervals import Score
from model.text import NARROW_SPACE, SPACE_BESIDE_SIGN, Texts

PHONE = 44
"""Characters that fit below a figure on a phone."""
ROW = 58
"""Height of a row with its name above it, px."""


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
    """Options of an axis in percent."""
    sign = f"{SPACE_BESIDE_SIGN[view.t.language]}%"
    return {"title": {"text": title}, "range": [low, high], "ticksuffix": sign, "dtick": 20, **options}


def metric_axis(view: View, metric: str) -> dict[str, Any]:
    """Options of an axis of a metric: its name, with percent signs for a share."""
    title = {"title_text": view.t(f"metrics.{metric}")}
    return title if metric in AS_NUMBER else {**title, "ticksuffix": percent_axis(view)["ticksuffix"]}


def dotted(view: View, width: float = 2) -> dict[str, Any]:
    """Style of a line for reference."""
    return {"dash": "dot", "color": view.theme.quiet, "width": width}


def error_bars(score: Score, scale: float, colour: str, thickness: float) -> dict[str, object]:
    """Plotly error bars of the interval of one point; invisible without an interval."""
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


def add_interval(
    figure: go.Figure,
    view: View,
    slug: str,
    place: float,
    score: Score,
    words: str,
    scale: float = 1,
    thickness: float = 4,
    showlegend: bool | None = None,
    mark: Mapping[str, object] | None = None,
) -> None:
    """Add the score of an algorithm to a row as a mark with its interval; `words` follow its name at the pointer."""
    figure.add_scatter(
        x=[score.value * scale],
        y=[place],
        mode="markers",
        **view.trace(slug, line=None, marker=view.mark(slug, **{"size": LARGE_MARK, **(mark or {})})),
        error_x=error_bars(score, scale, view.stroke(slug), thickness),
        hovertemplate=hover(words),
        showlegend=showlegend,
    )


def add_cells(figure: go.Figure, view: View, values: NDArray[np.float64], top: float, **options: object) -> None:
    """Add a table of coloured cells from 0 to `top`, each with its text; values are `(rows, columns)`."""
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
    """Write a name above each row on the left and its numbers on the right, which fits phones as well as walls.

    The vertical axis counts rows from 0, downwards. `rows` holds both words by slug or another key, from the top, and
    `shift` is their distance above the row, px. If rows are `algorithms`, the highlighted one stands out.
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
                bgcolor=view.theme.paper,
                font={"color": colour, "size": TEXT},
            )


def rows_of_algorithms(figure: go.Figure, view: View, order: tuple[str, ...], numbered: bool = False) -> None:
    """Make each row of cells of the first trace that of an algorithm: named, clickable, and framed if highlighted."""
    names = [f"<b>{view.short(slug)}</b>" if slug == view.highlighted else view.short(slug) for slug in order]
    if numbered:
        names = [f"{name}  <b>{place}</b>" for place, name in enumerate(names, 1)]
    figure.update_yaxes(**word_axis(names, range=[len(order) - 0.5, -0.5]))
    cells = figure.data[0]
    for place, slug in enumerate(order):
        _make_clickable(figure, cells, slug, place)
    cells.update(hoverinfo="skip", hovertemplate=None)
    if view.highlighted in order:
        _frame_row(figure, view, order.index(view.highlighted), len(cells.x))


def _make_clickable(figure: go.Figure, cells: go.Heatmap, slug: str, place: int) -> None:
    """Cover the cells of a row with invisible points, since Plotly selects points but no cells."""
    filled = [column for column in range(len(cells.x)) if not math.isnan(cells.z[place][column])]
    unseen = {"marker": {"opacity": 0}}
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


def _frame_row(figure: go.Figure, view: View, place: int, columns: int) -> None:
    line = {"color": view.theme.ink, "width": 3}
    figure.add_shape(type="rect", x0=-0.5, x1=columns - 0.5, y0=place - 0.5, y1=place + 0.5, line=line)


def word_axis(words: Sequence[str], **options: object) -> dict[str, Any]:
    """Options of an axis with a word at each whole number."""
    return {"tickvals": list(range(len(words))), "ticktext": list(words), "showgrid": False, **options}


def column_heads(words: Sequence[str], **options: object) -> dict[str, Any]:
    """Options of an axis with words above a table of cells; they stand upright where the columns are too narrow."""
    return word_axis(words, side="top", autotickangles=[0, -90], **options)


def square_axes(figure: go.Figure, view: View, order: tuple[str, ...]) -> None:
    """Algorithms on both axes: number and name on the vertical one, numbers alone on the other, to fit phones."""
    rows_of_algorithms(figure, view, order, numbered=True)
    figure.update_xaxes(**word_axis([f"<b>{place}</b>" for place in range(1, len(order) + 1)], side="top"))


def rank_header(t: Texts) -> tuple[str, str]:
    """The first two columns of a table of the ranking."""
    return t("charts.rank"), t("charts.algorithm")


def interval_header(t: Texts, name: str) -> tuple[str, str, str]:
    """The three columns of a value with its interval, each with the name of the value."""
    return name, f"{name}, {t('charts.low')}", f"{name}, {t('charts.high')}"


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

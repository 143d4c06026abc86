"""Where they disagree: kappa between every two algorithms, and who is right where another is wrong."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from model.charts.chart import Cell, Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.chart_parts import add_cells, empty_figure, square_axes
from model.evaluation.paired import kappa_between, right_where_wrong

Matrix = NDArray[np.float64]


def kappas(material: ChartData, view: View) -> Chart:
    """Agreement of the calls beyond chance."""
    t, order = view.t, material.order
    values = kappa_between(_in_order(material))
    shown = values.copy()
    np.fill_diagonal(shown, np.nan)
    pair = _extreme(shown, np.nanargmax) if len(order) > 1 and not np.isnan(shown).all() else None
    alt = t("charts.alone")
    if pair is not None:
        apart = _extreme(shown, np.nanargmin)
        alt = t(
            "charts.kappa.alt",
            one=view.name(order[pair[0]]),
            other=view.name(order[pair[1]]),
            high=t.number(float(shown[pair]), 2),
            third=view.name(order[apart[0]]),
            fourth=view.name(order[apart[1]]),
            low=t.number(float(shown[apart]), 2),
        )
    return _chart(material, view, "kappa", shown, alt, 1.0)


def right_when_others_fail(material: ChartData, view: View) -> Chart:
    """Of the photos that one calls wrong, the share that another calls right."""
    t, order = view.t, material.order
    shown = right_where_wrong(material.tables.truth, _in_order(material))
    np.fill_diagonal(shown, np.nan)
    alt = t("charts.alone")
    if len(order) > 1 and not np.isnan(shown[0]).all():
        best = int(np.nanargmax(shown[0]))
        alt = t(
            "charts.rescue.alt",
            leader=view.name(order[0]),
            name=view.name(order[best]),
            share=t.percent(float(shown[0, best])),
        )
    return _chart(material, view, "rescue", shown, alt, 100.0)


def _chart(material: ChartData, view: View, name: str, shown: Matrix, alt: str, scale: float) -> Chart:
    t, order = view.t, material.order
    figure = empty_figure(view, 130 + 42 * len(order))
    add_cells(
        figure,
        view,
        shown * scale,
        scale,
        text=[[_hundredths(view, value) for value in row] for row in shown],
        customdata=[
            [
                [view.name(one), view.name(other), _exact(view, value, scale)]
                for other, value in zip(order, row, strict=True)
            ]
            for one, row in zip(order, shown, strict=True)
        ],
        hovertemplate=t(
            f"charts.{name}.hover", one="%{customdata[0]}", other="%{customdata[1]}", value="%{customdata[2]}"
        )
        + "<extra></extra>",
    )
    square_axes(figure, view, order)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (view.name(slug), *(float(value) for value in row)) for slug, row in zip(order, shown, strict=True)
    )
    return Chart(
        name,
        t(f"charts.{name}.title", day=t(f"charts.{material.day}")),
        t(f"charts.{name}.subtitle"),
        alt,
        figure,
        ChartTable((t("charts.algorithm"), *(view.name(slug) for slug in order)), rows),
    )


def _in_order(material: ChartData) -> Matrix:
    tables = material.tables
    found: Matrix = tables.probabilities[[tables.slugs.index(slug) for slug in material.order]]
    return found


def _hundredths(view: View, value: float) -> str:
    """What stands in a cell: two figures, since a phone has no room for more."""
    return "" if math.isnan(value) else view.t.number(100 * value, 0)


def _exact(view: View, value: float, scale: float) -> str:
    return "" if math.isnan(value) else view.t.number(value * scale, 2 if scale == 1 else 1)


def _extreme(shown: Matrix, pick: Callable[[Matrix], object]) -> tuple[int, int]:
    row, column = np.unravel_index(int(str(pick(shown))), shown.shape)
    return int(row), int(column)

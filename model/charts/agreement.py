"""Disagreement between algorithms: kappa of every two, and how often one is right where another is wrong."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from model.charts.chart import Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.chart_parts import add_cells, empty_figure, square_axes
from model.evaluation.paired import kappa_between, right_where_wrong

Matrix = NDArray[np.float64]


def kappas(data: ChartData, view: View) -> Chart:
    """Agreement of the calls beyond chance."""
    kappa = _off_diagonal(kappa_between(_in_order(data)))
    return _chart(data, view, "kappa", kappa, _kappa_alt(data, view, kappa), 1.0)


def right_when_others_fail(data: ChartData, view: View) -> Chart:
    """Share of the photos that one algorithm calls wrong and another calls right."""
    shares = _off_diagonal(right_where_wrong(data.tables.truth, _in_order(data)))
    return _chart(data, view, "rescue", shares, _rescue_alt(data, view, shares), 100.0)


def _kappa_alt(data: ChartData, view: View, kappa: Matrix) -> str:
    """The two algorithms that agree most, and the two that agree least."""
    t, order = view.t, data.ranked
    kappa = kappa[: len(order), : len(order)]  # those without a rank come last
    if len(order) < 2 or np.isnan(kappa).all():
        return t("charts.alone")
    alike, apart = _extreme(kappa, np.nanargmax), _extreme(kappa, np.nanargmin)
    return t(
        "charts.kappa.alt",
        one=view.the(order[alike[0]]),
        other=view.the(order[alike[1]]),
        high=t.number(float(kappa[alike]), 2),
        third=view.the(order[apart[0]]),
        fourth=view.the(order[apart[1]]),
        low=t.number(float(kappa[apart]), 2),
    )


def _rescue_alt(data: ChartData, view: View, shares: Matrix) -> str:
    """The algorithm that is right most often where the leader is wrong."""
    t, order = view.t, data.ranked
    rescues = shares[0, : len(order)]
    if len(order) < 2 or np.isnan(rescues).all():
        return t("charts.alone")
    best = int(np.nanargmax(rescues))
    share = t.percent(float(rescues[best]))
    return t("charts.rescue.alt", leader=view.the(order[0]), name=view.the(order[best]), share=share)


def _chart(data: ChartData, view: View, name: str, values: Matrix, alt: str, scale: float) -> Chart:
    t, order = view.t, data.order
    words = {word: f"%{{customdata[{place}]}}" for place, word in enumerate(("one", "other", "value"))}
    figure = empty_figure(view, 130 + 42 * len(order))
    add_cells(
        figure,
        view,
        values * scale,
        scale,
        text=[[_hundredths(view, value) for value in row] for row in values],
        customdata=_pairs(view, order, values, scale),
        hovertemplate=t(f"charts.{name}.hover", **words) + "<extra></extra>",
    )
    square_axes(figure, view, order)
    names = [view.name(slug) for slug in order]
    rows = tuple((slug_name, *row) for slug_name, row in zip(names, values.tolist(), strict=True))
    return Chart.named(t, name, alt, figure, ChartTable((t("charts.algorithm"), *names), rows), day=data.set_name(t))


def _pairs(view: View, order: tuple[str, ...], values: Matrix, scale: float) -> list[list[list[str]]]:
    """Both names and the value of each cell, for the hover text."""
    return [
        [[view.name(slug), view.name(other), _exact(view, row[place], scale)] for place, other in enumerate(order)]
        for slug, row in zip(order, values, strict=True)
    ]


def _in_order(data: ChartData) -> Matrix:
    """Probabilities of all algorithms in the order of the ranking, `(algorithms, n, classes)`."""
    tables = data.tables
    return tables.probabilities[[tables.slugs.index(slug) for slug in data.order]]


def _off_diagonal(values: Matrix) -> Matrix:
    return np.where(np.eye(len(values), dtype=bool), np.nan, values)


def _hundredths(view: View, value: float) -> str:
    """Text of a cell: two digits, since a phone has no room for more."""
    return "" if math.isnan(value) else view.t.number(100 * value, 0)


def _exact(view: View, value: float, scale: float) -> str:
    return "" if math.isnan(value) else view.t.number(value * scale, 2 if scale == 1 else 1)


def _extreme(values: Matrix, pick: Callable[[Matrix], object]) -> tuple[int, int]:
    row, column = np.unravel_index(int(str(pick(values))), values.shape)
    return int(row), int(column)

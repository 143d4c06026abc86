"""Significance of the differences in QI between all pairs of algorithms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from model.charts.chart import Cell, Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.chart_parts import empty_figure, square_axes
from model.charts.written import DASH
from model.evaluation.significance import LEVEL

VERDICTS = {1: "better", 0: "same", -1: "worse"}
Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Every algorithm compared with every other, in the order of the ranking; all arrays are `(a, a)`.

    `better` is positive if the row is better than the column, and `adjusted` holds p-values after Holm's correction.
    `verdict` is 1 if the row is significantly better, -1 if worse, 0 if neither, NaN on the diagonal.
    """

    order: tuple[str, ...]
    better: Matrix
    adjusted: Matrix
    verdict: Matrix


def significance(data: ChartData, view: View) -> Chart:
    """Pairs of algorithms whose QI differs by more than chance, corrected for the number of pairs."""
    t, pairs = view.t, _pairs(data)
    size = len(pairs.order)
    significant = int((pairs.adjusted[np.triu_indices(size, 1)] < LEVEL).sum())
    words = {"significant": significant, "total": size * (size - 1) // 2}
    table = _significance_table(view, pairs, 1 if data.rule.of.higher_is_better else -1)
    alt = t("charts.significance.alt", **words) if size > 1 else t("charts.alone")
    return Chart.named(t, "significance", alt, _significance_figure(view, pairs), table)


def _pairs(data: ChartData) -> _Pairs:
    compared = data.pairs
    places = [compared.slugs.index(slug) for slug in data.ranked]
    better = (1 if data.rule.of.higher_is_better else -1) * compared.differences[np.ix_(places, places)]
    adjusted = compared.adjusted[np.ix_(places, places)]
    verdict = np.where(np.isnan(adjusted), np.nan, np.where(adjusted < LEVEL, np.sign(better), 0))
    np.fill_diagonal(verdict, np.nan)
    return _Pairs(data.ranked, better, adjusted, verdict)


def _significance_figure(view: View, pairs: _Pairs) -> go.Figure:
    verdict, places = pairs.verdict, list(range(len(pairs.order)))
    signs = np.where(verdict > 0, "+", np.where(verdict < 0, "\N{MINUS SIGN}", np.where(np.isnan(verdict), "", "=")))
    figure = empty_figure(view, 130 + 42 * len(places))
    figure.add_heatmap(
        z=verdict,
        x=places,
        y=places,
        text=signs,
        texttemplate="%{text}",
        textfont={"size": 20},
        customdata=_pair_words(view, pairs),
        hovertemplate="%{customdata[0]}<br>%{customdata[2]} %{customdata[1]}<br>p = %{customdata[3]}<extra></extra>",
        colorscale=_three_colours(view),
        zmin=-1.5,
        zmax=1.5,
        showscale=False,
        xgap=2,
        ygap=2,
    )
    square_axes(figure, view, pairs.order)
    return figure


def _three_colours(view: View) -> list[list[object]]:
    theme = view.theme
    steps = ((0, 0.33, theme.contrast), (0.34, 0.66, theme.grid), (0.67, 1, theme.accent))
    return [[end, colour] for low, high, colour in steps for end in (low, high)]


def _pair_words(view: View, pairs: _Pairs) -> list[list[list[str]]]:
    """Both names, the verdict and the p-value of each cell, for the hover text."""
    names = [view.name(slug) for slug in pairs.order]
    return [
        [
            [name, other, _verdict_words(view, verdict), _p(view, p)]
            for other, verdict, p in zip(names, verdicts, row, strict=True)
        ]
        for name, verdicts, row in zip(names, pairs.verdict, pairs.adjusted, strict=True)
    ]


def _verdict_words(view: View, verdict: float) -> str:
    if math.isnan(verdict):
        return DASH
    return view.t(f"charts.significance.{VERDICTS[int(verdict)]}")


def _p(view: View, value: float) -> str:
    t = view.t
    if math.isnan(value):
        return DASH
    return f"< {t.number(0.001, 3)}" if value < 0.001 else t.number(value, 3)


def _significance_table(view: View, pairs: _Pairs, sign: int) -> ChartTable:
    t, names = view.t, [view.name(slug) for slug in pairs.order]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (names[row], names[column], float(sign * pairs.better[row, column]), float(pairs.adjusted[row, column]))
        for row, column in combinations(range(len(names)), 2)
    )
    return ChartTable(tuple(t(f"charts.{name}") for name in ("algorithm", "other", "difference", "p")), rows)

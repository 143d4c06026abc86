"""Stability of the ranking: ranks under resampling, significance of every difference, rank by metric."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from model.charts.chart import LARGE_MARK, MARK, Cell, Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.chart_parts import ROW, empty_figure, label_rows, rank_header, square_axes
from model.charts.written import DASH
from model.evaluation.qi import Ranking, Rule, Standing, rank
from model.evaluation.significance import compare_qi

LEVEL = 0.05
"""Differences with a smaller p-value after Holm's correction are called significant."""
VISIBLE = 0.002
"""Least share of resamples that is drawn as a disc."""
COMPARED = (
    "balanced_accuracy",
    "melanoma_auc",
    "accuracy",
    "f1_macro",
    "melanoma_average_precision",
    "melanoma_specificity_at_90_sensitivity",
    "brier_score_loss",
    "expected_calibration_error",
)
"""The metrics whose rankings are compared."""
VERDICTS = {1: "better", 0: "same", -1: "worse"}
Shares = NDArray[np.float64]


def rank_distribution(data: ChartData, view: View) -> Chart:
    """Share of the resamples in which each algorithm has each rank, as discs, with the 95 % interval of its rank."""
    t, ranking = view.t, data.ranking
    rows = [row for row in ranking.standings if row.rank is not None]
    shares = dict(zip(ranking.slugs, ranking.certainty.shares, strict=True))
    return Chart(
        "ranks",
        t("charts.ranks.title"),
        t("charts.ranks.subtitle", resamples=data.evaluation.resamples),
        _ranks_alt(view, rows),
        _ranks_figure(view, rows, shares),
        _ranks_table(view, rows, shares),
        _stability(view, ranking),
    )


def _ranks_figure(view: View, rows: list[Standing], shares: dict[str, Shares]) -> go.Figure:
    t = view.t
    figure = empty_figure(view, 90 + ROW * len(rows))
    for place, row in enumerate(rows):
        _add_ranks(figure, view, row, place, shares[row.slug])
    intervals = {row.slug: t("charts.ranks.interval", low=int(row.rank_low), high=int(row.rank_high)) for row in rows}
    label_rows(figure, view, {slug: (view.name(slug), words) for slug, words in intervals.items()}, shift=23)
    figure.update_yaxes(visible=False, range=[len(rows) - 0.4, -0.7])
    figure.update_xaxes(title_text=t("charts.rank"), range=[0.4, len(shares) + 0.6], dtick=1)
    return figure


def _add_ranks(figure: go.Figure, view: View, row: Standing, place: int, shares: Shares) -> None:
    """The interval of ranks of an algorithm as a line, and a disc for each rank."""
    ends = {"x": [row.rank_low, row.rank_high], "y": [place, place]}
    figure.add_scatter(**ends, mode="lines", line=view.line(row.slug), hoverinfo="skip", showlegend=False)
    ranks = np.flatnonzero(shares > VISIBLE)
    words = view.t("charts.ranks.hover", name="%{fullData.name}", rank="%{x}", share="%{customdata:.1f}")
    figure.add_scatter(
        x=ranks + 1,
        y=np.full(len(ranks), place),
        mode="markers",
        **view.trace(row.slug, line=None, marker=_discs(view, row.slug, shares[ranks])),
        customdata=shares[ranks] * 100,
        hovertemplate=f"{words}<extra></extra>",
        showlegend=False,
    )


def _discs(view: View, slug: str, shares: Shares) -> dict[str, object]:
    """Discs whose areas are proportional to the shares."""
    return {
        "color": view.stroke(slug),
        "symbol": "circle",
        "size": 30 * np.sqrt(shares),
        "opacity": 1,
        "line": {"width": 1, "color": view.theme.paper},
    }


def _ranks_table(view: View, rows: list[Standing], shares: dict[str, Shares]) -> ChartTable:
    t = view.t
    columns = (t("charts.ranks.column", rank=place) for place in range(1, len(shares) + 1))
    header = (*rank_header(t), t("charts.best_rank"), t("charts.worst_rank"), *columns)
    cells = tuple(
        (row.rank, view.name(row.slug), row.rank_low, row.rank_high, *shares[row.slug].tolist()) for row in rows
    )
    return ChartTable(header, cells)


def _ranks_alt(view: View, rows: list[Standing]) -> str:
    """How often the leader is first, and the interval of its rank."""
    if not rows:
        return view.t("charts.nobody")
    leader = rows[0]
    ranks = {"low": int(leader.rank_low), "high": int(leader.rank_high)}
    return view.t("charts.ranks.alt", name=view.name(leader.slug), share=view.t.percent(leader.first), **ranks)


def _stability(view: View, ranking: Ranking) -> tuple[str, ...]:
    """A note with the agreement of the resampled rankings; none if it is undefined."""
    t, sure = view.t, ranking.certainty
    if math.isnan(sure.kendall_tau):
        return ()
    tau, low, high = (t.number(value, 2) for value in (sure.kendall_tau, sure.tau_low, sure.tau_high))
    return (t("charts.ranks.stability", tau=tau, low=low, high=high),)


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Every algorithm compared with every other, in the order of the ranking; all arrays are `(a, a)`.

    Attributes:
        order: the algorithms.
        better: QI of the row minus that of the column, positive if the row is better.
        adjusted: p-values after Holm's correction.
        verdict: 1 if the row is significantly better, -1 if worse, 0 if neither, NaN on the diagonal.
    """

    order: tuple[str, ...]
    better: Shares
    adjusted: Shares
    verdict: Shares


def significance(data: ChartData, view: View) -> Chart:
    """Pairs of algorithms whose QI differs by more than chance, corrected for the number of pairs."""
    t, pairs = view.t, _pairs(data)
    size = len(pairs.order)
    significant = int((pairs.adjusted[np.triu_indices(size, 1)] < LEVEL).sum())
    words = {"significant": significant, "total": size * (size - 1) // 2, "clear": _clearly_behind(view, pairs)}
    return Chart(
        "significance",
        t("charts.significance.title"),
        t("charts.significance.subtitle"),
        t("charts.significance.alt", **words),
        _significance_figure(view, pairs),
        _significance_table(view, pairs, 1 if data.rule.of.higher_is_better else -1),
    )


def _pairs(data: ChartData) -> _Pairs:
    compared = compare_qi(data.evaluation, data.rule)
    places = [compared.slugs.index(slug) for slug in data.order]
    better = (1 if data.rule.of.higher_is_better else -1) * compared.differences[np.ix_(places, places)]
    adjusted = compared.adjusted[np.ix_(places, places)]
    verdict = np.where(np.isnan(adjusted), np.nan, np.where(adjusted < LEVEL, np.sign(better), 0))
    np.fill_diagonal(verdict, np.nan)
    return _Pairs(data.order, better, adjusted, verdict)


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
    """A scale with one colour each for worse, neither and better."""
    theme = view.theme
    steps = ((0, 0.33, theme.contrast), (0.34, 0.66, theme.grid), (0.67, 1, theme.accent))
    return [[end, colour] for low, high, colour in steps for end in (low, high)]


def _pair_words(view: View, pairs: _Pairs) -> list[list[list[str]]]:
    """Both names, the verdict and the p-value of each cell, for the hover text."""
    return [
        [
            [
                view.name(slug),
                view.name(other),
                _verdict_words(view, pairs.verdict[row, column]),
                _p(view, pairs.adjusted[row, column]),
            ]
            for column, other in enumerate(pairs.order)
        ]
        for row, slug in enumerate(pairs.order)
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


def _clearly_behind(view: View, pairs: _Pairs) -> str:
    """The algorithms that are significantly behind the first."""
    t, order = view.t, pairs.order
    if len(order) < 2:
        return t("charts.alone")
    behind = [slug for place, slug in enumerate(order) if place and pairs.verdict[0, place] > 0]
    name = view.name(order[0])
    if len(behind) == len(order) - 1:
        return t("charts.significance.all", name=name)
    if not behind:
        return t("charts.significance.none", name=name)
    equal = [slug for slug in order[1:] if slug not in behind]
    return t("charts.significance.some", name=name, names=view.names(equal))


Ranks = dict[str, dict[str, float]]
"""Rank by metric, then slug."""


def rank_by_metric(data: ChartData, view: View) -> Chart:
    """Rank of each algorithm by several metrics, with the chosen weights."""
    t, order, ranks = view.t, data.order, _ranks(data)
    winners = {name: tuple(slug for slug in order if ranks[name][slug] == 1) for name in ranks}
    header = (t("charts.algorithm"), *(t(f"metrics.{name}") for name in ranks))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (view.name(slug), *(ranks[name][slug] for name in ranks)) for slug in order
    )
    return Chart(
        "bump",
        t("charts.bump.title"),
        t("charts.bump.subtitle"),
        _bump_alt(view, winners),
        _bump_figure(data, view, ranks),
        ChartTable(header, rows),
    )


def _ranks(data: ChartData) -> Ranks:
    """Ranks by the metric of the rule and by each of `COMPARED`."""
    names = dict.fromkeys((data.rule.metric, *COMPARED))
    rankings = {name: rank(data.evaluation, Rule(name, data.rule.weight_day1, data.rule.weight_day2)) for name in names}
    return {
        name: dict(zip(ranking.slugs, ranking.certainty.ranks.tolist(), strict=True))
        for name, ranking in rankings.items()
    }


def _bump_figure(data: ChartData, view: View, ranks: Ranks) -> go.Figure:
    t, names = view.t, list(ranks)
    figure = empty_figure(view, 80 + 58 * len(names))
    words = t("charts.bump.hover", name="%{fullData.name}", rank="%{x}")
    for slug in view.ordered(data.order):
        size = LARGE_MARK if slug == view.highlighted else MARK + 1
        figure.add_scatter(
            x=[ranks[name][slug] for name in names],
            y=list(range(len(names))),
            mode="lines+markers",
            **view.trace(slug, marker=view.mark(slug, size=size)),
            hovertemplate=f"{words}<extra></extra>",
        )
    label_rows(figure, view, {name: (t(f"metrics.{name}"), "") for name in names}, algorithms=False, shift=22)
    figure.update_yaxes(visible=False, range=[len(names) - 0.5, -0.75])
    figure.update_xaxes(title_text=t("charts.rank"), range=[0.5, len(data.ranking.slugs) + 0.5], dtick=1)
    return figure


def _bump_alt(view: View, winners: dict[str, tuple[str, ...]]) -> str:
    """The winners by metric, metrics with the same winners in one sentence."""
    t = view.t
    metrics: dict[tuple[str, ...], list[str]] = {}
    for metric, slugs in winners.items():
        if slugs:
            metrics.setdefault(slugs, []).append(t(f"metrics.{metric}"))
    if not metrics:
        return t("charts.nobody")
    if len(metrics) == 1:
        return t("charts.bump.alt_same", name=view.names(next(iter(metrics))))
    return " ".join(
        t("charts.bump.alt", name=view.names(slugs), metrics=", ".join(names)) for slugs, names in metrics.items()
    )

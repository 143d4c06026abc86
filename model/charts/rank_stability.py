"""Stability of the ranking: ranks under resampling, and rank by metric."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from model.charts.chart import LARGE_MARK, MARK, Cell, Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.chart_parts import ROW, empty_figure, label_rows, rank_header
from model.charts.written import capital
from model.evaluation.qi import Ranking, Rule, Standing, rank

VISIBLE = 0.002
"""Least share of resamples that is drawn as a disc."""
COMPARED = (
    "balanced_accuracy", "melanoma_auc", "accuracy", "f1_macro", "melanoma_average_precision",
    "melanoma_specificity_at_90_sensitivity", "brier_score_loss", "expected_calibration_error",
)  # fmt: skip
"""The metrics whose rankings are compared."""
Shares = NDArray[np.float64]


def rank_distribution(data: ChartData, view: View) -> Chart:
    """Share of the resamples in which each algorithm has each rank, as discs, with the 95 % interval of its rank."""
    t, ranking = view.t, data.ranking
    rows = [row for row in data.rows if row.rank is not None]
    shares = dict(zip(ranking.slugs, ranking.certainty.shares, strict=True))
    figure, table = _ranks_figure(view, rows, shares), _ranks_table(view, rows, shares)
    notes, resamples = _stability(view, ranking), data.evaluation.resamples
    return Chart.named(t, "ranks", _ranks_alt(view, rows), figure, table, notes, resamples=resamples)


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
    words = view.t("charts.ranks.hover", name="%{fullData.name}", rank="%{x}", share="%{customdata:.2~r}")
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
    if not rows:
        return view.t("charts.nobody")
    leader = rows[0]
    ranks = {"low": int(leader.rank_low), "high": int(leader.rank_high)}
    return view.t("charts.ranks.alt", name=view.the(leader.slug), share=view.t.percent(leader.first), **ranks)


def _stability(view: View, ranking: Ranking) -> tuple[str, ...]:
    """A note with the agreement of the resampled rankings; none if it is undefined."""
    t, sure = view.t, ranking.certainty
    if math.isnan(sure.kendall_tau):
        return ()
    tau, low, high = (t.number(value, 2) for value in (sure.kendall_tau, sure.tau_low, sure.tau_high))
    return (t("charts.ranks.stability", tau=tau, low=low, high=high),)


Ranks = dict[str, dict[str, float]]
"""Rank by metric, then slug."""


def rank_by_metric(data: ChartData, view: View) -> Chart:
    """Rank of each algorithm by several metrics, with the chosen weights."""
    t, order, ranks = view.t, data.ranked, _ranks(data)
    winners = {name: tuple(slug for slug, rank in ranks[name].items() if rank == 1) for name in ranks}
    header = (t("charts.algorithm"), *(t(f"metrics.{name}") for name in ranks))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (view.name(slug), *(ranks[name][slug] for name in ranks)) for slug in order
    )
    return Chart.named(t, "bump", _bump_alt(view, winners), _bump_figure(data, view, ranks), ChartTable(header, rows))


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
    for slug in view.ordered(data.ranked):
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
        capital(t("charts.bump.alt", name=view.names(slugs), metrics=", ".join(names)))
        for slugs, names in metrics.items()
    )

"""How firm the ranking is: ranks under resampling, significance of every difference, rank by metric."""

from __future__ import annotations

import math

import numpy as np

from model.charts.chart import LARGE_MARK, MARK, Chart, ChartTable, View
from model.charts.chart_data import ChartData
from model.charts.chart_parts import ROW, empty_figure, label_rows, square_axes, who_header
from model.evaluation.qi import Ranking, Rule, rank
from model.evaluation.significance import compare_qi

LEVEL = 0.05
"""Differences with a smaller p-value after Holm's correction are called significant."""


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
"""The metrics whose rankings are set side by side."""


def rank_distribution(material: ChartData, view: View) -> Chart:
    """How often each algorithm has each rank in the resamples, as discs; with the 95 % interval of its rank."""
    t, ranking = view.t, material.ranking
    rows = [row for row in ranking.standings if row.rank is not None]
    figure = empty_figure(view, 90 + ROW * len(rows))
    shares = _shares(ranking)
    labels = {}
    for place, row in enumerate(rows):
        share = shares[row.slug]
        at = np.flatnonzero(share > 0.002)
        figure.add_scatter(
            x=[row.rank_low, row.rank_high],
            y=[place, place],
            mode="lines",
            line=view.line(row.slug),
            hoverinfo="skip",
            showlegend=False,
        )
        figure.add_scatter(
            x=at + 1,
            y=np.full(len(at), place),
            mode="markers",
            **view.trace(row.slug, line=None, marker=_disc(view, row.slug, share[at])),
            customdata=share[at] * 100,
            hovertemplate=t("charts.ranks.hover", name="%{fullData.name}", rank="%{x}", share="%{customdata:.1f}")
            + "<extra></extra>",
            showlegend=False,
        )
        labels[row.slug] = (
            view.name(row.slug),
            t("charts.ranks.interval", low=int(row.rank_low), high=int(row.rank_high)),
        )
    label_rows(figure, view, labels, shift=23)
    figure.update_yaxes(visible=False, range=[len(rows) - 0.4, -0.7])
    figure.update_xaxes(title_text=t("charts.rank"), range=[0.4, len(ranking.slugs) + 0.6], dtick=1)
    header = (
        *who_header(view),
        t("charts.best_rank"),
        t("charts.worst_rank"),
        *(t("charts.ranks.column", rank=n) for n in range(1, len(ranking.slugs) + 1)),
    )
    table = tuple(
        (row.rank, view.name(row.slug), row.rank_low, row.rank_high, *(float(v) for v in shares[row.slug]))
        for row in rows
    )
    leader = rows[0] if rows else None
    alt = (
        t(
            "charts.ranks.alt",
            name=view.name(leader.slug),
            share=t.percent(leader.first),
            low=int(leader.rank_low),
            high=int(leader.rank_high),
        )
        if leader
        else t("charts.nobody")
    )
    notes = (_stability(view, ranking),) if not math.isnan(ranking.certainty.kendall_tau) else ()
    return Chart(
        "ranks",
        t("charts.ranks.title"),
        t("charts.ranks.subtitle", resamples=material.evaluation.resamples),
        alt,
        figure,
        ChartTable(header, table),
        notes,
    )


def significance(material: ChartData, view: View) -> Chart:
    """Which pairs of algorithms differ in QI by more than chance, corrected for the number of pairs."""
    t, order, theme = view.t, material.order, view.theme
    pairs = compare_qi(material.evaluation, material.rule)
    at = [pairs.slugs.index(slug) for slug in order]
    sign = 1 if material.rule.of.higher_is_better else -1
    better = sign * pairs.differences[np.ix_(at, at)]
    chance = pairs.adjusted[np.ix_(at, at)]
    shown = np.where(np.isnan(chance), np.nan, np.where(chance < LEVEL, np.sign(better), 0))
    np.fill_diagonal(shown, np.nan)
    words = np.array([[_verdict(view, value) for value in row] for row in shown])
    figure = empty_figure(view, 130 + 42 * len(order))
    figure.add_heatmap(
        z=shown,
        x=list(range(len(order))),
        y=list(range(len(order))),
        text=np.where(shown > 0, "+", np.where(shown < 0, "\N{MINUS SIGN}", np.where(np.isnan(shown), "", "="))),
        texttemplate="%{text}",
        textfont={"size": 20},
        customdata=_pair_data(view, order, words, chance),
        hovertemplate="%{customdata[0]}<br>%{customdata[2]} %{customdata[1]}<br>p = %{customdata[3]}<extra></extra>",
        colorscale=[
            [0, theme.contrast],
            [0.33, theme.contrast],
            [0.34, theme.grid],
            [0.66, theme.grid],
            [0.67, theme.accent],
            [1, theme.accent],
        ],
        zmin=-1.5,
        zmax=1.5,
        showscale=False,
        xgap=2,
        ygap=2,
    )
    square_axes(figure, view, order)
    significant = int((chance[np.triu_indices(len(order), 1)] < LEVEL).sum())
    total = len(order) * (len(order) - 1) // 2
    rows = tuple(
        (view.name(one), view.name(other), float(sign * better[i, j]), float(chance[i, j]))
        for i, one in enumerate(order)
        for j, other in enumerate(order)
        if i < j
    )
    header = (t("charts.algorithm"), t("charts.other"), t("charts.difference"), t("charts.p"))
    return Chart(
        "significance",
        t("charts.significance.title"),
        t("charts.significance.subtitle"),
        t("charts.significance.alt", significant=significant, total=total, clear=_clearly_behind(view, order, shown)),
        figure,
        ChartTable(header, rows),
    )


def rank_by_metric(material: ChartData, view: View) -> Chart:
    """Each algorithm's rank under several metrics, weights as chosen."""
    t, order = view.t, material.order
    names = tuple(dict.fromkeys((material.rule.metric, *COMPARED)))
    weights = (material.rule.weight_day1, material.rule.weight_day2)
    rankings = {name: rank(material.evaluation, Rule(name, *weights)) for name in names}
    ranks = {
        name: dict(zip(found.slugs, found.certainty.ranks.tolist(), strict=True)) for name, found in rankings.items()
    }
    figure = empty_figure(view, 80 + 58 * len(names))
    for slug in view.ordered(order):
        figure.add_scatter(
            x=[ranks[name][slug] for name in names],
            y=list(range(len(names))),
            mode="lines+markers",
            **view.trace(slug, marker=view.mark(slug, size=LARGE_MARK if slug == view.highlighted else MARK + 1)),
            hovertemplate=t("charts.bump.hover", name="%{fullData.name}", rank="%{x}") + "<extra></extra>",
        )
    label_rows(figure, view, {name: (t(f"metrics.{name}"), "") for name in names}, algorithms=False, shift=22)
    figure.update_yaxes(visible=False, range=[len(names) - 0.5, -0.75])
    figure.update_xaxes(title_text=t("charts.rank"), range=[0.5, len(material.ranking.slugs) + 0.5], dtick=1)
    rows = tuple((view.name(slug), *(ranks[name][slug] for name in names)) for slug in order)
    winners = {name: tuple(slug for slug in order if ranks[name][slug] == 1) for name in names}
    return Chart(
        "bump",
        t("charts.bump.title"),
        t("charts.bump.subtitle"),
        _bump_alt(view, winners),
        figure,
        ChartTable((t("charts.algorithm"), *(t(f"metrics.{name}") for name in names)), rows),
    )


def _shares(ranking: Ranking) -> dict[str, np.ndarray]:
    return dict(zip(ranking.slugs, ranking.certainty.shares, strict=True))


def _disc(view: View, slug: str, shares: np.ndarray) -> dict[str, object]:
    """A disc whose area is the share, so that twice as often looks twice as large."""
    return {
        "color": view.stroke(slug),
        "symbol": "circle",
        "size": 30 * np.sqrt(shares),
        "opacity": 1,
        "line": {"width": 1, "color": view.theme.paper},
    }


def _stability(view: View, ranking: Ranking) -> str:
    t, sure = view.t, ranking.certainty
    return t(
        "charts.ranks.stability",
        tau=t.number(sure.kendall_tau, 2),
        low=t.number(sure.tau_low, 2),
        high=t.number(sure.tau_high, 2),
    )


def _verdict(view: View, value: float) -> str:
    t = view.t
    if math.isnan(value):
        return "–"
    return (
        t("charts.significance.better")
        if value > 0
        else t("charts.significance.worse")
        if value < 0
        else t("charts.significance.same")
    )


def _pair_data(view: View, order: tuple[str, ...], words: np.ndarray, chance: np.ndarray) -> list[list[list[str]]]:
    return [
        [[view.name(one), view.name(other), words[i, j], _p(view, chance[i, j])] for j, other in enumerate(order)]
        for i, one in enumerate(order)
    ]


def _p(view: View, value: float) -> str:
    t = view.t
    if math.isnan(value):
        return "–"
    return f"< {t.number(0.001, 3)}" if value < 0.001 else t.number(value, 3)


def _clearly_behind(view: View, order: tuple[str, ...], shown: np.ndarray) -> str:
    """Who is significantly behind the first."""
    t = view.t
    if len(order) < 2:
        return t("charts.alone")
    behind = [slug for place, slug in enumerate(order) if place and shown[0, place] > 0]
    name = view.name(order[0])
    if len(behind) == len(order) - 1:
        return t("charts.significance.all", name=name)
    if not behind:
        return t("charts.significance.none", name=name)
    equal = [slug for slug in order[1:] if slug not in behind]
    return t("charts.significance.some", name=name, names=view.names(equal))


def _bump_alt(view: View, winners: dict[str, tuple[str, ...]]) -> str:
    t = view.t
    found: dict[tuple[str, ...], list[str]] = {}
    for metric, slugs in winners.items():
        found.setdefault(slugs, []).append(t(f"metrics.{metric}"))
    known = {slugs: metrics for slugs, metrics in found.items() if slugs}
    if not known:
        return t("charts.nobody")
    if len(known) == 1:
        return t("charts.bump.alt_same", name=view.names(next(iter(known))))
    return " ".join(
        t("charts.bump.alt", name=view.names(slugs), metrics=", ".join(metrics)) for slugs, metrics in known.items()
    )

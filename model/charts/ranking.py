"""Who leads, and how firmly: podium, forest plot, ranks under resampling, significance map, rank by metric."""

from __future__ import annotations

import math
import textwrap

import numpy as np
import plotly.graph_objects as go

from model.charts.chart import (
    LARGE_MARK,
    MARK,
    Chart,
    Table,
    View,
    ends,
    error_bars,
    label_rows,
    percent_axis,
    sheet,
)
from model.charts.material import Material
from model.charts.written import AS_NUMBER, scale_of, score_words, value_words
from model.evaluation.intervals import Score
from model.evaluation.qi import Ranking, Rule, Standing, rank
from model.evaluation.significance import compare_qi

ROW = 58
"""Height of a row that is named above itself, px."""
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
STEPS = {1: (1, 3.0), 2: (0, 2.2), 3: (2, 1.5)}
"""Place from the left and height of the steps of a podium."""


def podium(material: Material, view: View) -> Chart:
    """The first three on their steps, with the share of resamples in which each is first."""
    t, rule, theme = view.t, material.rule, view.theme
    figure = sheet(view, 380, bargap=0.04)
    best = [row for row in material.ranking.standings if row.rank is not None][:3]
    for number, row in enumerate(best, 1):
        place, height = STEPS[number]
        figure.add_bar(
            x=[place],
            y=[height],
            name=view.name(row.slug),
            legendgroup=row.slug,
            marker={
                "color": theme.faded(view.colour(row.slug), 0.22),
                "line": {"color": view.colour(row.slug), "width": 3},
            },
            hoverinfo="skip",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
            showlegend=False,
        )
        figure.add_trace(_on_the_step(view, row, place, height))
        words = "<br>".join(
            textwrap.wrap(t("charts.podium.first", share=t.percent(row.first)), 12, break_on_hyphens=False)
        )
        value = value_words(t, rule.metric, row.qi.value)
        step = f"<span style='font-size:34px'><b>{row.rank}</b></span><br><b>{value}</b><br>{words}"
        figure.add_annotation(text=step, x=place, y=0.06, yanchor="bottom", showarrow=False)
    figure.update_xaxes(visible=False, range=[-0.55, 2.55])
    figure.update_yaxes(visible=False, range=[0, 3.9])
    rows = tuple(
        (row.rank, view.name(row.slug), row.qi.value, row.qi.low, row.qi.high, row.first)
        for row in material.ranking.standings
    )
    header = (*_who(view), t("charts.qi"), t("charts.low"), t("charts.high"), t("charts.first"))
    names = view.names([row.slug for row in best])
    return Chart(
        "podium",
        t("charts.podium.title"),
        t("charts.podium.subtitle", rule=rule_words(view, rule)),
        t("charts.podium.alt", names=names) if best else t("charts.nobody"),
        figure,
        Table(header, rows),
    )


def forest(material: Material, view: View) -> Chart:
    """QI and the scores of both days with their intervals, the best first."""
    t, metric, rows = view.t, material.rule.metric, material.ranking.standings
    scale = scale_of(metric)
    figure = sheet(view, 90 + ROW * len(rows))
    if rows and not math.isnan(rows[0].qi.low):
        low, high = rows[0].qi.low * scale, rows[0].qi.high * scale
        figure.add_vrect(x0=low, x1=high, fillcolor=view.theme.faded(view.theme.ink, 0.07), line_width=0, layer="below")
    labels = {}
    for place, row in enumerate(rows):
        labels[row.slug] = (_ranked_name(view, row), score_words(t, metric, row.qi))
        for day, score, offset in (("day1", row.day1, 0.17), ("day2", row.day2, 0.33)):
            figure.add_trace(_day_interval(view, row.slug, metric, day, score, place + offset))
        figure.add_trace(_interval(view, row.slug, metric, row.qi, place))
    label_rows(figure, view, labels)
    figure.update_yaxes(visible=False, range=[len(rows) - 0.4, -0.65])
    _metric_axis(figure, view, metric)
    header = (
        *_who(view),
        *_interval_header(view, t("charts.qi")),
        *_interval_header(view, t("charts.day1")),
        *_interval_header(view, t("charts.day2")),
    )
    table = tuple((row.rank, view.name(row.slug), *ends(row.qi), *ends(row.day1), *ends(row.day2)) for row in rows)
    return Chart(
        "forest",
        t("charts.forest.title", metric=t(f"metrics.{metric}")),
        t("charts.forest.subtitle", better=better_words(view, material.rule)),
        _forest_alt(material, view),
        figure,
        Table(header, table),
    )


def rank_distribution(material: Material, view: View) -> Chart:
    """How often each algorithm has each rank in the resamples, as discs; with the 95 % interval of its rank."""
    t, ranking = view.t, material.ranking
    rows = [row for row in ranking.standings if row.rank is not None]
    figure = sheet(view, 90 + ROW * len(rows))
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
        *_who(view),
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
        Table(header, table),
        notes,
    )


def significance(material: Material, view: View) -> Chart:
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
    figure = sheet(view, 130 + 42 * len(order))
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
        Table(header, rows),
    )


def rank_by_metric(material: Material, view: View) -> Chart:
    """Each algorithm's rank under several metrics, weights as chosen."""
    t, order = view.t, material.order
    names = tuple(dict.fromkeys((material.rule.metric, *COMPARED)))
    weights = (material.rule.weight_day1, material.rule.weight_day2)
    rankings = {name: rank(material.evaluation, Rule(name, *weights)) for name in names}
    ranks = {
        name: dict(zip(found.slugs, found.certainty.ranks.tolist(), strict=True)) for name, found in rankings.items()
    }
    figure = sheet(view, 80 + 58 * len(names))
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
    figure.update_xaxes(title_text=t("charts.rank"), range=[0.5, len(order) + 0.5], dtick=1)
    rows = tuple((view.name(slug), *(ranks[name][slug] for name in names)) for slug in order)
    winners = {name: tuple(slug for slug in order if ranks[name][slug] == 1) for name in names}
    return Chart(
        "bump",
        t("charts.bump.title"),
        t("charts.bump.subtitle"),
        _bump_alt(view, winners),
        figure,
        Table((t("charts.algorithm"), *(t(f"metrics.{name}") for name in names)), rows),
    )


def rule_words(view: View, rule: Rule) -> str:
    """The rule in a few words."""
    t, (day1, day2) = view.t, rule.shares
    return t("charts.rule", metric=t(f"metrics.{rule.metric}"), day1=t.percent(day1), day2=t.percent(day2))


def better_words(view: View, rule: Rule) -> str:
    """In which direction better lies."""
    t = view.t
    return t("charts.higher_is_better" if rule.of.higher_is_better else "charts.lower_is_better")


def square_axes(figure: go.Figure, view: View, order: tuple[str, ...]) -> None:
    """Algorithms down and across: down with number and name, across with the number, which fits a phone."""
    places = list(range(len(order)))
    figure.update_yaxes(
        tickvals=places,
        ticktext=[f"{view.short(slug)}  <b>{place + 1}</b>" for place, slug in zip(places, order, strict=True)],
        range=[len(order) - 0.5, -0.5],
        showgrid=False,
    )
    figure.update_xaxes(
        tickvals=places, ticktext=[f"<b>{place + 1}</b>" for place in places], side="top", showgrid=False
    )


def _who(view: View) -> tuple[str, str]:
    t = view.t
    return t("charts.rank"), t("charts.algorithm")


def _interval_header(view: View, name: str) -> tuple[str, str, str]:
    t = view.t
    return name, f"{name}, {t('charts.low')}", f"{name}, {t('charts.high')}"


def _ranked_name(view: View, row: Standing) -> str:
    return f"{row.rank or '–'}  {view.name(row.slug)}"


def _on_the_step(view: View, row: Standing, place: int, height: float) -> go.Scatter:
    return go.Scatter(
        x=[place],
        y=[height + 0.22],
        mode="markers+text",
        text=[f"<b>{view.short(row.slug, 16)}</b>"],
        textposition="top center",
        **view.trace(row.slug, line=None, marker=view.mark(row.slug, size=22, color=view.colour(row.slug))),
        hoverinfo="skip",
        cliponaxis=False,
        showlegend=False,
    )


def _interval(view: View, slug: str, metric: str, score: Score, place: float) -> go.Scatter:
    scale = scale_of(metric)
    return go.Scatter(
        x=[score.value * scale],
        y=[place],
        mode="markers",
        **view.trace(slug, line=None, marker=view.mark(slug, size=LARGE_MARK)),
        error_x=error_bars(score, scale, view.stroke(slug), 4),
        hovertemplate=f"%{{fullData.name}}<br>{score_words(view.t, metric, score)}<extra></extra>",
    )


def _day_interval(view: View, slug: str, metric: str, day: str, score: Score, place: float) -> go.Scatter:
    scale, t = scale_of(metric), view.t
    words = f"{t(f'charts.{day}')}: {score_words(t, metric, score)}"
    symbol = "line-ns" if day == "day1" else "line-ns-open"
    colour = view.theme.faded(view.theme.quiet, 0.35) if view.is_pale(slug) else view.theme.quiet
    return go.Scatter(
        x=[score.value * scale],
        y=[place],
        mode="markers",
        marker={"symbol": symbol, "size": 8, "color": colour, "line": {"width": 2, "color": colour}},
        error_x=error_bars(score, scale, colour, 1.6),
        name=view.name(slug),
        legendgroup=slug,
        hovertemplate=f"%{{fullData.name}}<br>{words}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        showlegend=False,
    )


def _metric_axis(figure: go.Figure, view: View, metric: str) -> None:
    t = view.t
    if metric in AS_NUMBER:
        figure.update_xaxes(title_text=t(f"metrics.{metric}"), nticks=6)
    else:
        axis = percent_axis(view, t(f"metrics.{metric}"))
        figure.update_xaxes(title_text=axis["title"]["text"], ticksuffix=axis["ticksuffix"], nticks=6)


def _forest_alt(material: Material, view: View) -> str:
    t, rows, metric = view.t, material.ranking.standings, material.rule.metric
    if not rows or rows[0].rank is None:
        return t("charts.nobody")
    overlapping = [row.slug for row in rows[1:] if _overlap(rows[0].qi, row.qi)]
    first = t("charts.forest.alt", name=view.name(rows[0].slug), qi=score_words(t, metric, rows[0].qi))
    if len(rows) == 1:
        return first
    other = (
        t("charts.forest.alt_overlap", names=view.names(overlapping)) if overlapping else t("charts.forest.alt_clear")
    )
    return f"{first} {other}"


def _overlap(one: Score, other: Score) -> bool:
    return one.low <= other.high and other.low <= one.high


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

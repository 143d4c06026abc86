"""The summary of a report: the leader, how certain the lead is, and the ranking."""

from __future__ import annotations

import math

from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.charts.elsewhere import elsewhere_words
from model.charts.ranking import rule_words
from model.charts.verdict import context_words, dependence_words, lead_words, leader_words, without_rank
from model.charts.written import DASH, capital, interval_words, value_words
from model.evaluation.qi import Standing
from model.evaluation.sets import BESIDE_QI, ELSEWHERE
from model.report.contents import (
    AlgorithmName,
    Block,
    Cell,
    Grid,
    Heading,
    IntervalCell,
    Paragraph,
    Points,
    Section,
    mark_of,
    section,
)
from model.text import Texts


def summary(view: View, material: ChartData) -> Section:
    """The answer first: the leader and its certainty, then the ranking, other clinics, and unranked algorithms."""
    t = view.t
    blocks: list[Block] = [Paragraph(lead_words(view, material)), Paragraph(leader_words(view, material), "strong")]
    blocks += [Paragraph(words) for words in (dependence_words(view, material),) if words]
    blocks += _ranking_blocks(view, material)
    if material.evaluation.benchmark.answered(ELSEWHERE):
        question = Paragraph(t("leaderboard.questions.elsewhere"), "strong")
        blocks += [question, Paragraph(elsewhere_words(view, material))]
    if left_out := without_rank(view, material):
        blocks += [Heading(t("leaderboard.excluded")), Points(left_out)]
    return section(t, "summary", "1, 2, 23", "assessment", *blocks)


def _ranking_blocks(view: View, material: ChartData) -> list[Block]:
    ranked = [row for row in material.ranking.standings if row.rank is not None]
    if not ranked:
        return []
    notes = (Paragraph(words, "small") for words in context_words(view, material))
    return [_ranking(view, material, [*ranked, *material.ranking.references]), *notes]


def _ranking(view: View, material: ChartData, ranked: list[Standing]) -> Grid:
    t = view.t
    beside = [name for name in BESIDE_QI if material.evaluation.benchmark.answered(name)]
    header = (
        t("leaderboard.rank"),
        t("leaderboard.algorithm"),
        t("charts.qi"),
        *(capital(t(f"charts.{name}")) for name in ("day1", "day2", *beside)),
        t("leaderboard.ranks"),
        t("leaderboard.first"),
    )
    caption = f"{t('leaderboard.table')} ({rule_words(view, material.rule)})"
    return Grid(caption, header, tuple(_ranking_row(view, material, row, beside) for row in ranked), heads=1)


def _ranking_row(view: View, material: ChartData, row: Standing, beside: list[str]) -> tuple[Cell, ...]:
    t, metric = view.t, material.rule.metric
    others = (material.evaluation.score(name, row.slug, metric) for name in beside)
    scores = (
        IntervalCell(value_words(t, metric, score.value), interval_words(t, metric, score))
        for score in (row.qi, row.day1, row.day2, *others)
    )
    name = AlgorithmName(view.name(row.slug), mark_of(row.slug))
    rank = str(row.rank) if row.rank is not None else t("leaderboard.not_ranked")
    return rank, name, *scores, _rank_interval(t, row), t.percent(row.first)


def _rank_interval(t: Texts, row: Standing) -> str:
    if math.isnan(row.rank_low):
        return DASH
    return t("leaderboard.rank_interval", low=int(row.rank_low), high=int(row.rank_high))

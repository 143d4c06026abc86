"""The ranking in sentences: the leader, its rivals, how the winner depends on the rule, algorithms without a rank."""

from __future__ import annotations

from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.charts.published import published_words
from model.charts.written import diagnoses_words
from model.evaluation.metrics import RANKED_BY

RIVAL = 0.05
"""Least share of resamples in which a rival is first."""


def lead_words(view: View, data: ChartData) -> str:
    """The lead of the page, with the numbers of photos in each set."""
    t, sets = view.t, data.evaluation.benchmark.sets
    photos = [t(f"leaderboard.photos_of.{name}", photos=len(tables.images)) for name, tables in sets.items()]
    return t("leaderboard.lead", photos=t("charts.and", names=", ".join(photos[:-1]), last=photos[-1]))


def context_words(view: View, data: ChartData) -> tuple[str, ...]:
    """Notes for comparison: chance, the best published results, and the diagnoses that a set lacks."""
    t, sets = view.t, data.evaluation.benchmark.sets
    diagnoses = [diagnoses_words(t, t(f"charts.{name}"), tables.diagnoses) for name, tables in sets.items()]
    return (" ".join((t("leaderboard.beside"), *published_words(t, data.published))), *filter(None, diagnoses))


def leader_words(view: View, data: ChartData) -> str:
    """The leader, and whether the lead is certain."""
    t, ranking = view.t, data.ranking
    winners = ranking.winners
    if not winners:
        return t("leaderboard.nobody")
    if len(winners) > 1:
        return t("leaderboard.shared", names=view.names(winners))
    leader = ranking.standings[0]
    if len([row for row in ranking.standings if row.rank is not None]) == 1:
        return t("leaderboard.alone", name=view.name(leader.slug))
    return t(
        "leaderboard.certain" if ranking.is_certain else "leaderboard.uncertain",
        name=view.name(leader.slug),
        share=t.percent(leader.first),
        resamples=data.evaluation.resamples,
    )


def rival_words(view: View, data: ChartData) -> str:
    """The rivals that could be first too; empty without one."""
    t = view.t
    rivals = [row for row in data.ranking.standings[1:] if row.first >= RIVAL]
    if not rivals:
        return ""
    named = [t("leaderboard.rival", name=view.name(row.slug), share=t.percent(row.first)) for row in rivals]
    return t("leaderboard.rivals", names=", ".join(named))


def dependence_words(view: View, data: ChartData) -> str:
    """How the winner depends on the rule; empty with fewer than two algorithms."""
    t, by_rule = view.t, data.by_rule
    if len(data.order) < 2 or not by_rule.ever:
        return ""
    if not by_rule.depends:
        return t("leaderboard.stable", name=view.names(by_rule.ever), metrics=len(RANKED_BY))
    own = by_rule.by_metric().get(data.rule.metric, ())
    sentences = _own_metric_words(view, data.rule.metric, own)
    others = [slug for slug in by_rule.ever if slug not in own]
    if others:
        sentences.append(t("leaderboard.depends_other", names=view.names(others)))
    return t("leaderboard.depends", sentences=" ".join(sentences))


def _own_metric_words(view: View, metric: str, winners: tuple[str, ...]) -> list[str]:
    t, name = view.t, view.t(f"metrics.{metric}")
    if len(winners) == 1:
        return [t("leaderboard.depends_same", metric=name, name=view.name(winners[0]))]
    return [t("leaderboard.depends_weights", metric=name, names=view.names(winners))] if winners else []


def without_rank(view: View, data: ChartData) -> tuple[tuple[str, str], ...]:
    """Name and reason of each algorithm without a rank: no readable table, or an undefined QI."""
    t = view.t
    refused = [
        (view.name(excluded.slug), t(f"errors.{excluded.reason.code}", **excluded.reason.data))
        for excluded in data.evaluation.excluded
    ]
    undefined = [
        (view.name(row.slug), t(f"undefined.{row.qi.reason}"))
        for row in data.ranking.standings
        if row.rank is None and row.qi.reason is not None
    ]
    return (*refused, *undefined)

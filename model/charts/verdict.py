"""The ranking in sentences: the leader and its ties, what other rules would say, algorithms without a rank."""

from __future__ import annotations

from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.charts.published import published_words
from model.charts.written import capital, diagnoses_words, value_words
from model.evaluation.qi import winner_by_rule
from model.evaluation.significance import LEVEL


def lead_words(view: View, data: ChartData) -> str:
    """The lead of the page, with the numbers of photos in each set."""
    t, sets = view.t, data.evaluation.benchmark.sets
    photos = [t(f"leaderboard.photos_of.{name}", photos=len(tables.images)) for name, tables in sets.items()]
    return t("leaderboard.lead", photos=t("charts.and", names=", ".join(photos[:-1]), last=photos[-1]))


def context_words(view: View, data: ChartData) -> tuple[str, ...]:
    """Notes: intervals and ties, chance, the best published results, and the diagnoses that a set lacks."""
    t, sets = view.t, data.evaluation.benchmark.sets
    how = t("leaderboard.interval_note", resamples=data.evaluation.resamples, level=t.percent(LEVEL))
    diagnoses = [
        diagnoses_words(t, t(f"charts.{name}"), tables.diagnoses, tables.terms.classes) for name, tables in sets.items()
    ]
    return (how, " ".join((t("leaderboard.beside"), *published_words(t, data.published))), *filter(None, diagnoses))


def leader_words(view: View, data: ChartData) -> str:
    """The leader with its QI, and who is statistically tied with it: by paired resamples with Holm's correction."""
    t, winners = view.t, data.ranking.winners
    if not winners:
        return t("leaderboard.nobody")
    if sum(row.rank is not None for row in data.ranking.standings) == 1:
        return capital(t("leaderboard.alone", name=view.the(winners[0])))
    qi = value_words(t, data.rule.metric, data.ranking.standings[0].qi.value)
    first = t("leaderboard.shared" if len(winners) > 1 else "leaderboard.leads", names=view.names(winners), qi=qi)
    tied = t("leaderboard.tied", names=view.names(data.tied)) if data.tied else t("leaderboard.untied")
    return f"{capital(first)} {tied}"


def dependence_words(view: View, data: ChartData) -> str:
    """The algorithms that another metric or other weights would put first; empty for fewer than two algorithms."""
    t, ever = view.t, winner_by_rule(data.evaluation).ever
    others = [slug for slug in ever if slug not in data.ranking.winners]
    if len(data.ranking.standings) < 2 or not ever:
        return ""
    return t("leaderboard.depends", names=view.names(others)) if others else t("leaderboard.stable")


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

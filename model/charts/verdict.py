"""The ranking in sentences: who leads, who else could, whether the winner depends on the rule, who has no rank."""

from __future__ import annotations

from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.charts.published import published_words
from model.charts.written import diagnoses_words
from model.evaluation.metrics import RANKED_BY

RIVAL = 0.05
"""Who is first in at least this share of the resamples could be first just as well."""


def lead_words(view: View, material: ChartData) -> str:
    """What the page is about, and from how many photos of which sets everything is computed."""
    t, sets = view.t, material.evaluation.benchmark.sets
    photos = [t(f"leaderboard.photos_of.{name}", photos=len(of.images)) for name, of in sets.items()]
    return t("leaderboard.lead", photos=t("charts.and", names=", ".join(photos[:-1]), last=photos[-1]))


def beside_words(view: View, material: ChartData) -> tuple[str, ...]:
    """What to hold the scores against: a coin, the best published results, and which diagnoses a set has not."""
    t, sets = view.t, material.evaluation.benchmark.sets
    of_sets = [diagnoses_words(t, t(f"charts.{name}"), of.diagnoses) for name, of in sets.items()]
    return (" ".join((t("leaderboard.beside"), *published_words(t, material.published))), *filter(None, of_sets))


def leader_words(view: View, material: ChartData) -> str:
    """Who leads, and whether that is certain."""
    t, ranking = view.t, material.ranking
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
        resamples=material.evaluation.resamples,
    )


def rival_words(view: View, material: ChartData) -> str:
    """Who else could be first; empty where nobody."""
    t = view.t
    rivals = [row for row in material.ranking.standings[1:] if row.first >= RIVAL]
    if not rivals:
        return ""
    named = [t("leaderboard.rival", name=view.name(row.slug), share=t.percent(row.first)) for row in rivals]
    return t("leaderboard.rivals", names=", ".join(named))


def dependence_words(view: View, material: ChartData) -> str:
    """Whether the winner depends on the rule, and how; empty where there is nobody to compare."""
    t, found = view.t, material.by_rule
    if len(material.order) < 2 or not found.ever:
        return ""
    if not found.depends:
        return t("leaderboard.stable", name=view.names(found.ever), metrics=len(RANKED_BY))
    own = found.by_metric().get(material.rule.metric, ())
    metric = t(f"metrics.{material.rule.metric}")
    sentences = []
    if len(own) == 1:
        sentences.append(t("leaderboard.depends_same", metric=metric, name=view.name(own[0])))
    elif own:
        sentences.append(t("leaderboard.depends_weights", metric=metric, names=view.names(own)))
    others = [slug for slug in found.ever if slug not in own]
    if others:
        sentences.append(t("leaderboard.depends_other", names=view.names(others)))
    return t("leaderboard.depends", sentences=" ".join(sentences))


def without_rank(view: View, material: ChartData) -> tuple[tuple[str, str], ...]:
    """Name and reason of everyone without a rank: no table that can be scored, or no value under this rule."""
    t = view.t
    refused = [
        (view.name(one.slug), t(f"errors.{one.reason.code}", **one.reason.data)) for one in material.evaluation.excluded
    ]
    undefined = [
        (view.name(row.slug), t(f"undefined.{row.qi.reason}"))
        for row in material.ranking.standings
        if row.rank is None and row.qi.reason is not None
    ]
    return (*refused, *undefined)

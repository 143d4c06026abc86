"""What an entry reached, as far as its reader may know it now."""

from __future__ import annotations

from model.challenge.board import measured
from model.challenge.roles import Action
from model.challenge.store.states import State
from model.challenge.store.tables import Submission
from model.challenge.times import phases_now, shown
from model.challenge.words import log_words
from model.challenge.worker import slug_of
from model.charts.written import score_words
from model.evaluation.intervals import Score
from model.text import Texts
from pages.components.cache import challenges, leaderboards
from pages.components.challenge.visit import Visit


def result_words(t: Texts, visit: Visit, entry: Submission) -> str:
    """Score with its interval and rank, or why there is none."""
    if entry.state in (State.REFUSED, State.FAILED):
        return log_words(t, visit.store.log.of(entry.id)[-1])
    if entry.state != State.SCORED:
        return t(f"challenge.waiting.{entry.state}")
    if not _sees(visit, entry.phase):
        return t("challenge.score_hidden")
    metric = visit.definition.metric
    kept = next(one for one in visit.store.scores.of(entry.id) if one.measure == metric)
    score = score_words(t, metric, Score(kept.value, kept.low, kept.high))
    words = t("challenge.score", metric=t(f"metrics.{metric}"), score=score)
    return f"{words} {_rank_words(t, visit, entry)}".strip()


def _sees(visit: Visit, name: str) -> bool:
    now = visit.store.database.now()
    found = next((phase for phase in phases_now(visit.definition, visit.store) if phase.set == name), None)
    return found is not None and shown(found, visit.role, now)


def _rank_words(t: Texts, visit: Visit, entry: Submission) -> str:
    """The rank on the public leaderboard with its interval; only the entry that counts has one."""
    key = challenges.board_key(visit.definition.slug)
    if str(entry.id) not in key[1].split(",") or visit.may(Action.SEE_AUDIT):
        return ""
    found = measured(visit.definition, leaderboards.leaderboard(key).evaluation, slug_of(entry.team_id), entry.phase)
    row = found.standing
    if row.rank is None:
        return ""
    words = {"rank": row.rank, "number": found.number, "low": int(row.rank_low), "high": int(row.rank_high)}
    return t("challenge.rank", **words)

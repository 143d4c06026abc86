"""What an entry reached, as far as its reader may know it now."""

from __future__ import annotations

from model.challenge.board import measured
from model.challenge.entered import counting
from model.challenge.store.states import State
from model.challenge.store.tables import Submission
from model.challenge.times import phases_now, shown
from model.challenge.words import log_words
from model.challenge.worker import slug_of
from model.charts.written import score_words
from model.evaluation.intervals import Score
from model.text import Texts
from pages.components.cache import leaderboards
from pages.components.cache.challenges import BoardKey
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


def board_key_of(visit: Visit) -> BoardKey:
    """Return the key of the leaderboard that the visitor may see: with hidden scores for the organiser."""
    numbers = (str(entry.id) for entry in counting(visit.definition, visit.store, visit.role))
    return visit.definition.slug, ",".join(numbers)


def _sees(visit: Visit, name: str) -> bool:
    now = visit.store.database.now()
    found = next((phase for phase in phases_now(visit.definition, visit.store) if phase.set == name), None)
    return found is not None and shown(found, visit.role, now)


def _rank_words(t: Texts, visit: Visit, entry: Submission) -> str:
    """The rank with its interval on the leaderboard that the visitor sees; only the entry that counts has one."""
    key = board_key_of(visit)
    if str(entry.id) not in key[1].split(","):
        return ""
    found = measured(visit.definition, leaderboards.leaderboard(key).evaluation, slug_of(entry.team_id), entry.phase)
    row = found.standing
    if row.rank is None:
        return ""
    words = {"rank": row.rank, "number": found.number, "low": int(row.rank_low), "high": int(row.rank_high)}
    return t("challenge.rank", **words)

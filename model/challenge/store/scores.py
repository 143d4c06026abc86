"""The scores of submissions: a cache that can be computed again from the files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from model.challenge.store.database import Part
from model.challenge.store.log import LogCode, add_line
from model.challenge.store.states import State, wait_again
from model.challenge.store.tables import StoredScore, Submission


class Measured(NamedTuple):
    """One measure on one set, with its interval; NaN where it is undefined."""

    scoring_set: str
    measure: str
    value: float
    low: float
    high: float


class Scores(Part):
    """Reads scores, and drops them to have them computed again."""

    def of(self, number: int) -> list[Measured]:
        """The scores of a submission, in the order in which they were kept."""
        with self.database.reading() as session:
            rows = session.execute(_kept().where(StoredScore.submission_id == number))
            return [Measured(*row[1:]) for row in rows]

    def of_phase(self, challenge: str, phase: str) -> dict[int, list[Measured]]:
        """The scores of every scored submission of a phase, by its number."""
        in_phase = (
            _kept()
            .join(Submission, Submission.id == StoredScore.submission_id)
            .where(Submission.challenge == challenge, Submission.phase == phase, Submission.state == State.SCORED)
        )
        found: dict[int, list[Measured]] = defaultdict(list)
        with self.database.reading() as session:
            for row in session.execute(in_phase):
                found[row[0]].append(Measured(*row[1:]))
        return dict(found)

    def drop(self, challenge: str, phase: str, who: str) -> int:
        """Delete the scores of a phase; its scored submissions wait to be run again. Returned is their number."""
        scored = select(Submission).where(
            Submission.challenge == challenge, Submission.phase == phase, Submission.state == State.SCORED
        )
        with self.database.writing() as session:
            dropped = list(session.scalars(scored.with_for_update()))
            delete_scores(session, [submission.id for submission in dropped])
            for submission in dropped:
                wait_again(submission, self.database.now())
                add_line(self.database, session, submission, LogCode.SCORES_DROPPED)
            self.database.record(session, who, "drop_scores", challenge=challenge, phase=phase, number=len(dropped))
        return len(dropped)


def rows_of(number: int, measured: Iterable[Measured]) -> list[StoredScore]:
    """The rows that keep the scores of a submission."""
    return [StoredScore(submission_id=number, **one._asdict()) for one in measured]


def delete_scores(session: Session, numbers: list[int]) -> None:
    """Delete the scores of these submissions, in the transaction of the session."""
    session.execute(delete(StoredScore).where(StoredScore.submission_id.in_(numbers)))


def _kept() -> Select[int, str, str, float, float, float]:
    row = StoredScore
    kept = select(row.submission_id, row.scoring_set, row.measure, row.value, row.low, row.high)
    return kept.order_by(row.id)

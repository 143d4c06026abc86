"""The log of a submission, which its team reads: codes with data, and no sentences."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.challenge.store.columns import Fact
from model.challenge.store.database import Database, Part
from model.challenge.store.tables import LogLine, Submission
from model.store_errors import SubmissionUnknown


class LogCode(StrEnum):
    """The codes that the store itself writes; a worker and a sandbox add their own.

    `taken` and `taken_again`: data `worker`, `attempt`. `workers_lost`: data `attempts`.
    """

    ACCEPTED = "accepted"
    TAKEN = "taken"
    TAKEN_AGAIN = "taken_again"
    SCORED = "scored"
    WORKERS_LOST = "workers_lost"
    SCORES_DROPPED = "scores_dropped"
    RUN_AGAIN = "run_again"
    WITHDRAWN = "withdrawn"


class Log(Part):
    """Writes and reads the lines of a submission."""

    def add(self, number: int, code: str, /, **data: Fact) -> None:
        """Add a line.

        Raises:
            SubmissionUnknown: there is no such submission.
        """
        with self.database.writing() as session:
            add_line(self.database, session, locked(session, number), code, **data)

    def of(self, number: int) -> list[LogLine]:
        """All lines, the first one first."""
        lines = select(LogLine).where(LogLine.submission_id == number).order_by(LogLine.id)
        with self.database.reading() as session:
            return list(session.scalars(lines))


def add_line(database: Database, session: Session, submission: Submission, code: str, /, **data: Fact) -> None:
    """Add a line in the transaction of the session."""
    line = LogLine(submission_id=submission.id, time=database.now(), code=str(code), data=data)
    session.add(line)


def locked(session: Session, number: int) -> Submission:
    """The submission with this number, kept from every other transaction until this one ends.

    Raises:
        SubmissionUnknown: there is none.
    """
    found = session.get(Submission, number, with_for_update=True)
    if found is None:
        raise SubmissionUnknown(number=number)
    return found

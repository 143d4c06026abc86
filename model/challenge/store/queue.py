"""Workers run submissions, one lease each: whoever is lost loses the lease, and another takes the submission up."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from model.challenge.store.columns import Fact
from model.challenge.store.database import Part
from model.challenge.store.log import LogCode, add_line, locked
from model.challenge.store.scores import Measured, delete_scores, rows_of
from model.challenge.store.states import State, move, wait_again
from model.challenge.store.tables import Submission
from model.store_errors import LeaseLost

LONGEST = datetime.timedelta(minutes=10)
"""A lease that ends later was dated by a clock that has been set back since; its worker has ended or will be told."""
ATTEMPTS = 3
"""How often a submission is taken up before it counts as failed."""


@dataclass(frozen=True)
class Lease:
    """The right of a worker to end a submission's run, until `submission.lease_until`."""

    submission: Submission
    worker: str
    attempt: int


class Queue(Part):
    """Hands submissions to workers and takes what came of them.

    A worker renews its lease while it runs. `LeaseLost` tells it to stop: another has taken over, or the submission
    was withdrawn.
    """

    def take(self, worker: str, seconds: float, challenge: str | None = None) -> Lease | None:
        """The oldest submission that waits, or whose worker was lost; None where there is none.

        One that was taken up too often fails, with the line `workers_lost` in its log.
        """
        with self.database.writing() as session:
            while (found := session.scalar(self._next(challenge))) is not None:
                if found.attempts < ATTEMPTS:
                    return self._leased(session, found, worker, seconds)
                self._end(session, found, State.FAILED, LogCode.WORKERS_LOST, "queue", attempts=found.attempts)
        return None

    def _next(self, challenge: str | None) -> Select[Submission]:
        now = self.database.now()
        ended = or_(Submission.lease_until < now, Submission.lease_until > now + LONGEST)
        lost = and_(Submission.state == State.RUNNING, ended)
        takeable = select(Submission).where(or_(Submission.state == State.WAITING, lost))
        if challenge is not None:
            takeable = takeable.where(Submission.challenge == challenge)
        oldest = takeable.order_by(Submission.submitted, Submission.id).limit(1)
        return oldest.with_for_update(skip_locked=True)

    def _leased(self, session: Session, submission: Submission, worker: str, seconds: float) -> Lease:
        now = self.database.now()
        code = LogCode.TAKEN if submission.state == State.WAITING else LogCode.TAKEN_AGAIN
        move(submission, State.RUNNING, now)
        submission.worker, submission.lease_until = worker, now + datetime.timedelta(seconds=seconds)
        submission.attempts += 1
        add_line(self.database, session, submission, code, worker=worker, attempt=submission.attempts)
        self.database.record(session, worker, code, submission=submission.id, attempt=submission.attempts)
        return Lease(submission, worker, submission.attempts)

    def renew(self, lease: Lease, seconds: float) -> None:
        """Keep the lease for some more seconds.

        Raises:
            LeaseLost: it is no longer the worker's.
        """
        with self.database.writing() as session:
            submission = _of_lease(session, lease)
            submission.lease_until = self.database.now() + datetime.timedelta(seconds=seconds)

    def finish(self, lease: Lease, scores: Iterable[Measured], answers: str | None = None) -> Submission:
        """Keep all scores and call the submission scored, both or neither.

        `answers` is the SHA-256 of the table that was scored.

        Raises:
            LeaseLost: it is no longer the worker's.
            ValueError: there are no scores.
        """
        measured = list(scores)
        if not measured:
            raise ValueError("expected scores, got none")
        with self.database.writing() as session:
            submission = _of_lease(session, lease)
            delete_scores(session, [submission.id])
            session.add_all(rows_of(submission.id, measured))
            submission.answers = answers
            return self._end(session, submission, State.SCORED, LogCode.SCORED, lease.worker)

    def refuse(self, lease: Lease, code: str, /, **data: Fact) -> Submission:
        """End the run: what was submitted cannot be scored, for the reason of the log line `code`.

        Raises:
            LeaseLost: it is no longer the worker's.
        """
        return self._ended(lease, State.REFUSED, code, **data)

    def fail(self, lease: Lease, code: str, /, **data: Fact) -> Submission:
        """End the run: the platform failed, for the reason of the log line `code`.

        Raises:
            LeaseLost: it is no longer the worker's.
        """
        return self._ended(lease, State.FAILED, code, **data)

    def again(self, number: int, who: str) -> Submission:
        """Let a failed submission wait again, with all its attempts.

        Raises:
            SubmissionUnknown, MoveNotAllowed.
        """
        with self.database.writing() as session:
            submission = locked(session, number)
            wait_again(submission, self.database.now())
            add_line(self.database, session, submission, LogCode.RUN_AGAIN)
            self.database.record(session, who, "run_again", submission=number)
            return submission

    def _ended(self, lease: Lease, state: State, code: str, /, **data: Fact) -> Submission:
        with self.database.writing() as session:
            return self._end(session, _of_lease(session, lease), state, code, lease.worker, **data)

    def _end(
        self, session: Session, submission: Submission, state: State, code: str, who: str, /, **data: Fact
    ) -> Submission:
        move(submission, state, self.database.now())
        submission.lease_until = None
        add_line(self.database, session, submission, code, **data)
        self.database.record(session, who, str(state), submission=submission.id, code=code)
        session.flush()
        return submission


def _of_lease(session: Session, lease: Lease) -> Submission:
    submission = locked(session, lease.submission.id)
    held = (State.RUNNING, lease.worker, lease.attempt)
    if (submission.state, submission.worker, submission.attempts) != held:
        raise LeaseLost(number=submission.id)
    return submission

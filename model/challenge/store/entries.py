"""The submissions of teams: accepted within the limits, listed, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from model.challenge.store.database import Part, hold
from model.challenge.store.limits import EntriesLeft, Limits, entries_left, refuse_beyond
from model.challenge.store.log import LogCode, add_line, locked
from model.challenge.store.states import State, move
from model.challenge.store.tables import EntryKind, Submission, Team
from model.store_errors import SubmissionUnknown, TeamUnknown


@dataclass(frozen=True)
class Upload:
    """What a team hands in: its file is in the files of the store already, under its SHA-256."""

    title: str
    kind: EntryKind
    sha256: str
    size: int
    recipe: str = ""


class Entries(Part):
    """Accepts submissions and tells what became of them."""

    def accept(self, team: int, phase: str, upload: Upload, limits: Limits) -> tuple[Submission, EntriesLeft]:
        """Keep a submission; it waits to be run. Returned with it is what the team has left.

        However many are handed in at once, no more than the limits allow are accepted.

        Raises:
            EntriesUsed, EntriesOfDayUsed: the team has none left.
            TeamUnknown: there is no such team.
        """
        with self.database.writing() as session:
            hold(session, f"team {team}")
            of_team = session.get(Team, team)
            if of_team is None:
                raise TeamUnknown(name=str(team))
            refuse_beyond(limits, entries_left(session, team, phase, limits, self.database.now()))
            submission = self._new(of_team, phase, upload)
            session.add(submission)
            session.flush()
            add_line(self.database, session, submission, LogCode.ACCEPTED)
            self.database.record(session, f"team {team}", "submit", submission=submission.id, sha256=upload.sha256)
            return submission, entries_left(session, team, phase, limits, self.database.now())

    def _new(self, team: Team, phase: str, upload: Upload) -> Submission:
        now = self.database.now()
        return Submission(
            challenge=team.challenge,
            phase=phase,
            team_id=team.id,
            title=upload.title,
            kind=upload.kind,
            sha256=upload.sha256,
            size=upload.size,
            recipe=upload.recipe,
            submitted=now,
            state=State.WAITING,
            state_time=now,
            attempts=0,
        )

    def left(self, team: int, phase: str, limits: Limits) -> EntriesLeft:
        """What the team has left."""
        with self.database.reading() as session:
            return entries_left(session, team, phase, limits, self.database.now())

    def get(self, number: int) -> Submission:
        """The submission with this number.

        Raises:
            SubmissionUnknown: there is none.
        """
        with self.database.reading() as session:
            found = session.get(Submission, number)
        if found is None:
            raise SubmissionUnknown(number=number)
        return found

    def history(self, team: int) -> list[Submission]:
        """Everything that a team has submitted, the latest first."""
        of_team = select(Submission).where(Submission.team_id == team).order_by(Submission.id.desc())
        with self.database.reading() as session:
            return list(session.scalars(of_team))

    def of_phase(self, challenge: str, phase: str, state: State = State.SCORED) -> list[Submission]:
        """The submissions of a phase in one state, the first one first."""
        of_phase = select(Submission).where(Submission.challenge == challenge, Submission.phase == phase)
        with self.database.reading() as session:
            return list(session.scalars(of_phase.where(Submission.state == state).order_by(Submission.id)))

    def withdraw(self, number: int, who: str) -> Submission:
        """Take a submission out of the challenge; it still counts against the limits.

        Raises:
            SubmissionUnknown, MoveNotAllowed.
        """
        with self.database.writing() as session:
            submission = locked(session, number)
            move(submission, State.WITHDRAWN, self.database.now())
            add_line(self.database, session, submission, LogCode.WITHDRAWN)
            self.database.record(session, who, "withdraw", submission=number)
            return submission

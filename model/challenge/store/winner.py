"""The winner and the six months after: milestones, and dated notes on them."""

from __future__ import annotations

import datetime

from sqlalchemy import select

from model.challenge.store.database import Part
from model.challenge.store.tables import Announcement, Milestone, ProgressNote


class Winner(Part):
    """Announces a winner and follows it."""

    def announce(self, challenge: str, team: int, who: str) -> Announcement:
        """Announce the winner, in place of one that was announced before."""
        row = Announcement(challenge=challenge, team_id=team, time=self.database.now())
        with self.database.writing() as session:
            session.add(row)
            self.database.record(session, who, "announce_winner", challenge=challenge, team=team)
        return row

    def announced(self, challenge: str) -> Announcement | None:
        """The announcement that counts; None before the first."""
        latest = select(Announcement).where(Announcement.challenge == challenge).order_by(Announcement.id.desc())
        with self.database.reading() as session:
            return session.scalar(latest.limit(1))

    def plan(self, challenge: str, team: int, month: int, due: datetime.date, title: str, who: str) -> Milestone:
        """Add a milestone to one of the six months, 1 to 6."""
        row = Milestone(challenge=challenge, team_id=team, month=month, due=due, title=title)
        with self.database.writing() as session:
            session.add(row)
            session.flush()
            self.database.record(session, who, "plan_milestone", challenge=challenge, milestone=row.id)
        return row

    def milestones(self, challenge: str, team: int) -> list[Milestone]:
        """The plan of a team, by month and date."""
        planned = select(Milestone).where(Milestone.challenge == challenge, Milestone.team_id == team)
        with self.database.reading() as session:
            return list(session.scalars(planned.order_by(Milestone.month, Milestone.due, Milestone.id)))

    def note(self, milestone: int, note: str, who: str, value: float | None = None) -> ProgressNote:
        """Add a note to a milestone, with a measured value where there is one."""
        row = ProgressNote(milestone_id=milestone, note=note, value=value, time=self.database.now())
        with self.database.writing() as session:
            session.add(row)
            self.database.record(session, who, "note_progress", milestone=milestone, value=value)
        return row

    def notes(self, challenge: str, team: int) -> list[ProgressNote]:
        """All notes on the plan of a team, the first one first."""
        of_plan = select(ProgressNote).join(Milestone, Milestone.id == ProgressNote.milestone_id)
        of_team = of_plan.where(Milestone.challenge == challenge, Milestone.team_id == team)
        with self.database.reading() as session:
            return list(session.scalars(of_team.order_by(ProgressNote.id)))

"""The times that the organiser has set for a phase, in place of those of the definition."""

from __future__ import annotations

import datetime

from sqlalchemy import select

from model.challenge.store.database import Part
from model.challenge.store.tables import PhaseTimes


class Phases(Part):
    """Keeps every time that is set; the latest count."""

    def set_times(
        self, challenge: str, phase: str, opens: datetime.datetime, closes: datetime.datetime, who: str
    ) -> PhaseTimes:
        """Let a phase open and close at these times."""
        row = PhaseTimes(challenge=challenge, phase=phase, opens=opens, closes=closes, time=self.database.now())
        with self.database.writing() as session:
            session.add(row)
            said = {"opens": opens.isoformat(timespec="seconds"), "closes": closes.isoformat(timespec="seconds")}
            self.database.record(session, who, "set_times", challenge=challenge, phase=phase, **said)
        return row

    def times(self, challenge: str) -> dict[str, PhaseTimes]:
        """The times that count, by phase; a phase that nobody has set is not in it."""
        of_challenge = select(PhaseTimes).where(PhaseTimes.challenge == challenge).order_by(PhaseTimes.id)
        with self.database.reading() as session:
            return {row.phase: row for row in session.scalars(of_challenge)}

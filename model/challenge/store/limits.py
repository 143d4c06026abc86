"""How many entries a team may submit in a phase, in total and on each day of a time zone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from model.challenge.store.tables import Submission
from model.store_errors import EntriesOfDayUsed, EntriesUsed


@dataclass(frozen=True)
class Limits:
    """Most entries of a team in one phase; None: no limit. A day begins at midnight of the zone."""

    per_day: int | None = None
    in_total: int | None = None
    zone: datetime.tzinfo = datetime.UTC


class EntriesLeft(NamedTuple):
    """Entries that a team has left today and in the phase (None: no limit), and when the next day begins."""

    today: int | None
    in_total: int | None
    next_day: datetime.datetime

    @property
    def any(self) -> bool:
        """Whether one more is accepted now."""
        return self.today != 0 and self.in_total != 0


def day_of(now: datetime.datetime, zone: datetime.tzinfo) -> tuple[datetime.datetime, datetime.datetime]:
    """Begin of the day of a zone and of the next one; a day on which the clocks change has 23 or 25 hours."""
    today = now.astimezone(zone).date()
    begin, end = (_midnight(day, zone) for day in (today, today + datetime.timedelta(days=1)))
    return begin, end


def _midnight(day: datetime.date, zone: datetime.tzinfo) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day, tzinfo=zone)


def entries_left(session: Session, team: int, phase: str, limits: Limits, now: datetime.datetime) -> EntriesLeft:
    """Count what is left. Every accepted entry counts, whatever became of it."""
    begin, end = day_of(now, limits.zone)
    of_phase = select(func.count()).where(Submission.team_id == team, Submission.phase == phase)
    of_day = of_phase.where(Submission.submitted >= begin)
    return EntriesLeft(_left(session, of_day, limits.per_day), _left(session, of_phase, limits.in_total), end)


def _left(session: Session, counted: Select[int], limit: int | None) -> int | None:
    return None if limit is None else max(0, limit - session.scalars(counted).one())


def refuse_beyond(limits: Limits, left: EntriesLeft) -> None:
    """Raise where no entry is left.

    Raises:
        EntriesUsed: none in the phase.
        EntriesOfDayUsed: none today.
    """
    if left.in_total == 0:
        raise EntriesUsed(limit=limits.in_total or 0)
    if left.today == 0:
        again = f"{left.next_day:%Y-%m-%d %H:%M} ({left.next_day.tzinfo})"
        raise EntriesOfDayUsed(limit=limits.per_day or 0, again=again)

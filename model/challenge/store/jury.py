"""The points and remarks of the jury."""

from __future__ import annotations

import math

from sqlalchemy import select

from model.challenge.store.database import Part
from model.challenge.store.tables import JuryPoints


class Jury(Part):
    """Keeps every point that a juror gives; the latest count."""

    def give(self, challenge: str, juror: str, team: int, criterion: str, points: float, remark: str = "") -> None:
        """Give a team points for a criterion, in place of those that the juror gave before.

        Raises:
            ValueError: the points are not finite.
        """
        if not math.isfinite(points):
            raise ValueError(f"expected a number of points, got {points}")
        row = JuryPoints(
            challenge=challenge,
            juror=juror,
            team_id=team,
            criterion=criterion,
            points=points,
            remark=remark,
            time=self.database.now(),
        )
        with self.database.writing() as session:
            session.add(row)
            self.database.record(session, f"jury {juror}", "give_points", team=team, criterion=criterion, points=points)

    def points(self, challenge: str) -> list[JuryPoints]:
        """The points that count: the latest of each juror for each criterion of each team."""
        given = select(JuryPoints).where(JuryPoints.challenge == challenge).order_by(JuryPoints.id)
        with self.database.reading() as session:
            latest = {(row.juror, row.team_id, row.criterion): row for row in session.scalars(given)}
        return list(latest.values())

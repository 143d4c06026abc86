"""The teams of each challenge."""

from __future__ import annotations

import unicodedata

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from model.challenge.store.database import Part
from model.challenge.store.tables import Team, TeamKind
from model.store_errors import TeamNameTaken, TeamNameUnfit, TeamUnknown

LONGEST_NAME = 80


class Teams(Part):
    """Registers teams and finds them again."""

    def register(self, challenge: str, name: str, kind: TeamKind, about: str = "", who: str = "visitor") -> Team:
        """Add a team to a challenge.

        Raises:
            TeamNameUnfit: the name is blank or too long.
            TeamNameTaken: another team has it, in whatever case.
        """
        shown = plain_name(name)
        now = self.database.now()
        team = Team(challenge=challenge, name=shown, key=_key(shown), kind=kind, about=about.strip(), created=now)
        try:
            with self.database.writing() as session:
                session.add(team)
                session.flush()
                self.database.record(session, who, "register_team", challenge=challenge, team=team.id)
        except IntegrityError as error:
            raise TeamNameTaken(name=shown) from error
        return team

    def get(self, team: int) -> Team:
        """The team with this number.

        Raises:
            TeamUnknown: there is none.
        """
        with self.database.reading() as session:
            found = session.get(Team, team)
        if found is None:
            raise TeamUnknown(name=str(team))
        return found

    def named(self, challenge: str, name: str) -> Team:
        """The team of a challenge with this name.

        Raises:
            TeamUnknown: there is none.
        """
        with self.database.reading() as session:
            found = session.scalar(select(Team).where(Team.challenge == challenge, Team.key == _key(name)))
        if found is None:
            raise TeamUnknown(name=name)
        return found

    def of(self, challenge: str) -> list[Team]:
        """The teams of a challenge, the first to register first."""
        with self.database.reading() as session:
            return list(session.scalars(select(Team).where(Team.challenge == challenge).order_by(Team.id)))


def plain_name(name: str) -> str:
    """The name as it is shown: composed, without signs that do not print, single spaces.

    Raises:
        TeamNameUnfit: nothing is left, or too much.
    """
    printed = "".join(sign if sign.isprintable() else " " for sign in unicodedata.normalize("NFC", name))
    shown = " ".join(printed.split())
    if not 0 < len(shown) <= LONGEST_NAME:
        raise TeamNameUnfit(maximum=LONGEST_NAME)
    return shown


def _key(name: str) -> str:
    """What two names that look alike have in common."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:240]

"""Codes to sign in with where no other login is configured: made, checked against guessing, revoked.

A code is three groups of four signs. The first group is public and finds the code, so that one hash is computed for
each try, whether the code exists or not; the other eight signs are the secret, of 31 signs each.
"""

from __future__ import annotations

import datetime
import secrets
from functools import cache
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import Session

from model.challenge.roles import Role
from model.challenge.store.database import Part, hold
from model.challenge.store.tables import Code, LoginAttempt
from model.store_errors import CodesTooMany, CodeWrong

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, GROUP = 3, 4
WINDOW = datetime.timedelta(minutes=15)
OF_SOURCE, OF_ALL = 8, 100
"""Wrong codes within the window: of one source, and of all together."""


class SignedIn(NamedTuple):
    """Who signed in; `name` is that of a person, as the code was issued."""

    role: Role
    team: int | None
    name: str


class Codes(Part):
    """Issues codes and lets people sign in with them."""

    def issue(self, role: Role, who: str, team: int | None = None, name: str = "") -> str:
        """A new code, readable here and never again; only its hash is stored.

        Raises:
            ValueError: a team's code without a team, or another one with a team.
        """
        if (role == Role.TEAM) != (team is not None):
            raise ValueError(f"expected a team for the role team alone, got {team} for {role}")
        with self.database.writing() as session:
            hold(session, "codes")
            short = _fresh(session)
            secret = _signs((GROUPS - 1) * GROUP)
            now, hashed = self.database.now(), hasher().hash(short + secret)
            session.add(Code(short=short, role=role, team_id=team, name=name, hash=hashed, created=now))
            self.database.record(session, who, "issue_code", short=short, role=str(role), team=team)
        return _grouped(short + secret)

    def sign_in(self, code: str, source: str) -> SignedIn:
        """Who has this code; case, spaces and dashes do not matter. `source` names the visitor who tries.

        Raises:
            CodeWrong: nobody has it, or it was revoked.
            CodesTooMany: too many wrong codes were entered, from this source or by all.
        """
        tried = "".join(sign for sign in code.upper() if sign.isalnum())[: GROUPS * GROUP]
        attempt = self._attempt(source)
        with self.database.reading() as session:
            found = session.scalar(select(Code).where(Code.short == tried[:GROUP], Code.revoked.is_(None)))
        if not _matches(found.hash if found else unknown_hash(), tried) or found is None:
            raise CodeWrong()
        self._signed_in(attempt, found)
        return SignedIn(found.role, found.team_id, found.name)

    def revoke(self, short: str, who: str) -> None:
        """Make a code invalid; `short` is its first group.

        Raises:
            CodeWrong: there is no such code.
        """
        with self.database.writing() as session:
            found = session.scalar(select(Code).where(Code.short == short.upper()).with_for_update())
            if found is None:
                raise CodeWrong()
            found.revoked = found.revoked or self.database.now()
            self.database.record(session, who, "revoke_code", short=found.short)

    def issued(self) -> list[Code]:
        """All codes, the first one first."""
        with self.database.reading() as session:
            return list(session.scalars(select(Code).order_by(Code.id)))

    def _attempt(self, source: str) -> LoginAttempt:
        """Count a try before its hash is computed, so that many at once cannot pass the limit."""
        now = self.database.now()
        attempt = LoginAttempt(time=now, source=source[:80])
        with self.database.writing() as session:
            hold(session, "sign in")
            of_another_clock = LoginAttempt.time > now + WINDOW
            session.execute(delete(LoginAttempt).where(or_(LoginAttempt.time <= now - WINDOW, of_another_clock)))
            self._refuse_beyond(session, OF_SOURCE, select(LoginAttempt).where(LoginAttempt.source == attempt.source))
            self._refuse_beyond(session, OF_ALL, select(LoginAttempt))
            session.add(attempt)
        return attempt

    def _refuse_beyond(self, session: Session, limit: int, tries: Select[LoginAttempt]) -> None:
        if session.scalars(select(func.count()).select_from(tries.subquery())).one() < limit:
            return
        oldest = session.scalars(tries.order_by(LoginAttempt.time.desc()).offset(limit - 1).limit(1)).one()
        left = (oldest.time + WINDOW - self.database.now()).total_seconds()
        raise CodesTooMany(seconds=max(1, round(left)))

    def _signed_in(self, attempt: LoginAttempt, code: Code) -> None:
        with self.database.writing() as session:
            session.execute(delete(LoginAttempt).where(LoginAttempt.id == attempt.id))
            self.database.record(session, code.name or f"code {code.short}", "sign_in", short=code.short)


@cache
def hasher() -> PasswordHasher:
    """Argon2id as OWASP advises for servers with many visitors: 19 MiB, two passes, one lane."""
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def unknown_hash() -> str:
    """A hash that no code has."""
    return hasher().hash(secrets.token_hex())


def _matches(hashed: str, code: str) -> bool:
    try:
        return hasher().verify(hashed, code)
    except VerifyMismatchError:
        return False


def _fresh(session: Session) -> str:
    taken = set(session.scalars(select(Code.short)))
    return next(short for short in iter(lambda: _signs(GROUP), None) if short not in taken)


def _signs(number: int) -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(number))


def _grouped(code: str) -> str:
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))

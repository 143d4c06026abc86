"""Who may see and do what in a challenge: one table, by role, team and stage of the phase."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Whom somebody is to a challenge."""

    VISITOR = "visitor"
    TEAM = "team"
    JURY = "jury"
    ORGANISER = "organiser"


class Stage(StrEnum):
    """Where a phase stands."""

    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"


class Action(StrEnum):
    """What somebody may want to see or do; about a score, a file or a note, `own` says whose it is."""

    TRY_TABLE = "try_table"
    REGISTER_TEAM = "register_team"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    SEE_HISTORY = "see_history"
    READ_FILE = "read_file"
    SEE_PUBLIC_SCORE = "see_public_score"
    SEE_HIDDEN_SCORE = "see_hidden_score"
    GIVE_POINTS = "give_points"
    SEE_POINTS = "see_points"
    ANNOUNCE_WINNER = "announce_winner"
    PLAN_MILESTONES = "plan_milestones"
    NOTE_PROGRESS = "note_progress"
    ISSUE_CODES = "issue_codes"
    SEE_AUDIT = "see_audit"
    SAVE_EVERYTHING = "save_everything"


@dataclass(frozen=True)
class When:
    """A condition: only of one's own, and in which stages of the phase."""

    own: bool = False
    stages: frozenset[Stage] = frozenset(Stage)

    def holds(self, own: bool, stage: Stage) -> bool:
        """Whether it holds."""
        return (own or not self.own) and stage in self.stages


ALWAYS = When()
OWN = When(own=True)
WHEN_OPEN = When(stages=frozenset({Stage.OPEN}))
WHEN_CLOSED = When(stages=frozenset({Stage.CLOSED}))
OWN_WHEN_OPEN = When(own=True, stages=WHEN_OPEN.stages)
NOT_CLOSED = When(stages=frozenset({Stage.BEFORE, Stage.OPEN}))
SINCE_OPEN = When(stages=frozenset({Stage.OPEN, Stage.CLOSED}))

ALLOWED: Mapping[Action, Mapping[Role, tuple[When, ...]]] = {
    Action.TRY_TABLE: dict.fromkeys(Role, (ALWAYS,)),
    Action.REGISTER_TEAM: {Role.VISITOR: (NOT_CLOSED,), Role.ORGANISER: (ALWAYS,)},
    Action.SUBMIT: {Role.TEAM: (OWN_WHEN_OPEN,)},
    Action.WITHDRAW: {Role.TEAM: (OWN_WHEN_OPEN,), Role.ORGANISER: (ALWAYS,)},
    Action.SEE_HISTORY: {Role.TEAM: (OWN,), Role.ORGANISER: (ALWAYS,)},
    Action.READ_FILE: {Role.TEAM: (OWN,), Role.ORGANISER: (ALWAYS,)},
    Action.SEE_PUBLIC_SCORE: dict.fromkeys(Role, (ALWAYS,)),
    Action.SEE_HIDDEN_SCORE: {**dict.fromkeys(Role, (WHEN_CLOSED,)), Role.ORGANISER: (ALWAYS,)},
    Action.GIVE_POINTS: {Role.JURY: (SINCE_OPEN,)},
    Action.SEE_POINTS: {Role.JURY: (OWN, WHEN_CLOSED), Role.ORGANISER: (ALWAYS,)},
    Action.ANNOUNCE_WINNER: {Role.ORGANISER: (WHEN_CLOSED,)},
    Action.PLAN_MILESTONES: {Role.ORGANISER: (WHEN_CLOSED,)},
    Action.NOTE_PROGRESS: {Role.TEAM: (When(own=True, stages=WHEN_CLOSED.stages),), Role.ORGANISER: (WHEN_CLOSED,)},
    Action.ISSUE_CODES: {Role.ORGANISER: (ALWAYS,)},
    Action.SEE_AUDIT: {Role.ORGANISER: (ALWAYS,)},
    Action.SAVE_EVERYTHING: {Role.ORGANISER: (ALWAYS,)},
}
"""By action and role, the conditions of which one must hold; a role that is not named may never."""


def may(role: Role, action: Action, stage: Stage, own: bool = False) -> bool:
    """Whether a role may do this in a stage of the phase; `own`: it is about their own team, or their own points.

    >>> may(Role.JURY, Action.SEE_HIDDEN_SCORE, Stage.OPEN), may(Role.JURY, Action.SEE_HIDDEN_SCORE, Stage.CLOSED)
    (False, True)
    """
    return any(when.holds(own, stage) for when in ALLOWED[action].get(role, ()))


def role_of_claims(claims: Mapping[str, object], organisers: Collection[str], jury: Collection[str]) -> Role:
    """The role of somebody who signed in by OIDC: a verified address on one of the lists, else a visitor.

    >>> role_of_claims({"email": "A@b.org", "email_verified": True}, organisers=["a@b.org"], jury=[])
    <Role.ORGANISER: 'organiser'>
    """
    email, verified = str(claims.get("email", "")).casefold(), claims.get("email_verified") is True
    for role, listed in ((Role.ORGANISER, organisers), (Role.JURY, jury)):
        if verified and email and email in {address.casefold() for address in listed}:
            return role
    return Role.VISITOR

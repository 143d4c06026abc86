"""The tables of a challenge. `migrations` holds the same tables as steps; a test compares both."""

from __future__ import annotations

import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from model.challenge.roles import Role
from model.challenge.store.columns import Base, Data, Facts, Figure, Words, one_of
from model.challenge.store.states import State

SLUG, NAME, TITLE, SHA256 = Words(80), Words(80), Words(200), String(64)


class TeamKind(StrEnum):
    """What a team is, outside the challenge."""

    STUDENT = "student"
    LABORATORY = "laboratory"
    START_UP = "start_up"
    FREELANCER = "freelancer"
    SME = "sme"
    LARGE_COMPANY = "large_company"


class EntryKind(StrEnum):
    """What a team has submitted."""

    TABLE = "table"
    ONNX = "onnx"
    SAFETENSORS = "safetensors"


class Team(Base):
    """A team of one challenge. `key` is its name without case and doubled spaces, unique in the challenge."""

    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("challenge", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge: Mapped[str] = mapped_column(SLUG)
    name: Mapped[str] = mapped_column(NAME)
    key: Mapped[str] = mapped_column(Words(240))
    kind: Mapped[TeamKind] = mapped_column(one_of(TeamKind))
    about: Mapped[str] = mapped_column(Words())
    created: Mapped[datetime.datetime]


class Code(Base):
    """A code to sign in with: its first group, which finds it, and the hash of the whole."""

    __tablename__ = "codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    short: Mapped[str] = mapped_column(String(4), unique=True)
    role: Mapped[Role] = mapped_column(one_of(Role))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    name: Mapped[str] = mapped_column(NAME)
    hash: Mapped[str] = mapped_column(Words())
    created: Mapped[datetime.datetime]
    revoked: Mapped[datetime.datetime | None]


class Submission(Base):
    """What a team has submitted. `recipe` is the text beside a model, such as its preprocessing in TOML.

    `answers` is the SHA-256 of the table that was scored.
    """

    __tablename__ = "submissions"
    __table_args__ = (Index(None, "state", "submitted"), Index(None, "team_id", "phase", "submitted"))

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge: Mapped[str] = mapped_column(SLUG)
    phase: Mapped[str] = mapped_column(SLUG)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    title: Mapped[str] = mapped_column(TITLE)
    kind: Mapped[EntryKind] = mapped_column(one_of(EntryKind))
    sha256: Mapped[str] = mapped_column(SHA256)
    size: Mapped[int] = mapped_column(BigInteger)
    recipe: Mapped[str] = mapped_column(Words())
    submitted: Mapped[datetime.datetime]
    state: Mapped[State] = mapped_column(one_of(State))
    state_time: Mapped[datetime.datetime]
    worker: Mapped[str | None] = mapped_column(NAME)
    lease_until: Mapped[datetime.datetime | None]
    attempts: Mapped[int]
    answers: Mapped[str | None] = mapped_column(SHA256)


class LogLine(Base):
    """One line of a submission's log: a code and its data, which the page puts into words."""

    __tablename__ = "log_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    time: Mapped[datetime.datetime]
    code: Mapped[str] = mapped_column(SLUG)
    data: Mapped[Data] = mapped_column(Facts)


class StoredScore(Base):
    """One measure of a submission on one set, with its interval; NaN where it is undefined. A cache."""

    __tablename__ = "scores"
    __table_args__ = (UniqueConstraint("submission_id", "scoring_set", "measure"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    scoring_set: Mapped[str] = mapped_column(SLUG)
    measure: Mapped[str] = mapped_column(SLUG)
    value: Mapped[float] = mapped_column(Figure, nullable=True)
    low: Mapped[float] = mapped_column(Figure, nullable=True)
    high: Mapped[float] = mapped_column(Figure, nullable=True)


class JuryPoints(Base):
    """Points of a juror for one criterion of a team. The latest of them count; earlier ones stay."""

    __tablename__ = "jury_points"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge: Mapped[str] = mapped_column(SLUG, index=True)
    juror: Mapped[str] = mapped_column(NAME)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    criterion: Mapped[str] = mapped_column(SLUG)
    points: Mapped[float]
    remark: Mapped[str] = mapped_column(Words())
    time: Mapped[datetime.datetime]


class Announcement(Base):
    """The team that won. The latest counts."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge: Mapped[str] = mapped_column(SLUG, index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    time: Mapped[datetime.datetime]


class Milestone(Base):
    """A step of the winner's six months."""

    __tablename__ = "milestones"
    __table_args__ = (CheckConstraint("month BETWEEN 1 AND 6", name="month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge: Mapped[str] = mapped_column(SLUG, index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    month: Mapped[int]
    due: Mapped[datetime.date]
    title: Mapped[str] = mapped_column(TITLE)


class ProgressNote(Base):
    """A dated note on a milestone, with a measured value where there is one."""

    __tablename__ = "progress_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id"), index=True)
    note: Mapped[str] = mapped_column(Words())
    value: Mapped[float | None]
    time: Mapped[datetime.datetime]


class PhaseTimes(Base):
    """When a phase opens and closes, as the organiser has set it. The latest counts."""

    __tablename__ = "phase_times"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge: Mapped[str] = mapped_column(SLUG, index=True)
    phase: Mapped[str] = mapped_column(SLUG)
    opens: Mapped[datetime.datetime]
    closes: Mapped[datetime.datetime]
    time: Mapped[datetime.datetime]


class AuditEntry(Base):
    """Who did what, written in the same transaction as the change."""

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    time: Mapped[datetime.datetime]
    who: Mapped[str] = mapped_column(Words(120))
    action: Mapped[str] = mapped_column(SLUG)
    data: Mapped[Data] = mapped_column(Facts)


class LoginAttempt(Base):
    """A code that was tried in vain, or is just being tried. Old ones are deleted."""

    __tablename__ = "login_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    time: Mapped[datetime.datetime] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(NAME)

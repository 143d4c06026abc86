"""The definition of a challenge: a TOML file -> classes, phases, metric, limits, criteria, and texts in both languages.

Nothing else in the product knows a challenge by name. The sets of a challenge are called as everywhere: two days whose
weighted mean decides, and others beside them. Tables and truth lie in `tables`, a folder of the assets.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from model.challenge.mistakes import checked
from model.challenge.pictures import Pictures
from model.challenge.roles import Stage
from model.challenge_errors import ChallengeUnknown
from model.evaluation.metrics import RANKED_BY
from model.evaluation.qi import Rule
from model.evaluation.sets import DAYS, SETS
from model.evaluation.terms import Terms
from model.settings import ASSETS
from model.text import Texts, texts

FOLDER = ASSETS / "challenges"
FIRST = "melanoma"
"""The challenge that is shown before another is chosen."""
Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,30}$")]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Part(BaseModel):
    """Part of a definition; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """A sentence in each language."""

    en: Sentence
    fr: Sentence

    def in_language(self, language: str) -> str:
        """The sentence in one of `LANGUAGES`."""
        return self.fr if language == "fr" else self.en


class Class(Part):
    """One class of the tables; without names, the locales have them."""

    slug: Slug
    name: Words | None = None
    short: Words | None = None
    what: Words | None = None


class Phase(Part):
    """One set of photos that is open for entries for a time.

    Its `weight` counts in the ranking. A `hidden` score is shown once the phase is closed.
    """

    set: Literal["day1", "day2", "elsewhere"]
    opens: AwareDatetime
    closes: AwareDatetime
    weight: float = Field(default=0, ge=0)
    hidden: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Phase:
        if self.closes <= self.opens:
            raise ValueError("closes_before_it_opens")
        return self

    def stage(self, now: datetime) -> Stage:
        """Where the phase stands at an instant."""
        return Stage.BEFORE if now < self.opens else Stage.OPEN if now < self.closes else Stage.CLOSED


class Limits(Part):
    """Number of entries of a team: each day, in UTC, and in all phases together; and the largest file."""

    per_day: int = Field(default=5, ge=1, le=1000)
    total: int = Field(default=50, ge=1, le=10000)
    megabytes: int = Field(default=100, ge=1, le=1000)


class Criterion(Part):
    """What the jury judges with 0 to 10 points."""

    slug: Slug
    weight: float = Field(default=1, gt=0)
    title: Words
    ask: Words


class Definition(Part):
    """A whole challenge; `slug` is the name of its file."""

    slug: Slug
    title: Words
    about: Words
    licence: Words
    positive: Slug
    tables: str
    metric: Literal[RANKED_BY]  # type: ignore[valid-type]
    classes: tuple[Class, ...] = Field(min_length=2)
    phases: tuple[Phase, ...]
    limits: Limits = Field(default_factory=Limits)
    jury_weight: float = Field(default=0.3, ge=0, le=1)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    pictures: Pictures | None = None
    texts: Mapping[Literal["en", "fr"], Mapping[str, Sentence]] = {}

    @field_validator("classes", "criteria")
    @classmethod
    def _once(cls, parts: tuple[Class | Criterion, ...]) -> tuple[Class | Criterion, ...]:
        if len({part.slug for part in parts}) < len(parts):
            raise ValueError("named_twice")
        return parts

    @field_validator("phases")
    @classmethod
    def _both_days(cls, phases: tuple[Phase, ...]) -> tuple[Phase, ...]:
        sets = [phase.set for phase in phases]
        if len(set(sets)) < len(sets):
            raise ValueError("named_twice")
        if not set(DAYS) <= set(sets):
            raise ValueError("both_days")
        if sum(phase.weight for phase in phases if phase.set in DAYS) <= 0:
            raise ValueError("no_weight")
        return tuple(sorted(phases, key=lambda phase: SETS.index(phase.set)))

    @model_validator(mode="after")
    def _target_is_a_class(self) -> Definition:
        if self.positive not in {one.slug for one in self.classes}:
            raise ValueError("positive_is_no_class")
        return self

    @cached_property
    def terms(self) -> Terms:
        """The classes and the target of its tables."""
        return Terms.of(tuple(one.slug for one in self.classes), self.positive)

    @property
    def folder(self) -> Path:
        """The folder of its truth and its tables."""
        return ASSETS / self.tables

    @property
    def rule(self) -> Rule:
        """Metric and weights of the ranking."""
        weights: dict[str, float] = {phase.set: phase.weight for phase in self.phases}
        return Rule(self.metric, *(weights[day] for day in DAYS))

    def phase(self, name: str) -> Phase | None:
        """The phase of a set; None if there is none."""
        return next((phase for phase in self.phases if phase.set == name), None)

    def speaks(self, language: str, names: Mapping[str, str] | None = None) -> Texts:
        """The texts of a language with the words of this challenge, and names of entries by slug."""
        own = {f"algorithms.{slug}.name": name for slug, name in (names or {}).items()}
        for one in self.classes:
            parts = {"name": one.name, "short": one.short, "what": one.what}
            own |= {f"diagnoses.{one.slug}.{key}": said.in_language(language) for key, said in parts.items() if said}
        return texts(language).with_words({**self.texts.get(language, {}), **own})  # type: ignore[call-overload]


def slugs(folder: Path = FOLDER) -> tuple[str, ...]:
    """The challenges that there are, `FIRST` before all others."""
    return tuple(sorted((path.stem for path in folder.glob("*.toml")), key=lambda slug: (slug != FIRST, slug)))


def read_definition(slug: str, folder: Path = FOLDER) -> Definition:
    """Read one definition.

    Raises:
        ChallengeUnknown: there is no such file.
        ChallengeMistake: the file is wrong; the error names line and key.
    """
    if slug not in slugs(folder):
        raise ChallengeUnknown(challenge=slug, known=", ".join(slugs(folder)))
    path = folder / f"{slug}.toml"
    return checked(Definition, path.name, path.read_bytes(), slug=slug)

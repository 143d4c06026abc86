"""The types of columns that both databases must keep alike, and the base of all tables."""

from __future__ import annotations

import datetime
import math
from enum import StrEnum

from sqlalchemy import JSON, DateTime, Dialect, Enum, Float, MetaData, String
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime.datetime]):
    """A time with its zone, kept in UTC; SQLite keeps no zone of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime.datetime]:
        """What a value is in Python."""
        return datetime.datetime

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        """The time in UTC; one without a zone is an error of the program."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"expected a time with its zone, got {value}")
        return None if value is None else value.astimezone(datetime.UTC)

    def process_result_value(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        """The time with the zone UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)


class Figure(TypeDecorator[float]):
    """A number that may be undefined: NaN, which SQLite cannot keep, is stored as nothing."""

    impl = Float(53)
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:
        """Nothing for NaN."""
        return None if value is None or math.isnan(value) else float(value)

    def process_result_value(self, value: float | None, dialect: Dialect) -> float:
        """NaN for nothing."""
        return math.nan if value is None else value


class Words(TypeDecorator[str]):
    """Text from outside, without what PostgreSQL or UTF-8 cannot hold, and cut where it is too long."""

    impl = String
    cache_ok = True

    def __init__(self, length: int | None = None) -> None:
        super().__init__(length)
        self.longest = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as it is kept."""
        return None if value is None else value.replace("\0", "").encode(errors="replace").decode()[: self.longest]


Fact = str | int | float | None
Data = dict[str, Fact]
"""What a log line or an entry of the audit log is about, as JSON."""


class Facts(TypeDecorator[Data]):
    """Data as JSON, which has no word for numbers that are not finite."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Data | None, dialect: Dialect) -> Data | None:
        """The data as they are kept."""
        return {name: _finite(fact) for name, fact in (value or {}).items()}


def _finite(fact: Fact) -> Fact:
    return None if isinstance(fact, float) and not math.isfinite(fact) else fact


def one_of(words: type[StrEnum]) -> Enum:
    """A column that holds one of these words, as text in both databases."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=True,
        length=20,
        name=words.__name__.lower(),
        values_callable=lambda found: [word.value for word in found],
    )


class Base(DeclarativeBase):
    """The base of all tables; constraints have names, so that a migration can change them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime.datetime: Moment}  # noqa: RUF012

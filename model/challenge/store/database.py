"""One database behind the store, SQLite or PostgreSQL: transactions, locks, and its tables brought up to date."""

from __future__ import annotations

import datetime
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from model.challenge.store.columns import Fact
from model.challenge.store.migration import at_head, upgrade
from model.challenge.store.tables import AuditEntry
from model.store_errors import StoreFull, StorePackageMissing, StoreUnreachable

BUSY_SECONDS = 60
"""How long a transaction waits for another one in SQLite."""
ATTEMPTS = 600
"""How often a connection tries to write ahead of the file of SQLite within that time."""
DRIVER = "postgresql+psycopg"
_FULL = {sqlite3.SQLITE_FULL, "53100"}
"""Codes of SQLite and of PostgreSQL for a full disk."""


def now_in_utc() -> datetime.datetime:
    """The time of this computer, with its zone."""
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True)
class Database:
    """An open database, and the clock that dates what is written."""

    engine: Engine
    now: Callable[[], datetime.datetime] = now_in_utc
    _readers: sessionmaker[Session] = field(init=False, repr=False)
    _writers: sessionmaker[Session] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_readers", sessionmaker(reading(self.engine), expire_on_commit=False))
        object.__setattr__(self, "_writers", sessionmaker(self.engine, expire_on_commit=False))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the database and changes nothing.

        Raises:
            StoreUnreachable: the database is away.
        """
        with _reached(), self._readers() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all kept, or none where the block raises.

        Raises:
            StoreUnreachable: the database is away.
            StoreFull: its disk is full.
        """
        with _reached(), self._writers.begin() as session:
            yield session

    def record(self, session: Session, who: str, action: str, /, **data: Fact) -> None:
        """Add to the audit log, in the transaction of the session."""
        session.add(AuditEntry(time=self.now(), who=who, action=action, data=data))


@dataclass(frozen=True)
class Part:
    """A part of the store, on its database."""

    database: Database


@contextmanager
def _reached() -> Iterator[None]:
    """Name what a visitor can understand: the database is away, or its disk is full."""
    try:
        yield
    except OperationalError as error:
        codes = {getattr(error.orig, name, None) for name in ("sqlite_errorcode", "sqlstate")}
        if codes & _FULL:
            raise StoreFull() from error
        raise StoreUnreachable(reason=type(error).__name__) from error


def reading(engine: Engine) -> Engine:
    """The same database for transactions that only read: PostgreSQL then shows one moment, as SQLite does anyway."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(only_reads=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def hold(on: Connection | Session, name: str) -> None:
    """Let no other transaction pass here under this name until this one ends; in SQLite, only one writes anyway."""
    connection = on.connection() if isinstance(on, Session) else on
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": zlib.crc32(name.encode())})


def open_database(url: str, now: Callable[[], datetime.datetime] = now_in_utc) -> Database:
    """The database of a URL, its tables brought up to date; a SQLite file is made where there is none.

    Raises:
        StoreUnreachable: it cannot be opened.
        StorePackageMissing: its driver is not installed.
    """
    try:
        engine = _engine(sqlalchemy.make_url(url))
        _bring_up_to_date(engine)
    except ModuleNotFoundError as error:
        raise StorePackageMissing(package=str(error.name)) from error
    except (SQLAlchemyError, OSError) as error:
        raise StoreUnreachable(reason=type(error).__name__) from error
    return Database(engine, now)


def _engine(url: sqlalchemy.URL) -> Engine:
    if url.get_backend_name() in ("postgresql", "postgres"):
        return sqlalchemy.create_engine(url.set(drivername=DRIVER), pool_pre_ping=True)
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sqlalchemy.create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    """Let transactions be begun by hand, readers pass a writer, and foreign keys hold."""
    connection.isolation_level = None
    cursor = connection.cursor()
    _let_readers_pass(cursor)
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _let_readers_pass(cursor: sqlite3.Cursor) -> None:
    """Write ahead of the file. SQLite does not wait where two connections change this at once, so it is tried again."""
    for left in reversed(range(ATTEMPTS)):
        try:
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                return
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if not left:
                raise
            time.sleep(BUSY_SECONDS / ATTEMPTS)


def _begin(connection: Connection) -> None:
    """Take the place of the one writer at the beginning, so that nothing that was read can change before writing."""
    only_reads = connection.get_execution_options().get("only_reads")
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def _bring_up_to_date(engine: Engine) -> None:
    with reading(engine).connect() as connection:
        if at_head(connection):
            return
    with engine.begin() as connection:
        hold(connection, "migrations")
        upgrade(connection)

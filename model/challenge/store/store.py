"""Opens the store of the settings, and puts its parts together."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import URL

from model.challenge.store.audit import Audit
from model.challenge.store.codes import Codes
from model.challenge.store.database import Database, now_in_utc, open_database
from model.challenge.store.entries import Entries
from model.challenge.store.files import Files, open_files
from model.challenge.store.jury import Jury
from model.challenge.store.log import Log
from model.challenge.store.phases import Phases
from model.challenge.store.queue import Queue
from model.challenge.store.scores import Scores
from model.challenge.store.teams import Teams
from model.challenge.store.winner import Winner
from model.settings import settings


@dataclass(frozen=True)
class Store:
    """One database and one place for files; each part is a few functions on them. Threads may share it."""

    database: Database
    files: Files

    @cached_property
    def teams(self) -> Teams:
        """The teams."""
        return Teams(self.database)

    @cached_property
    def entries(self) -> Entries:
        """The submissions."""
        return Entries(self.database)

    @cached_property
    def log(self) -> Log:
        """The log lines of submissions."""
        return Log(self.database)

    @cached_property
    def queue(self) -> Queue:
        """The runs of submissions."""
        return Queue(self.database)

    @cached_property
    def scores(self) -> Scores:
        """The scores of submissions."""
        return Scores(self.database)

    @cached_property
    def jury(self) -> Jury:
        """The points of the jury."""
        return Jury(self.database)

    @cached_property
    def winner(self) -> Winner:
        """The winner and its plan."""
        return Winner(self.database)

    @cached_property
    def phases(self) -> Phases:
        """The times of phases."""
        return Phases(self.database)

    @cached_property
    def codes(self) -> Codes:
        """The codes to sign in with."""
        return Codes(self.database)

    @cached_property
    def audit(self) -> Audit:
        """Who did what."""
        return Audit(self.database)

    def close(self) -> None:
        """Close all connections."""
        self.database.engine.dispose()


def open_store(
    url: str | None = None, files: str | None = None, now: Callable[[], datetime.datetime] = now_in_utc
) -> Store:
    """The store of a database URL and a place for files; without them, those of the settings.

    Raises:
        StoreUnreachable: the database cannot be opened.
        StorePackageMissing: a package for it is not installed.
    """
    folder = settings().challenge
    in_folder = URL.create("sqlite", database=str(folder / "challenge.sqlite")).render_as_string()
    where = url or settings().database_url or in_folder
    return Store(open_database(where, now), open_files(files or settings().challenge_files or str(folder / "files")))

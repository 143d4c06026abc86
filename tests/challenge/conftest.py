"""Each test of the store runs on SQLite and on PostgreSQL, in a database of its own."""

from __future__ import annotations

import datetime
import itertools
import os
import shutil

import psycopg
import pytest

from model.challenge.store.columns import Base
from model.challenge.store.entries import Upload
from model.challenge.store.scores import Measured
from model.challenge.store.store import open_store
from model.challenge.store.tables import EntryKind, TeamKind
from tests.challenge.postgres import cluster, programs, url_of

NUMBERS = itertools.count()
BEGIN = datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC)


class Clock:
    """A clock that the test sets."""

    def __init__(self):
        self.time = BEGIN

    def __call__(self):
        return self.time

    def forward(self, **duration):
        self.time += datetime.timedelta(**duration)


@pytest.fixture(scope="session")
def postgres():
    """Makes empty databases in a cluster that is started once."""
    binaries = programs()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed")
    with cluster(binaries) as host, psycopg.connect(url_of(host, "postgres"), autocommit=True) as connection:

        def made():
            name = f"t{next(NUMBERS)}"
            connection.execute(f"CREATE DATABASE {name}")
            return url_of(host, name)

        yield made


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """A SQLite file with all tables, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "challenge.sqlite"
    open_store(f"sqlite:///{path}", str(path.parent)).close()
    return path


@pytest.fixture(scope="session")
def emptied(postgres, tmp_path_factory):
    """Gives a PostgreSQL database with empty tables, one for each name; making a new one costs more."""
    urls = {}
    truncate = f"TRUNCATE {', '.join(Base.metadata.tables)} RESTART IDENTITY"

    def of(name):
        if name not in urls:
            urls[name] = postgres()
            open_store(urls[name], str(tmp_path_factory.mktemp(name))).close()
        with psycopg.connect(urls[name], autocommit=True) as connection:
            connection.execute(truncate)
        return urls[name]

    return of


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    """The kind of database."""
    if request.param == "postgresql":
        request.getfixturevalue("postgres")
    return request.param


@pytest.fixture
def empty_url(kind, request, tmp_path):
    """A database without tables."""
    return f"sqlite:///{tmp_path}/empty.sqlite" if kind == "sqlite" else request.getfixturevalue("postgres")()


@pytest.fixture
def url(kind, request, tmp_path):
    """A database with empty tables."""
    if kind == "postgresql":
        return request.getfixturevalue("emptied")("first")
    shutil.copy(request.getfixturevalue("migrated"), tmp_path / "challenge.sqlite")
    return f"sqlite:///{tmp_path}/challenge.sqlite"


@pytest.fixture
def clock():
    """The clock of the store."""
    return Clock()


@pytest.fixture
def store(url, clock, tmp_path):
    """An empty store."""
    opened = open_store(url, str(tmp_path / "files"), clock)
    yield opened
    opened.close()


@pytest.fixture
def team(store):
    """A team in the store."""
    return store.teams.register("melanoma", "Étoile", TeamKind.START_UP).id


@pytest.fixture
def submit(store, team):
    """Hand in one more submission; returned is its number."""

    def hand_in(limits, phase="one", of=team):
        data = os.urandom(8)
        upload = Upload("Nets", EntryKind.TABLE, store.files.put(data), len(data))
        return store.entries.accept(of, phase, upload, limits)[0].id

    return hand_in


SCORES = [Measured("day1", "balanced_accuracy", 0.7, 0.6, 0.8), Measured("day1", "auc", float("nan"), 0.0, 1.0)]

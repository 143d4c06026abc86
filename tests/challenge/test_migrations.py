"""The steps of the tables: up, down, equal to the tables of the code, and safe when many open the store at once."""

from __future__ import annotations

import ast
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from model.challenge.store.columns import Base
from model.challenge.store.database import open_database
from model.challenge.store.limits import Limits
from model.challenge.store.migration import configured, downgrade, upgrade
from model.challenge.store.store import open_store
from model.challenge.store.tables import TeamKind
from model.settings import ROOT, settings
from model.store_errors import StorePackageMissing, StoreUnreachable

TABLES = {*Base.metadata.tables, "alembic_version"}


def tables_of(engine):
    return set(inspect(engine).get_table_names())


def test_the_steps_lead_up_and_down_and_up_again(empty_url):
    database = open_database(empty_url)
    assert tables_of(database.engine) == TABLES
    with database.engine.begin() as connection:
        downgrade(connection, "base")
    assert tables_of(database.engine) == {"alembic_version"}
    with database.engine.begin() as connection:
        upgrade(connection)
    assert tables_of(database.engine) == TABLES
    database.engine.dispose()


def test_the_steps_end_at_the_tables_of_the_code(store):
    with store.database.engine.begin() as connection:
        command.check(configured(connection))


def checks_of(engine):
    return {table: {row["name"] for row in inspect(engine).get_check_constraints(table)} for table in TABLES}


def test_the_steps_end_at_the_checks_of_the_code(empty_url):
    engine = open_database(empty_url).engine
    found = checks_of(engine)
    with engine.begin() as connection:
        Base.metadata.drop_all(connection)
        Base.metadata.create_all(connection)
    assert checks_of(engine) == found
    engine.dispose()


def test_the_database_itself_refuses_an_unknown_state(store, submit):
    number = submit(Limits())
    with pytest.raises(IntegrityError), store.database.writing() as session:
        session.execute(text("UPDATE submissions SET state = 'half' WHERE id = :n"), {"n": number})


def test_the_database_itself_refuses_a_team_that_does_not_exist(store):
    with pytest.raises(IntegrityError):
        store.jury.give("melanoma", "Ada", 99, "method", 1)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize("begin", ["postgres:", "postgresql:", "postgresql+psycopg:"])
def test_postgresql_may_be_written_in_three_ways(url, begin):
    database = open_database(url.replace("postgresql:", begin))
    assert database.engine.driver == "psycopg"
    database.engine.dispose()


def test_many_threads_open_an_empty_store_at_once(empty_url, tmp_path):
    with ThreadPoolExecutor(8) as threads:
        stores = list(threads.map(lambda _: open_store(empty_url, str(tmp_path)), range(8)))
    assert tables_of(stores[0].database.engine) == TABLES
    for store in stores:
        store.close()


def test_many_processes_open_an_empty_store_at_once(empty_url):
    program = f"""
import sys
from model.challenge.store.store import open_store
sys.stdin.read(1)
open_store({empty_url!r}, "/nowhere").close()
"""
    line = [sys.executable, "-c", program]
    processes = [subprocess.Popen(line, cwd=ROOT, stdin=subprocess.PIPE, text=True) for _ in range(4)]
    for process in processes:
        process.communicate("g")
    assert [process.returncode for process in processes] == [0] * 4


def test_who_reads_sees_one_moment(store):
    count = text("SELECT count(*) FROM teams")
    with store.database.reading() as reading:
        before = reading.scalar(count)
        store.teams.register("melanoma", "Étoile", TeamKind.SME)
        assert reading.scalar(count) == before
    with store.database.reading() as reading:
        assert reading.scalar(count) == before + 1


def test_sqlite_lets_readers_pass_a_writer_and_loses_nothing(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/new/challenge.sqlite")
    with database.writing() as writing, database.reading() as reading:
        assert writing.scalar(text("PRAGMA journal_mode")) == "wal"
        assert writing.scalar(text("PRAGMA synchronous")) == 2
        assert writing.scalar(text("PRAGMA foreign_keys")) == 1
        database.record(writing, "me", "nothing")
        writing.flush()
        assert reading.scalar(text("SELECT count(*) FROM audit_log")) == 0
    database.engine.dispose()


def test_without_settings_a_challenge_is_a_file_and_a_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TEN_OPINIONS_CHALLENGE", str(tmp_path / "contest"))
    monkeypatch.delenv("TEN_OPINIONS_DATABASE_URL", raising=False)
    settings.cache_clear()
    try:
        store = open_store()
        store.files.put(b"x")
        store.close()
    finally:
        settings.cache_clear()
    assert {path.name for path in (tmp_path / "contest").iterdir()} == {"challenge.sqlite", "files"}


@pytest.mark.parametrize(
    "url", ["nonsense", "sqlite:////proc/none/challenge.sqlite", "postgresql://me:secret@127.0.0.1:1/x", "oracle://x"]
)
def test_a_database_that_cannot_be_opened_is_a_sentence_without_its_password(url):
    with pytest.raises((StoreUnreachable, StorePackageMissing)) as refused:
        open_database(url)
    assert "secret" not in str(refused.value)


def test_the_app_starts_without_sqlalchemy():
    """What the start page imports at its top is imported here; running the page as well would take seconds."""
    body = ast.parse((ROOT / "app.py").read_text(encoding="utf-8")).body
    imports = [ast.unparse(node) for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    program = "\n".join(
        [
            *imports,
            "import sys, model.challenge.roles, model.commands.challenge, model.error_words",
            "print(sorted({'sqlalchemy', 'alembic', 'argon2', 'psycopg', 's3fs'} & set(sys.modules)))",
        ]
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert len(imports) > 5
    assert done.stdout.splitlines()[-1] == "[]"

"""The database away and back, a full disk, a clock that is set back: what was accepted stays, and work goes on."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest
import sqlalchemy
from sqlalchemy import event

from model.challenge.roles import Role
from model.challenge.store.codes import OF_SOURCE
from model.challenge.store.limits import Limits
from model.challenge.store.states import State
from model.challenge.store.store import open_store
from model.challenge.store.tables import TeamKind
from model.challenge.worker import Worker
from model.store_errors import CodesTooMany, CodeWrong, LeaseLost, StoreFull, StoreUnreachable
from tests.challenge.conftest import SCORES

FREE = Limits()


@contextmanager
def away(store):
    """The database is away meanwhile: its file has another name, or the server lets nobody in."""
    engine, url = store.database.engine, store.database.engine.url
    engine.dispose()
    if url.get_backend_name() == "sqlite":
        path = Path(url.database)
        path.rename(path.with_suffix(".away"))
        path.mkdir()
        yield
        path.rmdir()
        path.with_suffix(".away").rename(path)
        return
    other = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(other, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [url.database])
        yield
        connection.execute(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true")


def test_a_database_that_is_away_is_named_and_once_it_is_back_everything_is_there(store, team, submit):
    number = submit(FREE)
    with away(store):
        for ask in (lambda: store.entries.history(team), lambda: submit(FREE), lambda: store.queue.take("a", 60)):
            with pytest.raises(StoreUnreachable) as refused:
                ask()
            assert refused.value.data == {"reason": "OperationalError"}
    assert [entry.id for entry in store.entries.history(team)] == [number]
    assert store.queue.finish(store.queue.take("a", 60), SCORES).state is State.SCORED


def test_a_run_during_which_the_database_goes_away_is_taken_up_again_by_another_worker(
    store, submit, clock, monkeypatch
):
    number = submit(FREE)
    worker = Worker(store, board=lambda _: None)
    monkeypatch.setattr("model.challenge.worker._answers", unreachable)
    with pytest.raises(StoreUnreachable):
        worker.run_next()
    assert store.entries.get(number).state is State.RUNNING
    clock.forward(seconds=61)
    assert store.queue.finish(store.queue.take("b", 60), SCORES).state is State.SCORED


def unreachable(*_):
    raise StoreUnreachable(reason="OperationalError")


def test_on_a_full_disk_nothing_is_accepted_and_what_was_accepted_before_stays(migrated, tmp_path, clock):
    store = open_store(f"sqlite:///{tmp_path}/challenge.sqlite", str(tmp_path / "files"), clock)
    code = store.codes.issue(Role.ORGANISER, "command", name="Ada")
    engine = store.database.engine

    def full(connection, _):
        connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the pages that there are

    event.listen(engine, "connect", full)
    engine.dispose()
    with pytest.raises(StoreFull):
        list(map(partial(store.teams.register, "melanoma", kind=TeamKind.SME, about="x" * 9000), map(str, range(200))))
    kept = len(store.teams.of("melanoma"))
    event.remove(engine, "connect", full)
    engine.dispose()
    assert len(store.teams.of("melanoma")) == kept < 200
    assert store.codes.sign_in(code, "here").name == "Ada"
    store.close()


def test_a_full_disk_of_postgresql_is_known_by_its_code():
    class Full(Exception):
        sqlstate = "53100"

    from model.challenge.store.database import _reached

    with pytest.raises(StoreFull), _reached():
        raise sqlalchemy.exc.OperationalError("INSERT", {}, Full())


def test_a_lease_of_a_clock_that_was_set_back_ends_and_one_of_a_clock_that_is_ahead_by_a_minute_does_not(
    store, submit, clock
):
    number = submit(FREE)
    lost = store.queue.take("a", 60)
    clock.forward(minutes=-1)
    assert store.queue.take("b", 60) is None
    clock.forward(days=-1)
    taken = store.queue.take("b", 60)
    assert (taken.submission.id, taken.attempt) == (number, 2)
    with pytest.raises(LeaseLost):
        store.queue.finish(lost, SCORES)
    assert store.queue.finish(taken, SCORES).state is State.SCORED


def test_entries_of_a_clock_that_was_set_back_stay_in_their_order_and_give_nobody_more(store, team, submit, clock):
    limits = Limits(per_day=2)
    first = submit(limits)
    clock.forward(days=-1)
    second = submit(limits)
    assert [entry.id for entry in store.entries.history(team)] == [second, first]
    assert store.entries.left(team, "one", limits).today == 0


def test_after_the_clock_was_set_back_nobody_is_locked_out_for_longer_than_before(store, clock):
    code = store.codes.issue(Role.ORGANISER, "command", name="Ada")
    for _ in range(OF_SOURCE):
        with pytest.raises(CodeWrong):
            store.codes.sign_in("2222-2222-2222", "here")
    with pytest.raises(CodesTooMany):
        store.codes.sign_in(code, "here")
    clock.forward(days=-1)
    assert store.codes.sign_in(code, "here").name == "Ada"

"""The points of the jury, the winner, its plan, and the log of who did what."""

from __future__ import annotations

import datetime
import inspect

import pytest
from sqlalchemy.exc import IntegrityError

from model.challenge.roles import Role
from model.challenge.store.limits import Limits
from model.challenge.store.store import Store
from model.challenge.store.tables import TeamKind
from tests.challenge.conftest import BEGIN, SCORES

DUE = datetime.date(2027, 1, 31)


def test_the_latest_points_of_a_juror_count(store, team, clock):
    store.jury.give("melanoma", "Ada", team, "method", 3.5, "too short")
    clock.forward(minutes=5)
    store.jury.give("melanoma", "Ada", team, "method", 4, "longer now")
    store.jury.give("melanoma", "Ben", team, "method", 2)
    found = [(row.juror, row.points, row.remark, row.time) for row in store.jury.points("melanoma")]
    assert found == [("Ada", 4, "longer now", clock()), ("Ben", 2, "", clock())]
    assert store.jury.points("urology") == []


@pytest.mark.parametrize("points", [float("nan"), float("inf")])
def test_points_are_numbers(store, team, points):
    with pytest.raises(ValueError, match="expected a number"):
        store.jury.give("melanoma", "Ada", team, "method", points)


def test_the_latest_announcement_counts(store, team):
    other = store.teams.register("melanoma", "Lune", TeamKind.STUDENT).id
    assert store.winner.announced("melanoma") is None
    store.winner.announce("melanoma", other, "organiser")
    store.winner.announce("melanoma", team, "organiser")
    assert store.winner.announced("melanoma").team_id == team


def test_a_plan_has_milestones_of_six_months_and_dated_notes(store, team, clock):
    later = store.winner.plan("melanoma", team, 3, DUE, "Second clinic", "organiser")
    first = store.winner.plan("melanoma", team, 1, DUE, "First clinic", "organiser")
    assert [row.title for row in store.winner.milestones("melanoma", team)] == ["First clinic", "Second clinic"]
    store.winner.note(first.id, "Contract signed", "team 1")
    clock.forward(days=2)
    store.winner.note(later.id, "Scored again", "team 1", 0.81)
    notes = [(row.milestone_id, row.note, row.value) for row in store.winner.notes("melanoma", team)]
    assert notes == [(first.id, "Contract signed", None), (later.id, "Scored again", 0.81)]
    assert store.winner.notes("melanoma", team)[1].time == clock()


@pytest.mark.parametrize("month", [0, 7])
def test_a_plan_has_no_other_months(store, team, month):
    with pytest.raises(IntegrityError):
        store.winner.plan("melanoma", team, month, DUE, "Never", "organiser")


def changes(store):
    """Each changing function of the store in turn, under its name."""
    free = Limits()
    team = store.teams.register("melanoma", "Étoile", TeamKind.SME).id
    yield "teams.register"
    upload = {"title": "Nets", "kind": "table", "sha256": "0" * 64, "size": 1}
    from model.challenge.store.entries import Upload

    number = store.entries.accept(team, "one", Upload(**upload), free)[0].id
    yield "entries.accept"
    lease = store.queue.take("a", 60)
    yield "queue.take"
    store.queue.fail(lease, "x")
    yield "queue.fail"
    store.queue.again(number, "organiser")
    yield "queue.again"
    store.queue.finish(store.queue.take("a", 60), SCORES)
    yield "queue.finish"
    store.scores.drop("melanoma", "one", "organiser")
    yield "scores.drop"
    store.queue.refuse(store.queue.take("a", 60), "x")
    yield "queue.refuse"
    store.entries.withdraw(store.entries.accept(team, "one", Upload(**upload), free)[0].id, "team 1")
    yield "entries.withdraw"
    store.jury.give("melanoma", "Ada", team, "method", 1)
    yield "jury.give"
    store.winner.announce("melanoma", team, "organiser")
    yield "winner.announce"
    milestone = store.winner.plan("melanoma", team, 1, DUE, "First", "organiser").id
    yield "winner.plan"
    store.winner.note(milestone, "Done", "team 1")
    yield "winner.note"
    store.phases.set_times("melanoma", "one", BEGIN, BEGIN, "organiser")
    yield "phases.set_times"
    code = store.codes.issue(Role.TEAM, "organiser", team)
    yield "codes.issue"
    store.codes.sign_in(code, "here")
    yield "codes.sign_in"
    store.codes.revoke(code[:4], "organiser")
    yield "codes.revoke"


READING = {
    *("teams.get", "teams.named", "teams.of", "entries.left", "entries.get", "entries.history", "entries.of_phase"),
    *("log.of", "scores.of", "scores.of_phase", "jury.points", "winner.announced", "winner.milestones"),
    *("winner.notes", "codes.issued", "audit.latest", "phases.times"),
}
UNRECORDED = {"queue.renew": "beats every few seconds", "log.add": "is a record itself"}


def test_every_change_is_recorded_with_who_and_when(store, clock):
    done, before = set(), 0
    for name in changes(store):
        entries = store.audit.latest(1000)
        assert len(entries) > before, name
        assert entries[0].who
        assert entries[0].time == clock()
        before = len(entries)
        done.add(name)
    parts = [name for name, found in vars(Store).items() if hasattr(found, "attrname")]
    functions = {
        f"{part}.{name}"
        for part in parts
        for name, found in inspect.getmembers(type(getattr(store, part)), inspect.isfunction)
        if not name.startswith("_")
    }
    assert functions == done | READING | set(UNRECORDED)


def test_what_is_refused_leaves_no_record(store, team):
    before = len(store.audit.latest())
    with pytest.raises(IntegrityError):
        store.winner.plan("melanoma", team, 7, DUE, "Never", "organiser")
    assert len(store.audit.latest()) == before

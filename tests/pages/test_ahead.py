"""What will be wanted is done while a person thinks: once, in order, and given up with the visitor."""

from __future__ import annotations

from threading import Event

import pytest

from model.work_queue import WorkQueue
from pages.components.session import ahead
from pages.components.session.ahead import Piece, done_ahead

PATIENCE = 10


@pytest.fixture
def line(monkeypatch):
    line = WorkQueue()
    monkeypatch.setattr(ahead, "QUEUE", line)
    monkeypatch.setattr(ahead.visitors, "visitor", lambda: "somebody")
    return line


def piece(name, made, fails=False):
    def work(report):
        if fails:
            raise ZeroDivisionError
        made.append(name)
        return name

    return Piece(name, work, lambda: name in made)


def test_pieces_are_done_in_order_and_those_that_are_there_are_not_done_again(line):
    made = ["b"]
    done_ahead([piece("a", made), piece("b", made), piece("c", made)]).join(PATIENCE)
    assert made == ["b", "a", "c"]
    assert done_ahead([piece("a", made)]) is None


def test_while_some_are_under_way_no_others_begin(line):
    may_end, made = Event(), []

    def slow(report):
        may_end.wait(PATIENCE)
        made.append("slow")

    waiting = done_ahead([Piece("slow", slow, lambda: "slow" in made), piece("after", made)])
    assert done_ahead([piece("other", made)]) is None
    may_end.set()
    waiting.join(PATIENCE)
    assert made == ["slow", "after"]


def test_what_the_visitor_asks_for_meanwhile_comes_first_and_the_rest_is_given_up(line):
    may_end, started, made = Event(), Event(), []

    def somebody_else(report):
        started.set()
        may_end.wait(PATIENCE)

    job = line.submit("somebody else", "work", somebody_else)
    with job.awaited():
        assert started.wait(PATIENCE)
        waiting = done_ahead([piece("ahead", made), piece("further", made)])
        while not line._waiting:
            waiting.join(0.01)
        asked = line.submit("somebody", "asked", lambda report: "asked")
        with asked.awaited():
            may_end.set()
            assert asked.done.wait(PATIENCE)
        waiting.join(PATIENCE)
    assert asked.result() == "asked"
    assert made == []


def test_a_failure_ahead_is_said_where_it_is_asked_for_and_others_may_be_done_later(line):
    made = []
    done_ahead([piece("fails", made, fails=True)]).join(PATIENCE)
    done_ahead([piece("a", made)]).join(PATIENCE)
    assert made == ["a"]

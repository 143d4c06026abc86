"""A run waits for its turn; what an older run asks late does not take the turn of the newer one away."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from model.line import Line
from pages.components.session import visitors, waiting


@pytest.fixture
def line(monkeypatch):
    """A line with one desk, and no Streamlit: every run is wanted."""
    found = Line()
    monkeypatch.setattr(waiting, "LINE", found)
    monkeypatch.setattr(waiting, "_stop_if_unwanted", lambda: None)
    monkeypatch.setattr(visitors, "visitor", lambda: "one visitor")
    return found


def test_a_run_whose_place_was_taken_by_an_older_run_asks_again(line):
    held, go_on, joined = Event(), Event(), Event()

    def hold(_):
        held.set()
        go_on.wait(60)

    holder = line.join("another", "hold", hold)
    with holder.attended():
        assert held.wait(60)
        answers = []
        join = line.join

        def watched_join(*arguments):
            ticket = join(*arguments)
            joined.set()
            return ticket

        line.join = watched_join
        newer = Thread(target=lambda: answers.append(waiting.done_in_line("new", lambda _: "new answer")))
        newer.start()
        assert joined.wait(60)
        line.join = join
        line.join("one visitor", "old", lambda _: "old answer")  # asked late, by a run that is stopped next
        go_on.set()
        newer.join(60)
    assert answers == ["new answer"]


def test_a_failure_of_the_work_is_the_failure_of_the_run(line):
    def fail(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        waiting.done_in_line("photo", fail)

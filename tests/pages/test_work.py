"""A run waits for its turn; what an older run asks late does not take the turn of the newer one away."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from model.work_queue import WorkQueue
from pages.components.session import visitors, work


@pytest.fixture
def line(monkeypatch):
    """A line with one worker, and no Streamlit: every run is wanted."""
    found = WorkQueue()
    monkeypatch.setattr(work, "QUEUE", found)
    monkeypatch.setattr(work, "_stop_if_unwanted", lambda: None)
    monkeypatch.setattr(visitors, "visitor", lambda: "one visitor")
    return found


def test_a_run_whose_place_was_taken_by_an_older_run_asks_again(line):
    held, go_on, joined = Event(), Event(), Event()

    def hold(_):
        held.set()
        go_on.wait(60)

    holder = line.submit("another", "hold", hold)
    with holder.awaited():
        assert held.wait(60)
        answers = []
        submit = line.submit

        def watched_submit(*arguments):
            job = submit(*arguments)
            joined.set()
            return job

        line.submit = watched_submit
        newer = Thread(target=lambda: answers.append(work.done_in_turn("new", lambda _: "new answer")))
        newer.start()
        assert joined.wait(60)
        line.submit = submit
        line.submit("one visitor", "old", lambda _: "old answer")  # asked late, by a run that is stopped next
        go_on.set()
        newer.join(60)
    assert answers == ["new answer"]


def test_a_failure_of_the_work_is_the_failure_of_the_run(line):
    def fail(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work.done_in_turn("photo", fail)

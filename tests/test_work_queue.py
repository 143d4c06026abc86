"""The line: in the order of asking, one place for each visitor, never piled up, and who leaves takes the work along."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Event

import pytest

from model.work_queue import Withdrawn, WorkQueue


class Visit:
    """A line with one worker that is held by somebody, until `open` is called."""

    def __init__(self, workers: int = 1) -> None:
        self.line, self.order, self.stack = WorkQueue(workers), [], ExitStack()
        self.gates, begun = [], []
        for worker in range(workers):
            gate, at_it = Event(), Event()

            def hold(report, gate=gate, at_it=at_it):
                at_it.set()
                gate.wait(60)
                report(0.5)

            self.gates.append(gate)
            begun.append(at_it)
            self.attend(self.line.submit(f"holder {worker}", "hold", hold))
        assert all(at_it.wait(60) for at_it in begun)

    def attend(self, job):
        self.stack.enter_context(job.awaited())
        return job

    def ask(self, visitor, what, attended=True):
        job = self.line.submit(visitor, what, lambda _: self.order.append((visitor, what)) or what)
        return self.attend(job) if attended else job

    def open(self):
        for gate in self.gates:
            gate.set()


def finished(*jobs):
    return all(job.done.wait(60) for job in jobs)


def test_visitors_are_served_in_the_order_of_asking_and_see_how_many_are_before_them():
    visit = Visit()
    jobs = [visit.ask(name, "answer") for name in "abc"]
    assert [job.ahead for job in jobs] == [1, 2, 3]
    visit.open()
    assert finished(*jobs)
    assert visit.order == [(name, "answer") for name in "abc"]
    assert [job.ahead for job in jobs] == [0, 0, 0]
    assert [job.result() for job in jobs] == ["answer"] * 3


def test_who_clicks_ten_times_has_one_place_and_keeps_it():
    visit = Visit()
    impatient = [visit.ask("impatient", number) for number in range(10)]
    patient = visit.ask("patient", "answer")
    last = visit.ask("impatient", "last")
    assert len(visit.line) == 3
    assert last.ahead == 1
    visit.open()
    assert finished(*impatient, patient, last)
    assert visit.order == [("impatient", "last"), ("patient", "answer")]
    for job in impatient:
        with pytest.raises(Withdrawn):
            job.result()


def test_the_same_thing_asked_for_again_is_the_same_ticket_also_while_it_is_served():
    visit = Visit()
    assert visit.ask("a", "answer") is visit.ask("a", "answer")
    holder = visit.line.submit("holder 0", "hold", lambda _: None)
    assert holder.ahead == 0
    visit.open()
    assert finished(holder)


def test_nobody_is_served_twice_before_another_is_served_once():
    visit = Visit()
    first, other = visit.ask("jury", 1), visit.ask("one photo", "answer")
    visit.open()
    assert finished(first)
    second = visit.ask("jury", 2)
    assert finished(other, second)
    assert visit.order == [("jury", 1), ("one photo", "answer"), ("jury", 2)]


def test_who_leaves_takes_the_work_along():
    visit = Visit()
    gone, stays = visit.ask("gone", "answer"), visit.ask("stays", "answer")
    visit.line.withdraw("gone")
    visit.line.withdraw("holder 0")
    assert stays.ahead == 1
    visit.open()
    assert finished(gone, stays)
    assert visit.order == [("stays", "answer")]
    with pytest.raises(Withdrawn):
        gone.result()


def test_work_that_is_under_way_stops_half_way_when_its_visitor_leaves():
    begun, go_on, steps = Event(), Event(), []

    def work(report):
        begun.set()
        go_on.wait(60)
        for share in (0.1, 0.2):
            report(share)
            steps.append(share)

    line = WorkQueue()
    job = line.submit("gone", "map", work)
    with job.awaited():
        assert begun.wait(60)
        line.withdraw("gone")
        go_on.set()
        assert finished(job)
    assert steps == []
    with pytest.raises(Withdrawn):
        job.result()


def test_work_that_nobody_waits_for_is_passed_over_until_somebody_does():
    visit = Visit()
    forgotten, other = visit.ask("away", "answer", attended=False), visit.ask("here", "answer")
    assert other.ahead == 1, "only those who wait count"
    visit.open()
    assert finished(other)
    assert not forgotten.done.is_set()
    visit.attend(forgotten)
    assert finished(forgotten)
    assert visit.order == [("here", "answer"), ("away", "answer")]


def test_a_failure_reaches_who_asked_and_the_desk_goes_on():
    line = WorkQueue()

    def fail(_):
        raise ZeroDivisionError

    failed = line.submit("a", 1, fail)
    with failed.awaited():
        assert finished(failed)
    with pytest.raises(ZeroDivisionError):
        failed.result()
    good = line.submit("a", 2, lambda _: "answer")
    with good.awaited():
        assert finished(good)
    assert good.result() == "answer"


def test_one_visitor_never_takes_two_desks():
    visit = Visit(workers=2)
    visit.gates[0].set()
    running, gate, both = Event(), Event(), []

    def slow(_):
        running.set()
        gate.wait(60)
        both.append("slow")

    slow_one = visit.attend(visit.line.submit("greedy", "slow", slow))
    assert running.wait(60)
    next_one = visit.attend(visit.line.submit("greedy", "next", lambda _: both.append("next")))
    visit.gates[1].set()
    other = visit.ask("other", "answer")
    assert finished(other)
    assert not next_one.done.is_set()
    gate.set()
    assert finished(slow_one, next_one)
    assert both == ["slow", "next"]


def test_background_work_waits_behind_the_first_answers_of_all_visitors():
    visit = Visit()
    late = [visit.attend(visit.line.submit(n, "jury", lambda _, n=n: visit.order.append(n), True)) for n in "ab"]
    first = visit.ask("c", "answer")
    assert [job.ahead for job in (first, *late)] == [1, 2, 3]
    visit.open()
    assert finished(first, *late)
    assert visit.order == [("c", "answer"), "a", "b"]


def test_background_work_that_is_asked_for_directly_moves_forward():
    visit = Visit()
    behind = visit.attend(visit.line.submit("a", "jury", lambda _: visit.order.append("a"), True))
    assert visit.ask("a", "jury") is behind
    later = visit.ask("b", "answer")
    visit.open()
    assert finished(behind, later)
    assert visit.order == ["a", ("b", "answer")]

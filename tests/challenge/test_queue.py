"""Workers take submissions, end them, are lost; the moves between states are those of one table."""

from __future__ import annotations

import datetime
import itertools
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from model.challenge.store.limits import Limits
from model.challenge.store.queue import ATTEMPTS
from model.challenge.store.states import MOVES, State, move
from model.store_errors import LeaseLost, MoveNotAllowed
from tests.challenge.conftest import BEGIN, SCORES

FREE = Limits()
DRAWN = """
waiting   -> running withdrawn
running   -> running scored refused failed withdrawn
scored    -> waiting withdrawn
refused   ->
failed    -> waiting
withdrawn ->
"""


@dataclass
class Run:
    state: State
    state_time: datetime.datetime = BEGIN


def test_the_moves_are_those_that_are_drawn():
    drawn = {line.split()[0]: set(line.split()[2:]) for line in DRAWN.strip().splitlines()}
    assert {str(state): {str(other) for other in after} for state, after in MOVES.items()} == drawn


@pytest.mark.parametrize(("before", "after"), list(itertools.product(State, State)))
def test_a_move_that_the_table_lacks_raises_and_changes_nothing(before, after):
    run, later = Run(before), BEGIN + datetime.timedelta(seconds=1)
    if after in MOVES[before]:
        move(run, after, later)
        assert (run.state, run.state_time) == (after, later)
    else:
        with pytest.raises(MoveNotAllowed) as refused:
            move(run, after, later)
        assert refused.value.data == {"state": str(before), "wanted": str(after)}
        assert (run.state, run.state_time) == (before, BEGIN)


def codes(store, number):
    return [line.code for line in store.log.of(number)]


def test_the_oldest_is_taken_first_and_none_twice(store, submit):
    first, second = submit(FREE), submit(FREE)
    leases = [store.queue.take("a", 60), store.queue.take("b", 60)]
    assert [lease.submission.id for lease in leases] == [first, second]
    assert store.queue.take("c", 60) is None
    running = store.entries.get(first)
    assert (running.state, running.worker, running.attempts) == (State.RUNNING, "a", 1)


def test_a_worker_may_ask_for_one_challenge(store, submit):
    submit(FREE)
    assert store.queue.take("a", 60, "urology") is None
    assert store.queue.take("a", 60, "melanoma")


def test_scores_come_with_the_state_and_an_undefined_one_stays_undefined(store, submit, clock):
    number = submit(FREE)
    lease = store.queue.take("a", 60)
    clock.forward(seconds=5)
    assert store.scores.of(number) == []
    finished = store.queue.finish(lease, SCORES)
    assert (finished.state, finished.state_time, finished.lease_until) == (State.SCORED, clock(), None)
    first, second = store.scores.of(number)
    assert first == SCORES[0]
    assert math.isnan(second.value)
    assert list(store.scores.of_phase("melanoma", "one")) == [number]
    assert [entry.id for entry in store.entries.of_phase("melanoma", "one")] == [number]
    assert codes(store, number) == ["accepted", "taken", "scored"]


def test_without_scores_nothing_is_scored(store, submit):
    number = submit(FREE)
    lease = store.queue.take("a", 60)
    with pytest.raises(ValueError, match="expected scores"):
        store.queue.finish(lease, [])
    assert store.entries.get(number).state is State.RUNNING


def test_two_values_of_one_measure_leave_neither_scores_nor_state(store, submit):
    number = submit(FREE)
    lease = store.queue.take("a", 60)
    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        store.queue.finish(lease, [SCORES[0], SCORES[0]])
    assert (store.entries.get(number).state, store.scores.of(number)) == (State.RUNNING, [])


@pytest.mark.parametrize(("end", "state"), [("refuse", State.REFUSED), ("fail", State.FAILED)])
def test_a_run_that_ends_without_scores_says_why(store, submit, end, state):
    number = submit(FREE)
    getattr(store.queue, end)(store.queue.take("a", 60), "too_slow", seconds=9.5, code="x", lease=1, who=float("inf"))
    assert store.entries.get(number).state is state
    last = store.log.of(number)[-1]
    assert (last.code, last.data) == ("too_slow", {"seconds": 9.5, "code": "x", "lease": 1, "who": None})
    assert store.scores.of(number) == []


def test_a_lost_worker_is_followed_by_another_and_what_it_brings_late_is_dropped(store, submit, clock):
    number = submit(FREE)
    lost = store.queue.take("a", 60)
    clock.forward(seconds=61)
    taken = store.queue.take("b", 60)
    assert (taken.submission.id, taken.attempt) == (number, 2)
    for late in (lambda: store.queue.finish(lost, SCORES), lambda: store.queue.renew(lost, 60)):
        with pytest.raises(LeaseLost):
            late()
    assert store.entries.get(number).state is State.RUNNING
    assert store.queue.finish(taken, SCORES).state is State.SCORED
    assert codes(store, number) == ["accepted", "taken", "taken_again", "scored"]


def test_a_worker_that_takes_its_own_lost_run_again_has_a_new_lease(store, submit, clock):
    submit(FREE)
    lost = store.queue.take("a", 60)
    clock.forward(seconds=61)
    store.queue.take("a", 60)
    with pytest.raises(LeaseLost):
        store.queue.fail(lost, "x")


def test_a_renewed_lease_is_kept(store, submit, clock):
    submit(FREE)
    lease = store.queue.take("a", 60)
    clock.forward(seconds=59)
    store.queue.renew(lease, 60)
    clock.forward(seconds=59)
    assert store.queue.take("b", 60) is None
    assert store.queue.finish(lease, SCORES).state is State.SCORED


def test_what_kills_every_worker_fails_in_the_end_and_lets_the_next_one_through(store, submit, clock):
    number, after = submit(FREE), submit(FREE)
    for _ in range(ATTEMPTS):
        assert store.queue.take("a", 60).submission.id == number
        clock.forward(seconds=61)
    assert store.queue.take("a", 60).submission.id == after
    assert store.entries.get(number).state is State.FAILED
    assert store.log.of(number)[-1].data == {"attempts": ATTEMPTS}


def test_the_organiser_has_a_failed_one_run_again(store, submit):
    number = submit(FREE)
    store.queue.fail(store.queue.take("a", 60), "out_of_disk")
    assert store.queue.again(number, "organiser").state is State.WAITING
    assert store.queue.take("a", 60).attempt == 1
    with pytest.raises(MoveNotAllowed):
        store.queue.again(number, "organiser")


def test_a_withdrawn_run_brings_no_scores(store, submit):
    number = submit(FREE)
    lease = store.queue.take("a", 60)
    store.entries.withdraw(number, "team 1")
    with pytest.raises(LeaseLost):
        store.queue.finish(lease, SCORES)
    assert store.scores.of(number) == []


def test_dropped_scores_are_computed_again(store, submit):
    number, other = submit(FREE), submit(FREE, phase="two")
    for _ in range(2):
        store.queue.finish(store.queue.take("a", 60), SCORES)
    assert store.scores.drop("melanoma", "one", "organiser") == 1
    assert (store.entries.get(number).state, store.scores.of(number)) == (State.WAITING, [])
    assert (store.entries.get(other).state, len(store.scores.of(other))) == (State.SCORED, 2)
    assert store.queue.finish(store.queue.take("a", 60), SCORES).id == number


def test_workers_that_ask_at_once_share_the_work(store, submit):
    numbers = [submit(FREE) for _ in range(12)]
    with ThreadPoolExecutor(16) as threads:
        leases = list(threads.map(lambda worker: store.queue.take(f"w{worker}", 60), range(16)))
    taken = [lease.submission.id for lease in leases if lease]
    assert sorted(taken) == numbers

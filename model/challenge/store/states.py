"""The states of a submission, and the moves between them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from model.store_errors import MoveNotAllowed


class State(StrEnum):
    """What has become of a submission."""

    WAITING = "waiting"
    RUNNING = "running"
    SCORED = "scored"
    REFUSED = "refused"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


MOVES: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.RUNNING, State.WITHDRAWN}),
    State.RUNNING: frozenset({State.RUNNING, State.SCORED, State.REFUSED, State.FAILED, State.WITHDRAWN}),
    State.SCORED: frozenset({State.WAITING, State.WITHDRAWN}),
    State.REFUSED: frozenset(),
    State.FAILED: frozenset({State.WAITING}),
    State.WITHDRAWN: frozenset(),
}
"""The states that may follow each one. Running follows itself where a worker was lost; waiting follows scored where
the scores were dropped, and failed where the organiser has it run again."""


class Run(Protocol):
    """What a submission knows of its run."""

    state: State
    state_time: datetime.datetime
    worker: str | None
    lease_until: datetime.datetime | None
    attempts: int


def move(of: Run, state: State, now: datetime.datetime) -> None:
    """Give it the next state.

    Raises:
        MoveNotAllowed: no move leads from its state to this one.
    """
    if state not in MOVES[of.state]:
        raise MoveNotAllowed(state=str(of.state), wanted=str(state))
    of.state, of.state_time = state, now


def wait_again(of: Run, now: datetime.datetime) -> None:
    """Put it back among those that wait, as if it had never been taken.

    Raises:
        MoveNotAllowed: it has neither failed nor scores.
    """
    move(of, State.WAITING, now)
    of.worker, of.lease_until, of.attempts = None, None, 0

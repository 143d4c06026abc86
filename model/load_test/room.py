"""A room of the app: phones vote, and the presenter's screen counts -> the wait from a vote to its count."""

from __future__ import annotations

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from threading import Event

from model.lesion.diagnosis import DIAGNOSES
from model.load_test.page import ShownPage
from model.load_test.server import Served
from model.load_test.session import Session

FIRST = f"vote-0-{DIAGNOSES[0]}"
"""Key of the button that votes for the first diagnosis in the first case."""
PHONES = 30
LOOK = 0.02
"""Interval at which a waiting phone checks whether it is to vote, seconds."""


def room_waits(app: Served, phones: int = PHONES) -> dict[str, object]:
    """Median and longest wait from a vote until the presenter's screen has counted it, milliseconds."""
    waits = votes_on_the_screen(app, phones)
    return {
        "room_phones": phones,
        "room_vote_median_ms": round(1000 * statistics.median(waits)),
        "room_vote_longest_ms": round(1000 * max(waits)),
    }


def opened(presenter: Session) -> None:
    """Open a room with the sample photos on the presenter's screen."""
    presenter.go("room")
    presenter.until(lambda page: page.button("room-open-button") is not None)
    presenter.click("room-open-button")
    presenter.until(lambda page: bool(invited(page)) and not page.is_running)


def invited(page: ShownPage) -> dict[str, str]:
    """Room and key from the address in the QR code on the screen; empty where there is none."""
    match = re.search(r"room=([^&\"]+)&(?:amp;)?key=([^&\"]+)", " ".join(page.html()))
    return {"room": match[1], "key": match[2]} if match else {}


def voted(page: ShownPage) -> int | None:
    """The number of votes on the screen; None where it shows no count."""
    match = re.search(r'class="room-arriving"[^>]*><strong>(\d+)</strong>', " ".join(page.html()))
    return int(match[1]) if match else None


def vote(phone: Session, position: int, place: int) -> None:
    """Vote in a case for the diagnosis at that place of the seven, and wait until the phone confirms it."""
    key = f"vote-{position}-{DIAGNOSES[place % len(DIAGNOSES)]}"
    phone.until(lambda page: page.button(key) is not None)
    phone.click(key)
    phone.until(lambda page: bool((button := page.button(key)) and button.type == "primary"))


def votes_on_the_screen(app: Served, phones: int) -> list[float]:
    """Let phones vote one after the other in a new room; seconds until the presenter's screen has counted each vote.

    Raises:
        Silence: the page did not reach the expected state in time.
    """
    with ExitStack() as stack:
        presenter = stack.enter_context(Session(app.host, app.port, follows=True))
        opened(presenter)
        room = invited(presenter.page)
        sessions = [stack.enter_context(Session(app.host, app.port, follows=True)) for _ in range(phones)]
        for phone in sessions:
            phone.go("room", **room)
            phone.until(lambda page: page.button(FIRST) is not None)
        turns, over, seconds = [Event() for _ in sessions], Event(), []
        with ThreadPoolExecutor(phones) as threads:
            votes = [threads.submit(_vote_in_turn, *pair, over) for pair in zip(sessions, turns, strict=True)]
            try:
                for number, turn in enumerate(turns, 1):
                    started = time.monotonic()
                    turn.set()
                    presenter.until(partial(_has_counted, number))
                    seconds.append(time.monotonic() - started)
            finally:
                over.set()
            for vote_of_phone in votes:
                vote_of_phone.result()
        return seconds


def _has_counted(number: int, page: ShownPage) -> bool:
    return (voted(page) or 0) >= number


def _vote_in_turn(phone: Session, turn: Event, over: Event) -> None:
    """Refresh the page until it is this phone's turn, vote, and go on refreshing it."""
    while not turn.is_set() and not over.is_set():
        phone.listen(LOOK)
    phone.click(FIRST)
    while not over.is_set():
        phone.listen(LOOK)

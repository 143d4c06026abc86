"""A room on the pages: phones that vote and a presenter's screen -> how long a vote takes until the screen shows it."""

from __future__ import annotations

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from threading import Event

from model.lesion.diagnosis import DIAGNOSES
from model.load_test.page import ShownPage
from model.load_test.server import Served
from model.load_test.session import Session

FIRST = f"vote-0-{DIAGNOSES[0]}"
"""The button that votes on the first case for the first diagnosis."""
PHONES = 30
LOOK = 0.02
"""So long a phone looks at its page before it asks whether something is to be done, seconds."""


@dataclass(frozen=True)
class Screen:
    """What came of it.

    Attributes:
        seconds: from each vote until the presenter's screen has counted it.
        joined: phones that the screen has counted.
    """

    seconds: tuple[float, ...]
    joined: int

    @property
    def longest(self) -> float:
        """The longest of the waits."""
        return max(self.seconds)


def room_waits(app: Served, phones: int = PHONES) -> dict[str, object]:
    """From each vote until the presenter's screen shows it, in milliseconds."""
    found = votes_on_the_screen(app, phones)
    return {
        "room_phones": found.joined,
        "room_vote_median_ms": round(1000 * statistics.median(found.seconds)),
        "room_vote_longest_ms": round(1000 * found.longest),
    }


def opened(presenter: Session) -> None:
    """Open a room with the samples, on the presenter's screen."""
    presenter.go("room")
    presenter.until(lambda page: page.button("room-open-button") is not None)
    presenter.click("room-open-button")
    presenter.until(lambda page: bool(invited(page)) and not page.is_running)


def invited(page: ShownPage) -> dict[str, str]:
    """What the QR code on the screen holds beside the address: the room and its key."""
    found = re.search(r"room=([^&\"]+)&(?:amp;)?key=([^&\"]+)", " ".join(page.html()))
    return {"room": found[1], "key": found[2]} if found else {}


def voted(page: ShownPage) -> int | None:
    """How many votes the screen has counted; None where it counts none."""
    found = re.search(r'class="room-arriving"[^>]*><strong>(\d+)</strong>', " ".join(page.html()))
    return int(found[1]) if found else None


def vote(phone: Session, position: int, place: int) -> None:
    """Vote on a case for the diagnosis at that place of the seven, and wait until the phone says so."""
    key = f"vote-{position}-{DIAGNOSES[place % len(DIAGNOSES)]}"
    phone.until(lambda page: page.button(key) is not None)
    phone.click(key)
    phone.until(lambda page: bool((button := page.button(key)) and button.type == "primary"))


def votes_on_the_screen(app: Served, phones: int) -> Screen:
    """Let so many phones vote one after the other, while the screen follows by itself.

    Args:
        app: where the room is opened.
        phones: how many join; each looks by itself whether the presenter has gone on, as phones do.

    Raises:
        Silence: something that was waited for did not come.
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
            waiting = [threads.submit(_take_part, *pair, over) for pair in zip(sessions, turns, strict=True)]
            try:
                for number, turn in enumerate(turns, 1):
                    started = time.monotonic()
                    turn.set()
                    presenter.until(partial(_has_counted, number))
                    seconds.append(time.monotonic() - started)
            finally:
                over.set()
            for one in waiting:
                one.result()
        return Screen(tuple(seconds), phones)


def _has_counted(number: int, page: ShownPage) -> bool:
    return (voted(page) or 0) >= number


def _take_part(phone: Session, turn: Event, over: Event) -> None:
    """Look at the page until it is this phone's turn, vote, and look on."""
    while not turn.is_set() and not over.is_set():
        phone.listen(LOOK)
    phone.click(FIRST)
    while not over.is_set():
        phone.listen(LOOK)

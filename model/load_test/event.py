"""An event: phones that vote in a room, readers of every page and visitors with photos, all at once."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from websockets.exceptions import WebSocketException

from model.algorithms.catalogue import DEFAULT_SLUG
from model.load_test.crowd import Memory, Tell, choices_of, percentile
from model.load_test.expected import CommandLine
from model.load_test.opening import page_names, run_of
from model.load_test.room import invited, opened, vote
from model.load_test.server import Served, cores
from model.load_test.session import Session, Silence
from model.load_test.visit import Choice, Visitor
from model.settings import settings

SHARES = {"phones": 0.5, "readers": 0.3, "examiners": 0.2}
"""Share of each kind among the visitors."""
PAUSE = {"phones": 10.0, "readers": 10.0, "examiners": 30.0}
"""Longest pause of a visitor between two clicks, seconds; the pauses are even between 0 and this."""
OWN_PHOTOS = 3
"""Photos of a visitor who has photos examined, one after the other and from the first again."""


@dataclass
class Part:
    """What the visitors of one kind have seen: seconds of each wait, and complaints."""

    seconds: list[float] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


class Event:
    """One event at an app; every visitor works in a thread of its own until the time is over."""

    def __init__(self, app: Served, minutes: float, slug: str = DEFAULT_SLUG) -> None:
        self._app, self._minutes = app, minutes
        self._end = 0.0
        self._command_line = CommandLine(slug)
        self.parts = {kind: Part() for kind in SHARES}

    def hold(self, visitors: int, tell: Tell) -> int:
        """Let the visitors come and go; return the number of those who came."""
        numbers = {kind: max(1, round(share * visitors)) for kind, share in SHARES.items()}
        choices = choices_of(self._command_line, numbers["examiners"], OWN_PHOTOS, tell)
        with ExitStack() as stack:
            presenter = stack.enter_context(Session(self._app.host, self._app.port, follows=True))
            opened(presenter)
            room = invited(presenter.page)
            self._end = time.monotonic() + 60 * self._minutes
            threads = stack.enter_context(ThreadPoolExecutor(sum(numbers.values()) + 1))
            work: list[Callable[[], None]] = [partial(presenter.listen, 60 * self._minutes)]
            work += [partial(self._votes, room, seed) for seed in range(numbers["phones"])]
            work += [partial(self._reads, seed) for seed in range(numbers["readers"])]
            work += [partial(self._examines, seed, own) for seed, own in enumerate(choices)]
            for finished in [threads.submit(one) for one in work]:
                finished.result()
        return sum(numbers.values())

    def _steps(self, kind: str, seed: int) -> Iterator[int]:
        """Count the steps of a visitor, with a pause after each, until the event is over."""
        rng = random.Random(f"{kind} {seed}")
        for number in count():
            if time.monotonic() >= self._end:
                return
            yield number
            pause = rng.uniform(0, PAUSE[kind])
            time.sleep(max(0.0, min(pause, self._end - time.monotonic())))

    def _votes(self, room: dict[str, str], seed: int) -> None:
        """Join the room, vote and change the vote."""
        with self._noted("phones"), Session(self._app.host, self._app.port, follows=True) as phone:
            phone.go("room", **room)
            for number in self._steps("phones", seed):
                started = time.monotonic()
                vote(phone, 0, seed + number)
                self._note("phones", started, phone)

    def _reads(self, seed: int) -> None:
        """Open one page after the other, each reader from another one on."""
        names = page_names()
        with self._noted("readers"), Session(self._app.host, self._app.port) as tab:
            for number in self._steps("readers", seed):
                started = time.monotonic()
                run_of(tab, names[(seed + number) % len(names)])
                self._note("readers", started, tab)

    def _examines(self, seed: int, choices: list[Choice]) -> None:
        """Have one photo after the other examined; each answer must be that of the command line."""
        for number in self._steps("examiners", seed):
            visitor = Visitor(self._app, self._command_line, seed, lambda: None)
            visited = visitor.come([choices[number % len(choices)]], impatient=False)
            self.parts["examiners"].seconds += visited.seconds
            self.parts["examiners"].complaints += visited.wrong + visited.errors

    def _note(self, kind: str, started: float, tab: Session) -> None:
        self.parts[kind].seconds.append(time.monotonic() - started)
        self.parts[kind].complaints += tab.page.failures
        tab.page.failures.clear()

    @contextmanager
    def _noted(self, kind: str) -> Iterator[None]:
        """Note a lost connection or a missing answer as a complaint, so that the others go on."""
        try:
            yield
        except (Silence, OSError, WebSocketException) as error:
            self.parts[kind].complaints.append(f"{type(error).__name__}: {error}")


def event(
    app: Served, visitors: int, minutes: float, after_s: float, tell: Tell
) -> tuple[dict[str, object], list[str]]:
    """Hold an event; return waits by kind, seconds, with the app's memory in MB, and all complaints."""
    held, memory = Event(app, minutes), Memory(app)
    before = memory.now()
    with memory.watched():
        came = held.hold(visitors, tell)
    late = memory.now()
    time.sleep(after_s)
    complaints = [complaint for part in held.parts.values() for complaint in part.complaints] + app.log_errors()
    waits = {
        kind: {
            "waits": len(part.seconds),
            "median_s": round(statistics.median(part.seconds), 2) if part.seconds else 0.0,
            "p95_s": round(percentile(part.seconds, 0.95), 2),
            "complaints": len(part.complaints),
        }
        for kind, part in held.parts.items()
    }
    result: dict[str, object] = {"visitors": came, "minutes": minutes, **waits, "log_errors": len(app.log_errors())}
    result |= {"memory_before_mb": before, "memory_peak_mb": memory.peak, "memory_at_end_mb": late}
    result |= {"memory_after_mb": memory.now(), "cores": cores(), "threads": settings().threads}
    return result, complaints

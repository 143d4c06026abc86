"""Many visitors at once -> how many answers were right, how long they took, and what they left in memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from threading import Event, Thread

from model.lesion.drawn_photos import drawn_photo
from model.load_test.expected import CommandLine
from model.load_test.server import Served, cores
from model.load_test.visit import Choice, Visited, Visitor
from model.settings import settings

MEGABYTE = 2**20
GIVEN_UP = 10_000
"""Photos from this number on are only chosen to be given up for another one."""
Tell = Callable[[str, int, int], None]
"""Told what is under way, how much of it is done, and of how much."""


@dataclass(frozen=True)
class Load:
    """The result of a load test; memory is the app's, in MB, None where the app was not started here."""

    visitors: int
    photos: int
    impatient: bool
    right: int
    wrong: int
    errors: int
    log_errors: int
    median_s: float
    p95_s: float
    duration_s: float
    memory_before_mb: int | None
    memory_peak_mb: int | None
    memory_after_mb: int | None
    cores: int
    threads: int

    @property
    def is_good(self) -> bool:
        """Every answer was right, and nothing complained."""
        return self.right == self.visitors * self.photos and not (self.wrong or self.errors or self.log_errors)

    def as_dict(self) -> dict[str, object]:
        """The fields by name."""
        return asdict(self)


class Memory:
    """Resident memory of the app while something happens."""

    def __init__(self, app: Served) -> None:
        self._app = app
        self.peak: int | None = app.memory()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look every half second."""
        over = Event()

        def look() -> None:
            while not over.wait(0.5):
                self.peak = max(self.peak or 0, self._app.memory() or 0) or None

        watching = Thread(target=look, daemon=True)
        watching.start()
        try:
            yield
        finally:
            over.set()
            watching.join()

    def now(self) -> int | None:
        """In MB."""
        found = self._app.memory()
        return None if found is None else round(found / MEGABYTE)


def choices_of(command_line: CommandLine, visitors: int, photos: int, tell: Tell) -> list[list[Choice]]:
    """Each visitor's own photos with what the command line says of them."""
    found: list[Choice] = []
    for photo, expected in islice(command_line.let_in(0), visitors * photos):
        found.append(Choice(photo, expected, drawn_photo(GIVEN_UP + photo.number)))
        tell("asking the command line", len(found), visitors * photos)
    return [found[i : i + photos] for i in range(0, len(found), photos)]


def load(app: Served, visitors: int, photos: int, impatient: bool, after_s: float, tell: Tell) -> tuple[Load, Visited]:
    """Send visitors, all at once, each with own photos; then wait and see what they have left in memory.

    Args:
        app: where to; one visitor comes beforehand, so that what is loaded once is not counted.
        visitors: how many at once.
        photos: how many each chooses, one after the other.
        impatient: they click on before the answer is there.
        after_s: so long after the last has left memory is looked at again, seconds.
        tell: shows progress.
    """
    command_line = CommandLine()
    of_each = choices_of(command_line, visitors, photos, tell)
    _warm_up(app, command_line, impatient)
    memory = Memory(app)
    before, started = memory.now(), time.monotonic()
    seen = _Counter(tell, visitors * photos)
    with memory.watched(), ThreadPoolExecutor(visitors) as threads:
        all_of_them = [Visitor(app, command_line, seed, seen.one_more) for seed in range(visitors)]
        results = list(
            threads.map(lambda pair: pair[0].come(pair[1], impatient), zip(all_of_them, of_each, strict=True))
        )
    duration = time.monotonic() - started
    _wait(after_s, tell)
    together = Visited(
        [value for one in results for value in one.seconds],
        [value for one in results for value in one.wrong],
        [value for one in results for value in one.errors],
    )
    log_errors = app.log_errors()
    found = Load(
        visitors,
        photos,
        impatient,
        len(together.seconds),
        len(together.wrong),
        len(together.errors),
        len(log_errors),
        round(statistics.median(together.seconds), 2) if together.seconds else 0.0,
        round(percentile(together.seconds, 0.95), 2),
        round(duration, 1),
        before,
        None if memory.peak is None else round(memory.peak / MEGABYTE),
        memory.now(),
        cores(),
        settings().threads,
    )
    together.errors += log_errors
    return found, together


def growth(app: Served, photos: int, warm_up: int, tell: Tell) -> dict[str, object]:
    """How much the app's memory grows while one visitor after the other has photos examined, in MB.

    Every tenth photo a visitor leaves and the next one comes; `warm_up` photos come before the counting begins.
    """
    command_line, memory = CommandLine(), Memory(app)
    right, errors = 0, 0
    before = None
    let_in = command_line.let_in(0)
    for first in range(0, warm_up + photos, 10):
        if first == warm_up:
            before = memory.now()
        of_this_visitor = islice(let_in, min(10, warm_up + photos - first))
        choices = [Choice(photo, expected, photo) for photo, expected in of_this_visitor]
        visited = Visitor(app, command_line, first, lambda: None).come(choices, impatient=False)
        right, errors = right + len(visited.seconds), errors + len(visited.wrong) + len(visited.errors)
        tell("photos through one process", first + len(choices), warm_up + photos)
    after = memory.now()
    grown = None if before is None or after is None else after - before
    return {
        "photos": photos,
        "warm_up": warm_up,
        "right": right,
        "errors": errors + len(app.log_errors()),
        "memory_before_mb": before,
        "memory_after_mb": after,
        "growth_mb": grown,
    }


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed; 0 without values.

    >>> percentile([1.0, 2.0, 3.0, 4.0], 0.5), percentile([1.0, 2.0, 3.0, 4.0], 0.95)
    (2.0, 4.0)
    """
    ordered = sorted(values)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)] if ordered else 0.0


class _Counter:
    def __init__(self, tell: Tell, total: int) -> None:
        self._tell, self._total, self._done = tell, total, 0

    def one_more(self) -> None:
        self._done += 1
        self._tell("visitors on the page", self._done, self._total)


def _warm_up(app: Served, command_line: CommandLine, impatient: bool) -> None:
    """One visitor who sees everything that the others will see: what is loaded once stays loaded."""
    photo, expected = next(command_line.let_in(2 * GIVEN_UP))
    choice = Choice(photo, expected, photo)
    Visitor(app, command_line, 0, lambda: None).come([choice], impatient=False)
    if impatient:
        Visitor(app, command_line, 0, lambda: None).hear_the_jury(photo)


def _wait(seconds: float, tell: Tell) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        tell("looking at memory after the last visitor", round(seconds - left), round(seconds))
        Event().wait(min(1.0, left))

"""Many simultaneous visitors -> right and wrong answers, waiting times, and the app's memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from threading import Event, Thread

import numpy as np

from model.algorithms.catalogue import COMMITTEE
from model.lesion.drawn_photos import drawn_photo
from model.load_test.expected import CommandLine
from model.load_test.server import Served, cores
from model.load_test.visit import Choice, Visited, Visitor
from model.settings import settings

MEGABYTE = 2**20
ABANDONED = 10_000
"""First number of the photos that impatient visitors choose and then replace."""
PHOTOS_A_VISIT = 10
"""After this many photos, `growth` lets another visitor come."""
Tell = Callable[[str, int, int], None]
"""Takes the name of the current step, how much of it is done, and the total."""


@dataclass(frozen=True)
class LoadResult:
    """The result of a load test.

    Memory and processor time are the app's, in MB and in seconds for each photo; None where the app was not started by
    the test. The processor time of the visitors themselves is `visitors_processor_s`, for each photo.
    """

    visitors: int
    photos: int
    impatient: bool
    algorithm: str
    right: int
    wrong: int
    errors: int
    log_errors: int
    median_s: float
    p95_s: float
    duration_s: float
    answers_a_second: float
    app_processor_s: float | None
    visitors_processor_s: float
    memory_before_mb: int | None
    memory_peak_mb: int | None
    memory_after_mb: int | None
    cores: int
    threads: int

    @property
    def is_good(self) -> bool:
        """Whether every answer was right and no error occurred."""
        return self.right == self.visitors * self.photos and not (self.wrong or self.errors or self.log_errors)


class Memory:
    """Resident memory of the app."""

    def __init__(self, app: Served) -> None:
        self._app = app
        self._peak = app.memory()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Measure every half second while the block runs."""
        over = Event()

        def measure() -> None:
            while not over.wait(0.5):
                self._peak = max(self._peak or 0, self._app.memory() or 0) or None

        thread = Thread(target=measure, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    @property
    def peak(self) -> int | None:
        """The highest memory measured so far, MB."""
        return _megabytes(self._peak)

    def now(self) -> int | None:
        """The memory at present, MB."""
        return _megabytes(self._app.memory())


class Spent:
    """Processor time of the app and of this process since this object was made."""

    def __init__(self, app: Served) -> None:
        self._app, self._of_app, self._own = app, app.processor(), time.process_time()

    def each(self, photos: int) -> tuple[float | None, float]:
        """Seconds for each of some photos: of the app, None where they cannot be read, and of this process."""
        now = self._app.processor()
        of_app = None if now is None or self._of_app is None else round((now - self._of_app) / photos, 4)
        return of_app, round((time.process_time() - self._own) / photos, 4)


def choices_of(command_line: CommandLine, visitors: int, photos: int, tell: Tell) -> list[list[Choice]]:
    """Each visitor's own photos with the expected answers."""
    choices: list[Choice] = []
    for photo, expected in islice(command_line.admitted(0), visitors * photos):
        choices.append(Choice(photo, expected, drawn_photo(ABANDONED + photo.number)))
        tell("computing the expected answers", len(choices), visitors * photos)
    return [choices[i : i + photos] for i in range(0, len(choices), photos)]


def load_test(
    app: Served, visitors: int, photos: int, impatient: bool, after_s: float, tell: Tell, slug: str = COMMITTEE
) -> tuple[LoadResult, Visited]:
    """Send visitors, all at once, each with own photos; `after_s` seconds later measure the memory still occupied.

    Every visitor asks the algorithm `slug` in detail and waits for its figure and map.

    One visitor comes beforehand, so that what is loaded only once is not measured. Impatient visitors click on before
    the answer is complete.
    """
    command_line = CommandLine(slug)
    choices = choices_of(command_line, visitors, photos, tell)
    _warm_up(app, command_line, impatient)
    memory, numbers = Memory(app), count(1)

    def done() -> None:
        tell("visitors on the page", next(numbers), visitors * photos)

    before, started, spent = memory.now(), time.monotonic(), Spent(app)
    crowd = [Visitor(app, command_line, seed, done) for seed in range(visitors)]
    with memory.watched(), ThreadPoolExecutor(visitors) as threads:
        visits = list(threads.map(lambda visitor, own: visitor.come(own, impatient), crowd, choices))
    duration, (of_app, of_visitors) = time.monotonic() - started, spent.each(visitors * photos)
    _wait(after_s, tell)
    total, log_errors = _together(visits), app.log_errors()
    result = LoadResult(
        visitors=visitors,
        photos=photos,
        impatient=impatient,
        algorithm=slug,
        right=len(total.seconds),
        wrong=len(total.wrong),
        errors=len(total.errors),
        log_errors=len(log_errors),
        median_s=round(statistics.median(total.seconds), 2) if total.seconds else 0.0,
        p95_s=round(percentile(total.seconds, 0.95), 2),
        duration_s=round(duration, 1),
        answers_a_second=round(len(total.seconds) / duration, 2),
        app_processor_s=of_app,
        visitors_processor_s=of_visitors,
        memory_before_mb=before,
        memory_peak_mb=memory.peak,
        memory_after_mb=memory.now(),
        cores=cores(),
        threads=settings().threads,
    )
    total.errors += log_errors
    return result, total


def _together(visits: list[Visited]) -> Visited:
    return Visited(
        [seconds for visit in visits for seconds in visit.seconds],
        [sentence for visit in visits for sentence in visit.wrong],
        [sentence for visit in visits for sentence in visit.errors],
    )


def growth(app: Served, photos: int, warm_up: int, tell: Tell, slug: str = COMMITTEE) -> dict[str, object]:
    """Growth of the app's memory while successive visitors have photos examined, in MB.

    Before the first measurement, `warm_up` photos are examined, a multiple of `PHOTOS_A_VISIT`.
    """
    command_line, memory, visits = CommandLine(slug), Memory(app), []
    before = memory.now()
    admitted = command_line.admitted(0)
    for first in range(0, warm_up + photos, PHOTOS_A_VISIT):
        if first == warm_up:
            before = memory.now()
        own = islice(admitted, min(PHOTOS_A_VISIT, warm_up + photos - first))
        choices = [Choice(photo, expected, photo) for photo, expected in own]
        visits.append(Visitor(app, command_line, first, lambda: None).come(choices, impatient=False))
        tell("photos through one process", first + len(choices), warm_up + photos)
    after, total = memory.now(), _together(visits)
    return {
        "photos": photos,
        "warm_up": warm_up,
        "right": len(total.seconds),
        "errors": len(total.wrong) + len(total.errors) + len(app.log_errors()),
        "memory_before_mb": before,
        "memory_after_mb": after,
        "growth_mb": None if before is None or after is None else after - before,
    }


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed; 0 without values.

    >>> percentile([1.0, 2.0, 3.0, 4.0], 0.5), percentile([1.0, 2.0, 3.0, 4.0], 0.95)
    (2.0, 4.0)
    """
    return float(np.quantile(values, share, method="inverted_cdf")) if values else 0.0


def _megabytes(size: int | None) -> int | None:
    return None if size is None else round(size / MEGABYTE)


def _warm_up(app: Served, command_line: CommandLine, impatient: bool) -> None:
    """Send one visitor to all pages of the test, so that what the app loads only once is loaded."""
    photo, expected = next(command_line.admitted(2 * ABANDONED))
    choice = Choice(photo, expected, photo)
    Visitor(app, command_line, 0, lambda: None).come([choice], impatient=False)
    if impatient:
        Visitor(app, command_line, 0, lambda: None).ask_the_jury(photo)


def _wait(seconds: float, tell: Tell) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        tell("waiting after the last visitor", round(seconds - left), round(seconds))
        Event().wait(min(1.0, left))

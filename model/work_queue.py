"""A bounded work queue: many visitors submit work, a few worker threads do it in the order of arrival.

A visitor has one place in the queue and at most one running job. Submitting other work replaces the waiting job at the
same place; submitting the same work again returns the job that is already there. So work never piles up, and every
visitor is served once before another is served twice. A job that is no longer awaited is skipped.

Background work waits behind every other visitor's work, and a running piece of it is not interrupted: keep it short.

Work runs in the workers' threads and never in the caller's: what a library keeps for each thread is then kept once a
worker, however many visitors come.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Condition, Event, Thread
from typing import Any

Report = Callable[[float], None]
"""Takes the share of the work that is done, 0 to 1; raises `Withdrawn` once the rest is not wanted."""
Work = Callable[[Report], Any]


class Withdrawn(Exception):
    """The job was cancelled: its visitor has left or submitted other work."""


class Job:
    """A piece of work in the queue.

    Attributes:
        visitor: the one that submitted it.
        key: names the work; submitting the same key again returns the same job.
        background: the job starts only while no other work waits.
        done: set once the job has an outcome or was cancelled.
        share: share of the work that is done, 0 to 1; None before the first report.
    """

    def __init__(self, queue: WorkQueue, visitor: Hashable, key: Hashable, work: Work, background: bool) -> None:
        self.visitor, self.key, self.background = visitor, key, background
        self.done = Event()
        self.share: float | None = None
        self._queue, self._work = queue, work
        self._awaiting = 0
        self._cancelled = False
        self._value: Any = None
        self._error: BaseException | None = None

    @contextmanager
    def awaited(self) -> Iterator[None]:
        """Mark the job as awaited while the block runs; a waiting job is skipped while no run awaits it."""
        self._queue._await(self, 1)
        try:
            yield
        finally:
            self._queue._await(self, -1)

    @property
    def ahead(self) -> int:
        """Number of jobs that run before this one; 0 once it runs."""
        return self._queue._ahead(self)

    def result(self) -> Any:  # noqa: ANN401
        """Return the value of the work, once the job is `done`.

        Raises:
            Withdrawn: the job was cancelled.
            Exception: whatever the work raised.
        """
        if self._error is not None:
            raise self._error
        if self._cancelled:
            raise Withdrawn()
        return self._value

    def _report(self, share: float) -> None:
        if self._cancelled:
            raise Withdrawn()
        self.share = share

    def _run(self) -> None:
        try:
            self._value = self._work(self._report)
            self._cancelled = False  # finished before the cancellation took effect
        except Withdrawn:
            self._cancelled = True
        except BaseException as error:  # raised again in the thread that waits for the result
            self._error = error
        self._end()

    def _cancel(self) -> None:
        self._cancelled = True
        self._end()

    def _end(self) -> None:
        self._work = lambda _: None  # release what the work holds, such as a photo
        self.done.set()


class WorkQueue:
    """A queue before one or more worker threads.

    Args:
        workers: number of threads; they start with the first job and run until the process ends.
    """

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers
        self._changed = Condition()
        self._waiting: list[Job] = []
        self._running: list[Job] = []
        self._started = 0

    def __len__(self) -> int:
        """Return the number of jobs that wait or run."""
        return len(self._waiting) + len(self._running)

    def submit(self, visitor: Hashable, key: Hashable, work: Work, background: bool = False) -> Job:
        """Queue work at the visitor's place, or at the end; return the existing job where the key is the same."""
        with self._changed:
            running = next((job for job in self._running if job.visitor == visitor), None)
            if running is not None and running.key == key and not running._cancelled:
                return running
            if running is not None:
                running._cancelled = True  # stops at its next report
            job = self._placed(Job(self, visitor, key, work, background))
            self._start_workers()
            self._changed.notify_all()
            return job

    def _placed(self, job: Job) -> Job:
        """Put a job at its visitor's place, or at the end; return the waiting job with the same key, if any."""
        for place, other in enumerate(self._waiting):
            if other.visitor == job.visitor:
                if other.key == job.key:
                    other.background = other.background and job.background
                    return other
                other._cancel()
                self._waiting[place] = job
                return job
        self._waiting.append(job)
        return job

    def withdraw(self, visitor: Hashable) -> None:
        """Cancel all jobs of a visitor; a running one stops at its next report."""
        with self._changed:
            for job in self._waiting:
                if job.visitor == visitor:
                    job._cancel()
            self._waiting = [job for job in self._waiting if job.visitor != visitor]
            for job in self._running:
                if job.visitor == visitor:
                    job._cancelled = True

    def _await(self, job: Job, change: int) -> None:
        with self._changed:
            job._awaiting += change
            self._changed.notify_all()

    def _ahead(self, job: Job) -> int:
        with self._changed:
            if job not in self._waiting:
                return 0
            order = self._in_order()
            return len(self._running) + sum(other._awaiting > 0 for other in order[: order.index(job)])

    def _in_order(self) -> list[Job]:
        return sorted(self._waiting, key=lambda job: job.background)  # of equals, sorted keeps the order of arrival

    def _start_workers(self) -> None:
        while self._started < self.workers:
            self._started += 1
            Thread(target=self._work, name=f"worker {self._started}", daemon=True).start()

    def _work(self) -> None:
        while True:
            job = self._next()
            job._run()
            with self._changed:
                self._running.remove(job)
                self._changed.notify_all()
            del job

    def _next(self) -> Job:
        """Wait for the first job that is awaited and whose visitor has no running job, and mark it as running."""
        with self._changed:
            while True:
                served = {job.visitor for job in self._running}
                for job in self._in_order():
                    if job._awaiting and job.visitor not in served:
                        self._waiting.remove(job)
                        self._running.append(job)
                        return job
                self._changed.wait()

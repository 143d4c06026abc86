"""Takes the submissions that wait, runs what is to be run, and keeps their scores.

    lease -> answers to every photo of the phase -> scores -> state `scored`, all at once

What is wrong with a submission ends it as `refused`, what is wrong with the platform as `failed`; both leave a line in
its log. A worker that dies leaves its lease, and another worker takes the submission up again.
"""

from __future__ import annotations

import logging
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event

import numpy as np
from numpy.typing import NDArray

from model.challenge.board import measured, read_board, read_table_of
from model.challenge.definition import Definition, read_definition
from model.challenge.photos import photos_of
from model.challenge.sandbox.job import Limits
from model.challenge.sandbox.preparation import read_preparation
from model.challenge.store.queue import Lease
from model.challenge.store.scores import Measured
from model.challenge.store.store import Store
from model.challenge.store.tables import EntryKind, Submission
from model.challenge_errors import ChallengeUnknown, PhotosMissing
from model.errors import TenOpinionsError
from model.evaluation.tables import ImageTable, table_text
from model.leaderboard import Leaderboard
from model.store_errors import LeaseLost, StoreError, StoreUnreachable

LOGGER = logging.getLogger(__name__)
LEASE = 60.0
"""Seconds without a sign of life after which another worker takes a submission up."""
RENEW = 10.0
"""Seconds between two signs of life."""
PLATFORM = (PhotosMissing, ChallengeUnknown, StoreError)
"""Errors that are not the team's."""
Photo = NDArray[np.uint8]
Progress = Callable[[int, int], None]
"""Takes the number of photos done, and of all."""
Board = Callable[[Definition], Leaderboard]
"""Finds the committed leaderboard of a challenge."""


def name_of_worker() -> str:
    """A name for this process, unique on the network."""
    return f"{platform.node()}:{os.getpid()}"[:80]


def slug_of(team: int) -> str:
    """The name of a team's entry on the leaderboard."""
    return f"team-{team}"


@dataclass
class Worker:
    """Runs submissions one after the other; several, in several processes, share the work.

    `board` finds the committed leaderboard of a challenge; by default it is read once for each worker.
    """

    store: Store
    name: str = field(default_factory=name_of_worker)
    board: Board | None = None
    _read: dict[str, Leaderboard] = field(default_factory=dict, repr=False)
    _wake: Event = field(default_factory=Event, repr=False)

    def wake(self) -> None:
        """Look for work at once."""
        self._wake.set()

    def work(self, stop: Event) -> None:
        """Run what waits, then wait for `wake` or for a lost worker's lease to end, until `stop` is set."""
        while not stop.is_set():
            self._wake.clear()
            try:
                while not stop.is_set() and self.run_next() is not None:
                    pass
            except Exception:  # the database is away for a while: the next round tries again
                LOGGER.exception("worker %s could not look for work", self.name)
            self._wake.wait(LEASE)

    def run_next(self) -> Submission | None:
        """Run the oldest submission that waits; None where there is none. What it holds never raises.

        Raises:
            StoreUnreachable, StoreFull: the database is away or full; the submission is taken up again later.
        """
        lease = self.store.queue.take(self.name, LEASE)
        if lease is None:
            return None
        try:
            return self._ended(lease)
        except LeaseLost:  # withdrawn, or taken over by another worker: what came of it here does not count
            LOGGER.info("lease of submission %s is lost", lease.submission.id)
            return lease.submission

    def _ended(self, lease: Lease) -> Submission:
        store = self.store
        try:
            definition = read_definition(lease.submission.challenge)
            board = self._board(definition)
            table, kept = _answers(store, lease, definition, board)
            return store.queue.finish(lease, _scores(definition, board, lease.submission, table), kept)
        except (LeaseLost, StoreUnreachable):  # without a database nothing can be noted: the lease ends by itself
            raise
        except PLATFORM as error:
            return store.queue.fail(lease, error.code, **error.data)
        except TenOpinionsError as error:
            return store.queue.refuse(lease, error.code, **error.data)
        except Exception:  # foreign files: whatever happens is recorded, and the next one is run
            LOGGER.exception("submission %s failed", lease.submission.id)
            return store.queue.fail(lease, TenOpinionsError.code)

    def _board(self, definition: Definition) -> Leaderboard:
        if self.board is not None:
            return self.board(definition)
        if definition.slug not in self._read:
            self._read[definition.slug] = read_board(definition)
        return self._read[definition.slug]


def _scores(definition: Definition, board: Leaderboard, submission: Submission, table: ImageTable) -> list[Measured]:
    slug, phase = slug_of(submission.team_id), submission.phase
    joined = board.joined_by(slug, {phase: table})
    found = measured(definition, joined.evaluation, slug, phase).scores
    return [Measured(phase, name, score.value, score.low, score.high) for name, score in found.items()]


def _answers(store: Store, lease: Lease, definition: Definition, board: Leaderboard) -> tuple[ImageTable, str]:
    """The answers to every photo of the phase, and the SHA-256 under which their table is kept."""
    submission, benchmark = lease.submission, board.evaluation.benchmark
    data = store.files.get(submission.sha256)
    if submission.kind == EntryKind.TABLE:
        return read_table_of(data, submission.title, benchmark, submission.phase), submission.sha256
    images = benchmark.sets[submission.phase].images
    store.log.add(submission.id, "run_begins", photos=len(images))
    values = _run(submission, data, definition, images, _sign_of_life(store, lease))
    written = table_text(images, values, definition.terms.classes).encode()
    return read_table_of(written, submission.title, benchmark, submission.phase), store.files.put(written)


def _run(
    submission: Submission, data: bytes, definition: Definition, images: Sequence[str], alive: Progress
) -> NDArray[np.float32]:
    """Probabilities `(n, classes)` that a submitted model gives for the photos of its phase."""
    photos = _counted(photos_of(definition, submission.phase, images), len(images), alive)
    if submission.kind == EntryKind.SAFETENSORS:
        from model.challenge.sandbox.families import run_weights  # imports torch

        return run_weights(submission.recipe, data, photos, len(images), alive)
    from model.challenge.sandbox.run import run_model, try_model

    preparation = read_preparation(submission.recipe.encode(), definition.terms.classes)
    limits = Limits(model_megabytes=definition.limits.megabytes)
    try_model(data, preparation, definition.terms.classes, limits)
    return run_model(data, preparation, photos, definition.terms.classes, limits, alive)


def _counted(photos: Iterator[Photo], of: int, alive: Progress) -> Iterator[Photo]:
    for photo in photos:
        alive(0, of)
        yield photo


def _sign_of_life(store: Store, lease: Lease) -> Progress:
    """Renew the lease while photos are answered, and note in the log how many are."""
    last = time.monotonic()

    def alive(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last < RENEW:
            return
        last = time.monotonic()
        store.queue.renew(lease, LEASE)
        store.log.add(lease.submission.id, "photos_done", done=done, photos=of)

    return alive

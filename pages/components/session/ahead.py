"""Work that will soon be wanted, done in the queue while the visitor thinks.

A thread of its own waits for it, so that the page's run ends at once. Work that the visitor asks for meanwhile takes
the place in the queue, and the rest of the early work is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any

from model.work_queue import Work
from pages.components.session import visitors
from pages.components.session.work import QUEUE


@dataclass(frozen=True)
class Piece:
    """A piece of early work.

    Attributes:
        key: names the work in the queue.
        work: computes the value and keeps it.
        is_done: returns whether the value is kept already.
    """

    key: Hashable
    work: Work
    is_done: Callable[[], Any]


_UNDER_WAY: set[Hashable] = set()
_LOCK = Lock()


def done_ahead(pieces: Sequence[Piece]) -> Thread | None:
    """Do the pieces one after the other; return the waiting thread, None where all are done or some under way."""
    who = visitors.visitor()
    with _LOCK:
        if who in _UNDER_WAY or all(piece.is_done() for piece in pieces):
            return None
        _UNDER_WAY.add(who)
    thread = Thread(target=_do, args=(who, tuple(pieces)), name="early work", daemon=True)
    thread.start()
    return thread


def _do(who: Hashable, pieces: Sequence[Piece]) -> None:
    with suppress(Exception):  # withdrawn; or it fails again, with its message, where it is asked for
        for piece in pieces:
            if not piece.is_done():
                job = QUEUE.submit(who, piece.key, piece.work)
                with job.awaited():
                    job.done.wait()
                job.result()
    with _LOCK:
        _UNDER_WAY.discard(who)

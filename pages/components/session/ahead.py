"""Work that will be wanted soon is done while a person thinks: in the line like all other, beside the page's own run.

A run that waits would keep a page from growing still; here a thread of its own waits, and does nothing else. What the
visitor asks for meanwhile takes the place in the line, and the rest of what was begun ahead is given up.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any

from model.work_queue import Withdrawn, Work
from pages.components.session import visitors
from pages.components.session.work import QUEUE


@dataclass(frozen=True)
class Piece:
    """Something that will be wanted.

    Attributes:
        what: what the line knows it by.
        work: computes it and keeps it.
        is_done: it is there already.
    """

    what: Hashable
    work: Work
    is_done: Callable[[], Any]


_UNDER_WAY: set[Hashable] = set()
_LOCK = Lock()


def done_ahead(pieces: Sequence[Piece]) -> Thread | None:
    """Do these one after the other; returns who waits for them, None where there is nothing to do or some under way."""
    who = visitors.visitor()
    with _LOCK:
        if who in _UNDER_WAY or all(piece.is_done() for piece in pieces):
            return None
        _UNDER_WAY.add(who)
    waiting = Thread(target=_do, args=(who, tuple(pieces)), name="waits for what will be wanted", daemon=True)
    waiting.start()
    return waiting


def _do(who: Hashable, pieces: Sequence[Piece]) -> None:
    try:
        for piece in pieces:
            if not piece.is_done():
                job = QUEUE.submit(who, piece.what, piece.work)
                with job.awaited():
                    job.done.wait()
                job.result()
    except Withdrawn:
        pass  # the visitor has left, or wants something else first
    except Exception:
        pass  # it is said where it is asked for: there it fails again
    finally:
        with _LOCK:
            _UNDER_WAY.discard(who)

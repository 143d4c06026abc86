"""What lasts longer than a browser tab, by an unguessable token: bounded, and let go of when nobody comes for hours."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")
IDLE = 2 * 3600.0
"""So long something is kept after somebody last came for it, seconds."""


class Shelf(Generic[Kept]):
    """Keeps at most `most` things in memory; may be used from any thread.

    >>> shelf: Shelf[str] = Shelf(most=1)
    >>> first, second = shelf.put("a"), shelf.put("b")
    >>> shelf.get(first), shelf.get(second)
    (None, 'b')
    """

    def __init__(self, most: int, idle: float = IDLE, now: Callable[[], float] = time.monotonic) -> None:
        self.most, self.idle, self._now = most, idle, now
        self._kept: OrderedDict[str, tuple[Kept, float]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        with self._lock:
            self._tidy()
            return len(self._kept)

    def put(self, thing: Kept) -> str:
        """Keep a thing; returns the token that it is had by. The one that was not used for longest may give way."""
        token = secrets.token_urlsafe(12)
        with self._lock:
            self._kept[token] = (thing, self._now())
            self._tidy()
        return token

    def get(self, token: str) -> Kept | None:
        """The thing, which now counts as used; None where it is not kept any more, or never was."""
        with self._lock:
            self._tidy()
            if token not in self._kept:
                return None
            thing, _ = self._kept.pop(token)
            self._kept[token] = (thing, self._now())
            return thing

    def drop(self, token: str) -> None:
        """Let go of a thing."""
        with self._lock:
            self._kept.pop(token, None)

    def _tidy(self) -> None:
        """The oldest stand first, since whatever is used moves to the end."""
        while self._kept:
            token, (_, used) = next(iter(self._kept.items()))
            if len(self._kept) <= self.most and self._now() - used < self.idle:
                return
            del self._kept[token]

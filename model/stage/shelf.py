"""Keep values longer than a browser tab, by unguessable tokens, up to a limit and until they are idle for hours."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")
IDLE = 2 * 3600.0
"""Seconds that a value is kept after its last use."""


class Shelf(Generic[Value]):
    """A thread-safe store of at most `most` values in memory.

    >>> shelf: Shelf[str] = Shelf(most=1)
    >>> first, second = shelf.put("a"), shelf.put("b")
    >>> shelf.get(first), shelf.get(second)
    (None, 'b')
    """

    def __init__(self, most: int, idle: float = IDLE, now: Callable[[], float] = time.monotonic) -> None:
        self.most, self.idle, self._now = most, idle, now
        self._values: OrderedDict[str, tuple[Value, float]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        with self._lock:
            self._evict()
            return len(self._values)

    def put(self, value: Value) -> str:
        """Store a value and return its token; if the shelf is full, the least recently used value is dropped."""
        token = secrets.token_urlsafe(12)
        with self._lock:
            self._values[token] = (value, self._now())
            self._evict()
        return token

    def get(self, token: str) -> Value | None:
        """The value of a token, which counts as a use; None for an unknown or expired token."""
        with self._lock:
            self._evict()
            if token not in self._values:
                return None
            value, _ = self._values.pop(token)
            self._values[token] = (value, self._now())
            return value

    def drop(self, token: str) -> None:
        """Remove a value."""
        with self._lock:
            self._values.pop(token, None)

    def _evict(self) -> None:
        while self._values:  # the least recently used comes first
            token, (_, used) = next(iter(self._values.items()))
            if len(self._values) <= self.most and self._now() - used < self.idle:
                return
            del self._values[token]

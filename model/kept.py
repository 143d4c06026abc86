"""Values kept in memory: those read from a file until it changes, those of an object as long as it is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import TypeVar
from weakref import WeakKeyDictionary

Subject = TypeVar("Subject")
Value = TypeVar("Value")
MOST = 128
"""Number of files whose values are kept."""


def kept_while_unchanged(read: Callable[[Path], Value]) -> Callable[[Path], Value]:
    """Keep what `read` returns for a file until the file's time, size or place on the disk changes.

    An error is not kept. The value is shared: a caller must not change it.
    """

    @lru_cache(maxsize=MOST)
    def kept(path: Path, _state: tuple[int, int, int]) -> Value:
        return read(path)

    @wraps(read)
    def value(path: Path) -> Value:
        state = path.stat()
        return kept(path, (state.st_mtime_ns, state.st_size, state.st_ino))

    return value


def kept_with_subject(compute: Callable[[Subject], Value]) -> Callable[[Subject], Value]:
    """Keep what `compute` returns for an object as long as the object is there. The value is shared."""
    values: WeakKeyDictionary[Subject, Value] = WeakKeyDictionary()

    @wraps(compute)
    def value(subject: Subject) -> Value:
        known = values.get(subject)
        if known is None:
            values[subject] = known = compute(subject)
        return known

    return value

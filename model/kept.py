"""Values kept in memory: those read from a file until it changes, those of an object as long as it is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

Subject = TypeVar("Subject")
Others = ParamSpec("Others")
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


def kept_with_subject(
    compute: Callable[Concatenate[Subject, Others], Value],
) -> Callable[Concatenate[Subject, Others], Value]:
    """Keep what `compute` returns for its first argument and the others as long as the first is there.

    The others must be hashable and given by place. The value is shared; None is not kept.
    """
    values: WeakKeyDictionary[Subject, dict[tuple[object, ...], Value]] = WeakKeyDictionary()

    @wraps(compute)
    def value(subject: Subject, /, *others: Others.args, **named: Others.kwargs) -> Value:
        of_subject = values.setdefault(subject, {})
        known = of_subject.get(others)
        if known is None:
            of_subject[others] = known = compute(subject, *others, **named)
        return known

    return value

"""Values computed from files, kept for all sessions until one of the files changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import streamlit as st

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")
State = tuple[tuple[str, int, int], ...]
"""Path, time of change and size of each file."""


def state_of(files: Iterable[Path]) -> State:
    """Return the state of some files.

    Raises:
        OSError: a file is missing.
    """
    states = [(str(file), file.stat()) for file in files]
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in states)


def kept_while_unchanged(
    files: Callable[Arguments, Iterable[Path]], most: int = 500
) -> Callable[[Callable[Arguments, Value]], Callable[Arguments, Value]]:
    """Keep a function's values until one of its files changes; a failure is not kept.

    Args:
        files: returns the files that the value is computed from, for the same arguments.
        most: number of values kept.
    """

    def decorate(compute: Callable[Arguments, Value]) -> Callable[Arguments, Value]:
        def kept(state: State, key: str, _arguments: tuple[Any, ...]) -> Value:
            return compute(*_arguments)

        kept.__module__, kept.__qualname__ = compute.__module__, compute.__qualname__  # Streamlit's key of the cache
        cached = st.cache_resource(show_spinner=False, max_entries=most)(kept)

        @wraps(compute)
        def value(*arguments: Any) -> Value:  # noqa: ANN401
            return cached(state_of(files(*arguments)), repr(arguments), arguments)

        return value

    return decorate

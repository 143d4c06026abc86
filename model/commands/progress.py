"""Progress of a command on standard error: a bar on a terminal, else a line every few seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")
EVERY = 10.0
"""Seconds between two lines where no terminal shows a bar."""


def with_progress(items: Iterable[Item], unit: str, title: str | None = None) -> Iterator[Item]:
    """The items, one after the other, with progress on standard error."""
    if sys.stderr.isatty():
        yield from tqdm(items, desc=title, unit=unit, mininterval=0.5)
    else:
        yield from with_lines(items, unit)


def with_lines(items: Iterable[Item], unit: str, now: Callable[[], float] = time.monotonic) -> Iterator[Item]:
    """The items; a line counts those that are done, at most every `EVERY` seconds."""
    begun = said = now()
    for number, item in enumerate(items):
        if now() - said >= EVERY:
            said = now()
            print(f"{number} × {unit} done after {said - begun:.0f} s", file=sys.stderr, flush=True)
        yield item


def tell(step: str, done: int, total: int) -> None:
    """Print how many steps of a study are done, on one line."""
    end = "\n" if done >= total else "\r"
    print(f"{step}: {done}/{total}", end=end, file=sys.stderr, flush=True)

"""Store the step that each stage shows, so that a second window can follow it.

Each stage has an unguessable name, which allows following and nothing else. After a restart of the server, a stage is
stored again as soon as its own window reports a step.
"""

from __future__ import annotations

import re
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

NAME = re.compile(r"[\w-]{22,64}", re.ASCII)
KEPT = 500
"""Largest number of stored stages; the one without a report for longest is dropped first."""


def new_name() -> str:
    """A new name of 128 random bits, safe in a URL."""
    return secrets.token_urlsafe(16)


def is_name(written: str) -> bool:
    """Whether a text has the form of a name; such a stage need not exist."""
    return NAME.fullmatch(written) is not None


@dataclass(frozen=True)
class ShownStep:
    """The number of the step that a stage shows, from 1, and two times in seconds of `time.monotonic`.

    The step was first shown at `since`. The story started at `begun`, when the stage was last on its first step.
    """

    step: int
    since: float
    begun: float


class Stages:
    """All stages of this process; thread-safe."""

    def __init__(self) -> None:
        self._shown: OrderedDict[str, ShownStep] = OrderedDict()
        self._lock = Lock()

    def show(self, name: str, step: int, now: float | None = None) -> None:
        """Report the step of a stage; reporting the same step again changes nothing."""
        now = time.monotonic() if now is None else now
        with self._lock:
            shown = self._shown.pop(name, None)
            if shown is None or shown.step != step:
                begun = now if shown is None or shown.step == 1 or step == 1 else shown.begun
                shown = ShownStep(step, now, begun)
            self._shown[name] = shown
            while len(self._shown) > KEPT:
                self._shown.popitem(last=False)

    def shown(self, name: str) -> ShownStep | None:
        """The step of a stage; None without a report."""
        with self._lock:
            return self._shown.get(name)

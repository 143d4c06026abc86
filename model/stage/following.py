"""What a stage shows now, kept in one place of the server, so that a second window can follow it.

Each stage has a name that nobody can guess; who knows it can follow and nothing more. A stage that the server has
forgotten, after it was started anew, is there again as soon as its own window says what it shows.
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
"""So many stages are remembered; the one that was silent for longest goes first."""


def new_name() -> str:
    """A name of 128 random bits, to be written in an address."""
    return secrets.token_urlsafe(16)


def is_name(written: str) -> bool:
    """It has the form of a name, which is no promise that there is such a stage."""
    return NAME.fullmatch(written) is not None


@dataclass(frozen=True)
class Shown:
    """What a stage shows.

    Attributes:
        step: its number, from 1.
        since: when this step came, in seconds of `time.monotonic`.
        begun: when the story began: when it was last seen at its first step.
    """

    step: int
    since: float
    begun: float


class Stages:
    """All stages of this process; may be used from any thread."""

    def __init__(self) -> None:
        self._shown: OrderedDict[str, Shown] = OrderedDict()
        self._lock = Lock()

    def show(self, name: str, step: int, now: float | None = None) -> None:
        """A stage says what it shows; saying it twice changes nothing."""
        now = time.monotonic() if now is None else now
        with self._lock:
            before = self._shown.pop(name, None)
            if before is None or before.step != step:
                begun = now if before is None or before.step == 1 or step == 1 else before.begun
                before = Shown(step, now, begun)
            self._shown[name] = before
            while len(self._shown) > KEPT:
                self._shown.popitem(last=False)

    def shown(self, name: str) -> Shown | None:
        """What a stage shows; None where no such stage has said anything."""
        with self._lock:
            return self._shown.get(name)

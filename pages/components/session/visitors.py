"""Keeps track of connected visitors and frees a visitor's data soon after the browser has left.

Streamlit keeps the session of a closed browser, photos included, until another browser connects. A thread therefore
checks the sessions while there are any. A visitor who reconnects within `STAYS` seconds, as after a short loss of the
network, finds everything as before.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Hashable
from ctypes import CDLL
from threading import Event, Lock, Thread, get_ident

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

STAYS = 30.0
"""Seconds a departed visitor's data is kept."""
LOOKS = 5.0
"""Seconds between two checks."""


def visitor() -> Hashable:
    """Return the session id of the script that runs in this thread; outside Streamlit the thread's id."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context is not None else get_ident()


def is_here(who: Hashable) -> bool:
    """Return whether the visitor's browser is connected; True where no server runs."""
    return not runtime.exists() or runtime.get_instance().is_active_session(str(who))


class Visitors:
    """The visitors of this process, each with the time of departure.

    Args:
        is_here: returns whether a visitor is connected.
        forget: frees the data of a departed visitor.
    """

    def __init__(self, is_here: Callable[[Hashable], bool], forget: Callable[[Hashable], None]) -> None:
        self._is_here, self._forget = is_here, forget
        self._gone_since: dict[Hashable, float | None] = {}
        self._left, self._given_back = False, float("-inf")
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._gone_since)

    def arrive(self, who: Hashable) -> bool:
        """Add a visitor; return whether there was none before."""
        with self._lock:
            was_empty = not self._gone_since
            self._gone_since[who] = None
        return was_empty

    def look(self, now: float) -> bool:
        """Free the data of visitors gone for `STAYS` seconds; return whether any visitor is left."""
        with self._lock:
            for who, since in self._gone_since.items():
                self._gone_since[who] = None if self._is_here(who) else (now if since is None else since)
            late = [who for who, since in self._gone_since.items() if since is not None and now - since >= STAYS]
            for who in late:
                del self._gone_since[who]
            anybody = bool(self._gone_since)
        for who in late:
            self._forget(who)
        self._left = self._left or bool(late)
        if self._left and (not anybody or now - self._given_back >= STAYS):
            self._left, self._given_back = False, now
            give_memory_back()
        return anybody


ON_DEPARTURE: list[Callable[[Hashable], None]] = []
"""Called with each visitor whose data is freed."""


def _forget(who: Hashable) -> None:
    for free in ON_DEPARTURE:
        free(who)
    if runtime.exists():  # closes the session: state, pictures and uploads
        runtime.get_instance().clear_user_info_for_session(str(who))


def give_memory_back() -> None:
    """Return freed memory to the operating system; the C library would keep it.

    A session is a reference cycle that only a full garbage collection finds, and with torch loaded Python runs one too
    seldom. A full collection stops all threads for some 0.3 s. So it runs at most once in `STAYS` seconds while there
    are visitors, and Streamlit's own collection after every run is switched off (`runner.postScriptGC`).
    """
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(CDLL(None), "malloc_trim", None)  # not in every C library
        if trim is not None:
            trim(0)


HERE = Visitors(is_here, _forget)
_CLOSING = Event()


def greet() -> None:
    """Add the visitor of this run and start the checks where they do not run yet."""
    if runtime.exists() and HERE.arrive(visitor()):
        Thread(target=_look_around, name="visitor checks", daemon=True).start()


def _look_around() -> None:
    while HERE.look(time.monotonic()):
        _CLOSING.wait(LOOKS)

"""Who is here and who has left: what a visitor leaves behind is let go of soon afterwards.

Streamlit keeps the session of a browser that is gone, photos and all, until another one happens to come. Here a thread
looks around as long as there is anybody to look after. Who comes back within half a minute, as after a short loss of
the network, finds everything as it was.
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
"""So long what a visitor left behind is kept, seconds."""
LOOKS = 5.0
"""So often somebody looks, seconds."""


def visitor() -> Hashable:
    """Who the script of this thread runs for."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context is not None else get_ident()


def is_here(who: Hashable) -> bool:
    """A browser is connected; without a server everybody is here."""
    return not runtime.exists() or runtime.get_instance().is_active_session(str(who))


class Visitors:
    """Those who have come, with the time since when they are gone."""

    def __init__(self, is_here: Callable[[Hashable], bool], forget: Callable[[Hashable], None]) -> None:
        self._is_here, self._forget = is_here, forget
        self._gone_since: dict[Hashable, float | None] = {}
        self._left, self._given_back = False, float("-inf")
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._gone_since)

    def arrive(self, who: Hashable) -> bool:
        """Somebody is here; whether there was nobody before."""
        with self._lock:
            was_empty = not self._gone_since
            self._gone_since[who] = None
        return was_empty

    def look(self, now: float) -> bool:
        """Forget who has been gone for long enough; whether anybody is left to look after."""
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


LEAVING: list[Callable[[Hashable], None]] = []


def when_one_leaves(tell: Callable[[Hashable], None]) -> None:
    """From now on `tell` is told who has left for good."""
    LEAVING.append(tell)


def _forget(who: Hashable) -> None:
    for tell in LEAVING:
        tell(who)
    if runtime.exists():  # closes a session whose browser is gone: state, pictures and uploads
        runtime.get_instance().clear_user_info_for_session(str(who))


def give_memory_back() -> None:
    """What those who left have freed goes back to the system, where the C library would keep it for later.

    A session is a ring of objects that only a full collection finds, and with torch loaded Python makes one too seldom.
    Each holds up everybody for some 0.3 s: while others are here there is one in half a minute at most, and Streamlit's
    own after every run is switched off (`runner.postScriptGC`).
    """
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(CDLL(None), "malloc_trim", None)  # not in every C library
        if trim is not None:
            trim(0)


HERE = Visitors(is_here, _forget)
_CLOSING = Event()


def greet() -> None:
    """Look after the visitor of this run from now on."""
    if runtime.exists() and HERE.arrive(visitor()):
        Thread(target=_look_around, name="looks who has left", daemon=True).start()


def _look_around() -> None:
    while HERE.look(time.monotonic()):
        _CLOSING.wait(LOOKS)

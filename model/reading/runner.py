"""Runs work under a key, once: directly in a command, through the queue and the session's memory on a page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from model.settings import settings
from model.trust.gate import EYE, Gate

if TYPE_CHECKING:
    from model.algorithms.contract import Algorithm, Progress

Key = tuple[Hashable, ...]
"""Names a piece of work: its kind, the SHA-256 of the photo, then whatever else decides the value."""
Value = TypeVar("Value")
MOST = 156
"""Values kept of one kind: the answers and heat maps of six photos by thirteen algorithms, each under two keys."""
MOST_OF_KIND = {"outline": 6, "check": 6, "remarks": 6, "looks": 24, "look": 54, "series": 400}
"""Kinds of which another number is kept. A heat map takes 0.2 MB."""


@dataclass(frozen=True)
class Timed(Generic[Value]):
    """A value and the seconds it took to compute."""

    value: Value
    seconds: float


class Standing(Protocol):
    """How a piece of work stands while a page waits for it."""

    @property
    def ahead(self) -> int:
        """Number of jobs of other visitors that run first."""

    @property
    def share(self) -> float | None:
        """Share of the work that is done, 0 to 1; None before the first report."""


Watch = Callable[[str, Standing], None]
"""Called while work waits or runs, with the name of what is computed: a slug, `gate` or `outline`."""


def unwatched(_name: str, _standing: Standing) -> None:
    """Ignore how work stands."""


class Runner(Protocol):
    """Where work runs and where its value is kept."""

    def algorithm(self, slug: str) -> Algorithm:
        """Return a loaded algorithm.

        Raises:
            AlgorithmError: it cannot be loaded.
        """

    def gate(self) -> Gate:
        """Return the gate that belongs to the weights of its eye.

        Raises:
            AlgorithmError: the gate or its eye cannot be loaded.
        """

    def recall(self, key: Key) -> Any:  # noqa: ANN401
        """Return the value that is kept under a key, or None."""

    def keep(self, key: Key, value: object) -> None:
        """Keep a value that was computed under another key."""

    def behind(self) -> Runner:
        """Return a runner with the same memory whose work waits behind the first answers of all visitors."""

    def run(self, key: Key, work: Callable[[Progress], Value], name: str = "", watch: Watch = unwatched) -> Value:
        """Return the kept value, or do the work and keep its value.

        Args:
            key: names the work.
            work: computes the value; it must not touch the page.
            name: what is computed, passed on to `watch`.
            watch: called while the work waits or runs.
        """


class Memory(Generic[Value]):
    """Keeps the most recently used values, at most `most` of them; safe in several threads.

    >>> memory: Memory[str] = Memory(most=2)
    >>> for key in "abc":
    ...     memory.keep(key, key.upper())
    >>> memory.recall("a"), memory.recall("c")
    (None, 'C')
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def recall(self, key: Hashable) -> Value | None:
        """Return the value of a key and mark it as used; None where it is not kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def keep(self, key: Hashable, value: Value) -> None:
        """Keep a value and drop the one that was unused for the longest time."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self.most:
                self._values.popitem(last=False)


class KeptWork:
    """The values of one session or one command, by kind, photo and weights."""

    def __init__(self) -> None:
        self._of_kind: dict[Hashable, Memory[Any]] = {}

    def _memory(self, key: Key) -> Memory[Any]:
        return self._of_kind.setdefault(key[0], Memory(MOST_OF_KIND.get(str(key[0]), MOST)))

    def recall(self, key: Key) -> Any:  # noqa: ANN401
        """See `Runner.recall`."""
        return self._memory(key).recall(key)

    def keep(self, key: Key, value: object) -> None:
        """See `Runner.keep`."""
        self._memory(key).keep(key, value)


class DirectRunner(KeptWork):
    """Runs work at once, in the caller's thread: for commands, studies and jobs that ask several algorithms.

    Args:
        load: returns a loaded algorithm; by default from the weights that ship.
        gate: returns the gate; by default the one that ships.
    """

    def __init__(self, load: Callable[[str], Algorithm] | None = None, gate: Callable[[], Gate] | None = None) -> None:
        super().__init__()
        self.algorithm = cache(load or _shipped)
        self.gate = cache(gate or (lambda: Gate.load(self.algorithm(EYE).sheet.sha256)))

    def behind(self) -> DirectRunner:
        """See `Runner.behind`; nobody else waits here."""
        return self

    def run(self, key: Key, work: Callable[[Progress], Value], name: str = "", watch: Watch = unwatched) -> Value:
        """See `Runner.run`; a running job reports its share to `watch`."""
        known: Value | None = self.recall(key)
        if known is not None:
            return known
        value = work(lambda share: watch(name, Running(share)))
        self.keep(key, value)
        return value


def _shipped(slug: str) -> Algorithm:
    from model.algorithms import catalogue  # imports torch

    return catalogue.load(slug, settings().weights)


@dataclass(frozen=True)
class Running:
    """The standing of work that runs in the caller's thread."""

    share: float | None
    ahead: int = 0

"""Runs the work of a page's readings in the queue of all visitors and keeps its value in the visitor's session.

Values are kept in the session and never in a cache that sessions share: a heat map shows somebody's photo.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from model.algorithms.contract import Algorithm, Progress
from model.reading.runner import KeptWork, Key, Memory, Watch, unwatched
from model.trust.gate import Gate
from pages.components.cache import loaded_algorithms
from pages.components.session.work import done_in_turn

KEPT = "kept-work"
Value = TypeVar("Value")


class SessionRunner:
    """See `model.reading.runner.Runner`; every method speaks of the session whose script runs in this thread."""

    def algorithm(self, slug: str) -> Algorithm:
        """See `Runner.algorithm`; loaded once for all sessions."""
        return loaded_algorithms.algorithm(slug)

    def gate(self) -> Gate:
        """See `Runner.gate`; loaded once for all sessions."""
        return loaded_algorithms.gate()

    def recall(self, key: Key) -> Any:  # noqa: ANN401
        """See `Runner.recall`."""
        return _kept(key).recall(key)

    def keep(self, key: Key, value: object) -> None:
        """See `Runner.keep`."""
        _kept(key).keep(key, value)

    def run(self, key: Key, work: Callable[[Progress], Value], name: str = "", watch: Watch = unwatched) -> Value:
        """See `Runner.run`.

        The worker keeps the value, so a run that Streamlit stops while it waits finds it next time.
        """
        kept = _kept(key)
        known: Value | None = kept.recall(key)
        if known is not None:
            return known

        def kept_work(progress: Progress) -> Value:
            value = work(progress)
            kept.keep(key, value)
            return value

        value: Value = done_in_turn(key, kept_work, lambda job: watch(name, job))
        return value


RUNNER = SessionRunner()


def _kept(key: Key) -> Memory[Any]:
    if KEPT not in st.session_state:
        st.session_state[KEPT] = KeptWork()
    kept: KeptWork = st.session_state[KEPT]
    return kept.of(key)

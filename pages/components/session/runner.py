"""Runs a page's work in the queue of all visitors and keeps its value in the visitor's session.

No value goes into a cache that sessions share: a heat map shows a visitor's photo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from model.algorithms.contract import Algorithm, Progress
from model.reading.runner import KeptWork, Key, Watch, unwatched
from model.trust.gate import Gate
from pages.components.cache import loaded_algorithms
from pages.components.session.work import done_in_turn

KEPT = "kept-work"
Value = TypeVar("Value")


@dataclass(frozen=True)
class SessionRunner:
    """See `model.reading.runner.Runner`; every method works for the session whose script runs in this thread."""

    background: bool = False

    def algorithm(self, slug: str) -> Algorithm:
        """See `Runner.algorithm`; loaded once for all sessions."""
        return loaded_algorithms.algorithm(slug)

    def gate(self) -> Gate:
        """See `Runner.gate`; loaded once for all sessions."""
        return loaded_algorithms.gate()

    def recall(self, key: Key) -> Any:  # noqa: ANN401
        """See `Runner.recall`."""
        return _kept().recall(key)

    def keep(self, key: Key, value: object) -> None:
        """See `Runner.keep`."""
        _kept().keep(key, value)

    def behind(self) -> SessionRunner:
        """See `Runner.behind`."""
        return SessionRunner(background=True)

    def run(self, key: Key, work: Callable[[Progress], Value], name: str = "", watch: Watch = unwatched) -> Value:
        """See `Runner.run`.

        The worker keeps the value, so a run that Streamlit stops while it waits finds it next time.
        """
        memory = _kept()
        known: Value | None = memory.recall(key)
        if known is not None:
            return known

        def kept_work(progress: Progress) -> Value:
            value = work(progress)
            memory.keep(key, value)
            return value

        value: Value = done_in_turn(key, kept_work, lambda job: watch(name, job), self.background)
        return value


RUNNER = SessionRunner()


def _kept() -> KeptWork:
    memory: KeptWork = st.session_state.setdefault(KEPT, KeptWork())
    return memory

"""Choices that survive a change of page: remembered in the session and, with a parameter, written in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.components.shell.address import write_address
from pages.components.shell.failures import guarded_callback


@dataclass(frozen=True)
class KeptChoice:
    """One choice.

    Attributes:
        key: of the widget.
        default: the value before a choice, and in place of an unknown one; where it is not offered, the first option.
        options: returns the values to choose from; None where every value is allowed. A list holds several of them.
        parameter: its name in the address; empty where it does not stand there.
        kept: key of the session state, where several widgets share one choice.
    """

    key: str
    default: Any
    options: Callable[[], Sequence[Any]] | None = None
    parameter: str = ""
    kept: str = ""

    @property
    def _kept(self) -> str:
        return self.kept or f"kept-{self.key}"

    def value(self) -> Any:  # noqa: ANN401
        """Return the choice: of the address, else of the session, else the default."""
        asked = st.query_params.get(self.parameter) if self.parameter else None
        value = asked or st.session_state.get(self._kept, self.default)
        if self.options is not None:
            options = self.options()
            if isinstance(value, list):
                value = [item for item in value if item in options]
            elif value not in options:
                value = self.default if self.default in options else next(iter(options), self.default)
        self.keep(value)
        return value

    def keep(self, value: object) -> None:
        """Remember a value; the address names it unless it is the default and the address names none."""
        st.session_state[self._kept] = value
        if self.parameter and st.query_params.get(self.parameter, self.default) != value:
            write_address({self.parameter: str(value or "")})

    def control(
        self,
        widget: Callable[..., Any],
        label: str,
        then: Callable[[], None] | None = None,
        marked: bool = True,
        **more: object,
    ) -> Any:  # noqa: ANN401
        """Draw a widget of Streamlit, such as `st.selectbox`, that makes the choice, and return the value.

        `then` is called after a change. Where not `marked`, something else is shown than the choice: the widget marks
        no option. `more` is passed on to the widget.
        """

        def change() -> None:
            chosen = st.session_state[self.key]
            self.keep(self.value() if chosen is None else chosen)  # nothing pressed in a segmented control
            if then is not None:
                then()

        value = self.value()
        st.session_state[self.key] = value if marked else None
        offered = [] if self.options is None else [self.options()]
        widget(label, *offered, key=self.key, on_change=guarded_callback(change), **more)
        return value

"""Parts of a page that are drawn before their content is there: an area that is filled later, slots that follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.reading.findings import Findings
from model.text import Texts


class Placeholder:
    """An area that is filled now or later, in a container with the same key: so the next run draws nothing anew.

    Where the content is awaited, earlier content of the area is removed.
    """

    def __init__(self, key: str, awaited: bool) -> None:
        self._key, self._awaited = key, awaited
        self.slot: DeltaGenerator = st.empty() if awaited else st.container(key=key, gap="small")

    def filled(self) -> DeltaGenerator:
        """Return the container of the content; what `slot` showed meanwhile is removed."""
        return self.slot.container(key=self._key, gap="small") if self._awaited else self.slot


View = Callable[[Texts, Findings], str]
"""Returns the HTML of a part of the findings; empty where there is nothing to show."""


@dataclass
class _Slot:
    place: DeltaGenerator
    view: View
    drawn: str = ""


class LiveSlots:
    """Slots whose HTML follows the findings: each is drawn again when its HTML changes."""

    def __init__(self, t: Texts, findings: Findings) -> None:
        self._t, self._findings = t, findings
        self._slots: list[_Slot] = []

    def place(self, view: View) -> DeltaGenerator:
        """Draw a slot here and return it."""
        slot = _Slot(st.empty(), view)
        self._slots.append(slot)
        self._draw(slot)
        return slot.place

    def update(self, findings: Findings) -> None:
        """Draw the slots whose HTML has changed."""
        self._findings = findings
        for slot in self._slots:
            self._draw(slot)

    def _draw(self, slot: _Slot) -> None:
        html = slot.view(self._t, self._findings)
        if html and html != slot.drawn:
            slot.place.html(html)
        slot.drawn = html

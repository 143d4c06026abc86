"""A place on the page that is filled at once, or that first says that its content is to come."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


class Place:
    """Filled now or later, the content stands in the same container, so that nothing is drawn anew when it is there.

    Args:
        key: of the container.
        to_come: the content is not there yet; nothing of what stood here before remains.
    """

    def __init__(self, key: str, to_come: bool) -> None:
        self._key, self._to_come = key, to_come
        self.slot: DeltaGenerator = st.empty() if to_come else st.container(key=key, gap="small")

    def filled(self) -> DeltaGenerator:
        """The container of the content; what was shown meanwhile in `slot` goes."""
        return self.slot.container(key=self._key, gap="small") if self._to_come else self.slot

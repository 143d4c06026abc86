"""The question that the heat maps of every page answer; the choice is kept and stands in the address."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from model.lesion.diagnosis import Diagnosis
from model.text import Texts
from pages.components.shell.kept_choice import KeptChoice

MAP = KeptChoice("map", "melanoma", lambda: ("melanoma", "leading"), parameter="map")


def chosen_target() -> Diagnosis | None:
    """Return the diagnosis whose heat map is wanted; None for the most probable one of each answer."""
    return Diagnosis.MEL if MAP.value() == "melanoma" else None


def map_control(t: Texts, then: Callable[[], None] | None = None, marked: bool = True) -> None:
    """Draw the two questions to choose from; see `KeptChoice.control`."""
    words = {"format_func": lambda name: t(f"maps.{name}"), "label_visibility": "collapsed"}
    MAP.control(st.segmented_control, t("maps.label"), then, marked, **words)

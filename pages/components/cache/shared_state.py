"""Server-wide state: games, rooms, stages and advice about shared cases. Nothing that a visitor uploaded."""

from __future__ import annotations

import streamlit as st

from model.reading.runner import Memory
from model.stage.advice import Advice
from model.stage.following import Stages
from model.stage.quiz import Game
from model.stage.rooms import Rooms
from model.stage.shelf import Shelf

GAMES, ADVICE = 500, 64
"""Games kept, a few kB each, and pieces of advice kept with their heat map, 0.2 MB each."""


@st.cache_resource(show_spinner=False)
def games() -> Shelf[Game]:
    """Return the games of all visitors. They outlive a reload of the page."""
    return Shelf(GAMES)


@st.cache_resource(show_spinner=False)
def rooms() -> Rooms:
    """Return all rooms of this server. They outlive a reload of a phone or of the screen."""
    return Rooms()


@st.cache_resource(show_spinner=False)
def advice() -> Memory[Advice]:
    """Return the jury's advice about samples and the presenter's cases."""
    return Memory(ADVICE)


@st.cache_resource(show_spinner=False)
def stages() -> Stages:
    """Return the step that each stage of this process shows."""
    return Stages()

"""Server-wide state: games, rooms, stages and the jury's answers about shared cases. Nothing a person uploaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from model.reading.runner import Memory
from model.stage.advice import Advice
from model.stage.following import Stages
from model.stage.quiz import Game
from model.stage.rooms import Rooms
from model.stage.shelf import Shelf

if TYPE_CHECKING:
    pass


GAMES, ADVICE = 500, 64
"""So many games are kept, a few kB each, and so many answers of the jury with their map, 0.2 MB each."""


@st.cache_resource(show_spinner=False)
def games() -> Shelf[Game]:
    """The games of all who play: they outlive a reload of the page, and hold answers but nothing of a person."""
    return Shelf(GAMES)


@st.cache_resource(show_spinner=False)
def rooms() -> Rooms:
    """All rooms of this server: they outlive a reload of either side."""
    return Rooms()


@st.cache_resource(show_spinner=False)
def advice() -> Memory[Advice]:
    """What the jury said of samples and of the presenter's cases; of nothing that a person uploaded."""
    return Memory(ADVICE)


@st.cache_resource(show_spinner=False)
def stages() -> Stages:
    """What every stage of this process shows now."""
    return Stages()

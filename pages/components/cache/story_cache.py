"""The story's figures, the presenter's own steps and screens drawn once for all."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Thread

import streamlit as st

from model.settings import settings
from model.stage import figures
from model.stage.figures import StoryFigures
from model.stage.own_steps import read_own_steps
from model.stage.story import OwnStep
from pages.components.cache import algorithm_scores


@st.cache_resource(show_spinner=False, max_entries=2)
def _figures(state: str) -> StoryFigures:
    found = figures.read()
    if found is not None and found.state == state:
        return found
    return figures.compute(algorithm_scores.BENCHMARK, settings().weights)


def story_figures() -> StoryFigures:
    """The figures of the story: the committed ones, or computed again where tables or weights are others by now.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    return _figures(figures.state(algorithm_scores.BENCHMARK, settings().weights))


@st.cache_resource(show_spinner=False)
def get_story_ready() -> None:
    """See to the figures beside the page, once: they take seconds where the committed ones are of other tables."""
    Thread(target=story_figures, name="story", daemon=True).start()


def own_steps() -> tuple[OwnStep, ...]:
    """The presenter's own steps, as the file is now; empty where none is named.

    Raises:
        StoryError: the file cannot be shown.
    """
    path = settings().story
    if path is None:
        return ()
    try:
        state = path.stat()
    except OSError:
        return read_own_steps(path)
    return _own_steps(str(path), state.st_mtime_ns, state.st_size)


@st.cache_resource(show_spinner=False, max_entries=4)
def _own_steps(path: str, modified: int, size: int) -> tuple[OwnStep, ...]:
    return read_own_steps(Path(path))


@st.cache_resource(show_spinner=False, max_entries=32)
def drawn_ahead(what: Hashable, _draw: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """Screens that are drawn once for all who look at the same; `what` tells them from all others."""
    return _draw()

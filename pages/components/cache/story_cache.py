"""The story's figures, the presenter's own steps, and screens drawn once for all visitors."""

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
from pages.components.cache.while_unchanged import kept_while_unchanged


@st.cache_resource(show_spinner=False, max_entries=2)
def _figures(state: str) -> StoryFigures:
    committed = figures.read()
    if committed is not None and committed.state == state:
        return committed
    return figures.compute(algorithm_scores.BENCHMARK, settings().weights)


def story_figures() -> StoryFigures:
    """Return the committed figures of the story, or compute them where tables or weights have changed.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    return _figures(figures.state(algorithm_scores.BENCHMARK, settings().weights))


@st.cache_resource(show_spinner=False)
def get_story_ready() -> None:
    """Prepare the figures in a thread, once: computing them takes seconds."""
    Thread(target=story_figures, name="story", daemon=True).start()


def own_steps() -> tuple[OwnStep, ...]:
    """Return the presenter's own steps; empty where the settings name no file.

    Raises:
        StoryError: the file cannot be shown.
    """
    path = settings().story
    if path is None:
        return ()
    return _own_steps(path) if path.exists() else read_own_steps(path)  # the latter raises the error


@kept_while_unchanged(lambda path: [path], most=4)
def _own_steps(path: Path) -> tuple[OwnStep, ...]:
    return read_own_steps(path)


@st.cache_resource(show_spinner=False, max_entries=32)
def drawn_ahead(key: Hashable, _draw: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """Return screens that are drawn once for all visitors with the same key."""
    return _draw()

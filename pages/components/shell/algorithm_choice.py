"""The algorithm in detail: one choice for Examine, the consultation and the case report."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from model.algorithms.catalogue import DEFAULT_SLUG
from model.algorithms.words import name_of
from model.text import Texts
from pages.components.cache import loaded_algorithms
from pages.components.shell.kept_choice import KeptChoice

ALGORITHM = KeptChoice(
    "algorithm-choice", DEFAULT_SLUG, loaded_algorithms.usable_slugs, parameter="algorithm", kept="kept-algorithm"
)


def chosen_slug() -> str:
    """Return the algorithm in detail; one that cannot answer gives way to the default."""
    return str(ALGORITHM.value())


def remembered_slug() -> str:
    """Return the algorithm in detail from the session, for a page whose address does not name it."""
    slug = str(st.session_state.get(ALGORITHM.kept, DEFAULT_SLUG))
    return slug if slug in loaded_algorithms.usable_slugs() else DEFAULT_SLUG


def algorithm_control(t: Texts, label: str, then: Callable[[], None] | None = None, **more: object) -> None:
    """Draw the choice of an algorithm; nothing where there is only one."""
    if len(loaded_algorithms.usable_slugs()) > 1:
        ALGORITHM.control(st.selectbox, label, then, format_func=lambda slug: name_of(t, slug), **more)

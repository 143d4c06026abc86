"""The algorithm in detail: one choice for Examine, the consultation and the case report."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from model.algorithms.catalogue import COMMITTEE, DEFAULT_SLUG
from model.algorithms.words import name_of
from model.text import Texts
from pages.components.cache import loaded_algorithms
from pages.components.shell.kept_choice import KeptChoice

FIRST = (COMMITTEE, DEFAULT_SLUG)
"""The algorithms offered first; the first one that can answer is the default."""


def offered_slugs() -> list[str]:
    """Return the algorithms that can answer, those of `FIRST` before the others."""
    usable = loaded_algorithms.usable_slugs()
    first = [slug for slug in FIRST if slug in usable]
    return first + [slug for slug in usable if slug not in first]


ALGORITHM = KeptChoice("algorithm-choice", COMMITTEE, offered_slugs, parameter="algorithm", kept="kept-algorithm")


def chosen_slug() -> str:
    """Return the algorithm in detail; one that cannot answer gives way to the default."""
    return str(ALGORITHM.value())


def remembered_slug() -> str:
    """Return the algorithm in detail from the session, for a page whose address does not name it."""
    offered, slug = offered_slugs(), str(st.session_state.get(ALGORITHM.kept, COMMITTEE))
    return slug if slug in offered else next(iter(offered), slug)


def algorithm_control(t: Texts, label: str, then: Callable[[], None] | None = None, **more: object) -> None:
    """Draw the choice of an algorithm; nothing where there is only one."""
    if len(loaded_algorithms.usable_slugs()) > 1:
        ALGORITHM.control(st.selectbox, label, then, format_func=lambda slug: name_of(t, slug), **more)

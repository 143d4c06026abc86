"""The practice whose frequencies probabilities are stated for; the choice is kept and stands in the address."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.lesion.practice import DEFAULT_PRACTICE, Practice, practice_named, practices
from model.lesion.practice_words import melanoma_words, speaks_of
from model.text import Texts
from pages.components.shell.kept_choice import KeptChoice

PRACTICE = KeptChoice("practice", DEFAULT_PRACTICE, lambda: list(practices()), parameter="practice")
WIDTH = 250
"""Width of the choice, pixels: the longest name fits, also beside another choice."""


def chosen_practice() -> Practice:
    """Return the practice of this session; an address with an unknown one falls back on the default."""
    return practice_named(PRACTICE.value())


def practice_control(t: Texts) -> None:
    """Draw the practices to choose from, each with its share of melanomas."""
    words = {"format_func": lambda slug: option(t, practice_named(slug)), "help": speaks_of(t, chosen_practice())}
    PRACTICE.control(st.selectbox, t("practices.label"), width=WIDTH, **words)


def option(t: Texts, practice: Practice) -> str:
    """Return a practice as it is offered."""
    return t("practices.option", name=t(f"practices.{practice.slug}.name"), melanoma=melanoma_words(t, practice))


def small(words: str) -> None:
    """Draw a sentence in small letters."""
    st.html(f'<p class="small">{escape(words)}</p>')

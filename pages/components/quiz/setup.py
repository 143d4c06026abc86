"""Choose the settings of a game: cases, their number, clock, and misleading advice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from model.errors import CaseFolderError
from model.stage.deal import NUMBERS, SECONDS, SOURCES, Deal, Source
from model.text import Texts
from pages.components.quiz.state import DEAL, begin, cases_of, choose, chosen_deal, leave
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.practice_choice import small


def invite(t: Texts, deal: Deal) -> None:
    """Describe a game that another person has set up, and offer to begin it."""
    available = _number(t, deal.source)
    if available is None:
        return
    number = min(available, deal.number)
    st.html(f"<h2>{escape(t('quiz.invited', count=number))}</h2>")
    small(" ".join([t(f"quiz.source_{deal.source}_note"), _clock_words(t, deal)]))
    with st.container(horizontal=True, gap="small"):
        _begin_button(t, deal, number)
        st.button(t("quiz.other"), key="quiz-other", on_click=guarded_callback(leave))


def set_up(t: Texts) -> None:
    """Draw the settings of a new game and the button that begins it."""
    deal = chosen_deal()
    with st.container(key="quiz-setup", gap="small"):
        available = cases_controls(t, deal)
        _switches(t, deal)
        _begin_button(t, deal, available)
        small(t("quiz.pass_on"))
        st.code(address_of(deal, t.language), language=None, wrap_lines=True)


def cases_controls(t: Texts, deal: Deal) -> int:
    """Draw the choice of source and number of cases; returns the number of cases that the source has."""
    available = {source: _number(t, source) for source in SOURCES}
    source_control(t, deal, available)
    small(t(f"quiz.source_{deal.source}_note"))
    number = available[deal.source] or 0
    number_control(t, deal, number)
    return number


def _begin_button(t: Texts, deal: Deal, available: int) -> None:
    st.button(
        t("quiz.begin"),
        key="quiz-begin",
        type="primary",
        disabled=not available,
        on_click=guarded_callback(begin),
        args=(deal,),
    )


def address_of(deal: Deal, language: str) -> str:
    """The address at which another person plays the same game."""
    parts = urlsplit(st.context.url or "")
    query = urlencode({"lang": language, DEAL: deal.code})
    return urlunsplit((parts.scheme, parts.netloc, "/quiz", query, ""))


def source_control(t: Texts, deal: Deal, available: Mapping[Source, int | None]) -> None:
    """Draw the choice of the source among those with cases."""
    sources = [source for source in SOURCES if available[source]]
    words = {source: t(f"quiz.source_{source}") for source in sources}
    _control(st.segmented_control, t("quiz.source"), deal, "source", options=sources, format_func=words.__getitem__)


def number_control(t: Texts, deal: Deal, available: int) -> None:
    """Draw the choice of the number of cases."""

    def words(number: int) -> str:
        return str(number) if number <= available else t("quiz.all", count=available)

    _control(st.segmented_control, t("quiz.number"), deal, "number", options=NUMBERS, format_func=words)


def _switches(t: Texts, deal: Deal) -> None:
    for name in ("timed", "misled"):
        _control(st.toggle, t(f"quiz.{name}", seconds=round(SECONDS)), deal, name)
    small(t("quiz.misled_note"))


def _control(widget: Callable[..., Any], label: str, deal: Deal, name: str, **more: object) -> None:
    """Draw a widget that changes one field of the settings."""
    key = f"quiz-{name}"

    def change() -> None:
        chosen = st.session_state[key]
        choose(**{name: getattr(deal, name) if chosen is None else chosen})  # a second click on an option keeps it

    st.session_state[key] = getattr(deal, name)
    widget(label, key=key, on_change=guarded_callback(change), **more)


def _clock_words(t: Texts, deal: Deal) -> str:
    return t("quiz.with_clock", seconds=round(SECONDS)) if deal.timed else t("quiz.without_clock")


def _number(t: Texts, source: Source) -> int | None:
    """Number of cases of a source; None, with a message, where it cannot be read."""
    try:
        return len(cases_of(source))
    except CaseFolderError as error:
        show_failure(t, error)
        return None

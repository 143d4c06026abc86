"""Choose the settings of a game: cases, their number, clock, and misleading advice."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from model.errors import CaseFolderError
from model.stage.address import path_before_page
from model.stage.deal import NUMBERS, SECONDS, SOURCES, Deal, Source
from model.text import Texts
from pages.components.quiz.state import CHOICES, DEAL, begin, cases_of, chosen_deal, leave
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.practice_choice import small


def invite(t: Texts, deal: Deal) -> None:
    """Describe a game that another person has set up, and offer to begin it."""
    available = _number(t, deal.source)
    if available is None:
        return
    number = min(available, deal.number)
    st.html(f"<h2>{escape(t('quiz.invited', count=number))}</h2>")
    with_list = [t("quiz.checklist_note")] if deal.checklist else []
    small(" ".join([t(f"quiz.source_{deal.source}_note"), _clock_words(t, deal), *with_list]))
    with st.container(horizontal=True, gap="small"):
        _begin_button(t, deal, number)
        st.button(t("quiz.other"), key="quiz-other", on_click=guarded_callback(leave))


def set_up(t: Texts) -> None:
    """Draw the settings of a new game and the button that begins it."""
    deal = chosen_deal()
    with st.container(key="quiz-setup", gap="small"):
        available = cases_controls(t, deal)
        _switches(t)
        _begin_button(t, deal, available)
        small(t("quiz.pass_on"))
        st.code(address_of(deal, t.language), language=None, wrap_lines=True)


def cases_controls(t: Texts, deal: Deal) -> int:
    """Draw the choice of source and number of cases; returns the number of cases that the source has."""
    available = {source: _number(t, source) or 0 for source in SOURCES}
    number, words = available[deal.source], lambda source: t(f"quiz.source_{source}")
    CHOICES["source"].control(st.segmented_control, t("quiz.source"), format_func=words)
    small(t(f"quiz.source_{deal.source}_note"))
    labels = {count: str(count) if count <= number else t("quiz.all", count=number) for count in NUMBERS}
    CHOICES["number"].control(st.segmented_control, t("quiz.number"), format_func=labels.__getitem__)
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
    seen = st.context.url or ""
    parts = urlsplit(seen)
    query = urlencode({"lang": language, DEAL: deal.code})
    return urlunsplit((parts.scheme, parts.netloc, f"{path_before_page(seen)}/quiz", query, ""))


def _switches(t: Texts) -> None:
    for name in ("timed", "misled", "checklist"):
        CHOICES[name].control(st.toggle, t(f"quiz.{name}", seconds=round(SECONDS)))
        if name != "timed":
            small(t(f"quiz.{name}_note"))


def _clock_words(t: Texts, deal: Deal) -> str:
    return t("quiz.with_clock", seconds=round(SECONDS)) if deal.timed else t("quiz.without_clock")


def _number(t: Texts, source: Source) -> int | None:
    """Number of cases of a source; None, with a message, where it cannot be read."""
    try:
        return len(cases_of(source))
    except CaseFolderError as error:
        show_failure(t, error)
        return None

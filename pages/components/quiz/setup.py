"""Before a game: which cases, how many, with or without a clock, and whether somebody may mislead."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from model.errors import CaseFolderError
from model.stage.deal import NUMBERS, SECONDS, SOURCES, Deal
from model.text import Texts
from pages.components.quiz.state import DEAL, begin, cases_of, choose, chosen_deal, leave
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.practice_choice import small


def invite(t: Texts, deal: Deal) -> None:
    """Somebody else has set up this game: what it is, and the way in."""
    number = _dealt(t, deal)
    if number is None:
        return
    st.html(f"<h2>{escape(t('quiz.invited', count=number))}</h2>")
    small(" ".join([t(f"quiz.source_{deal.source}_note"), _clock_words(t, deal)]))
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("quiz.begin"),
            key="quiz-begin",
            type="primary",
            disabled=not number,
            on_click=guarded_callback(begin),
            args=(deal,),
        )
        st.button(t("quiz.other"), key="quiz-other", on_click=guarded_callback(leave))


def set_up(t: Texts) -> None:
    """Choose a game and begin it."""
    deal = chosen_deal()
    available = offered(t)
    with st.container(key="quiz-setup", gap="small"):
        source_control(t, deal, available)
        small(t(f"quiz.source_{deal.source}_note"))
        number_control(t, deal, available[deal.source] or 0)
        _switches(t, deal)
        st.button(
            t("quiz.begin"),
            key="quiz-begin",
            type="primary",
            disabled=not available[deal.source],
            on_click=guarded_callback(begin),
            args=(deal,),
        )
        small(t("quiz.pass_on"))
        st.code(address_of(deal, t.language), language=None, wrap_lines=True)


def address_of(deal: Deal, language: str) -> str:
    """Where somebody else plays the same game."""
    parts = urlsplit(st.context.url or "")
    query = urlencode({"lang": language, DEAL: deal.code})
    return urlunsplit((parts.scheme, parts.netloc, "/quiz", query, ""))


def offered(t: Texts) -> dict[str, int | None]:
    """So many cases each source has; None where it cannot be read, which is said."""
    return {source: _number(t, source) for source in SOURCES}


def source_control(t: Texts, deal: Deal, available: dict[str, int | None]) -> None:
    """Where the cases come from."""

    def change() -> None:
        choose(source=st.session_state["quiz-source"] or deal.source)

    sources = [source for source in SOURCES if available[source]]
    st.session_state["quiz-source"] = deal.source
    st.segmented_control(
        t("quiz.source"),
        sources,
        format_func=lambda source: t(f"quiz.source_{source}"),
        key="quiz-source",
        on_change=guarded_callback(change),
    )


def number_control(t: Texts, deal: Deal, available: int) -> None:
    """How many cases there are to be."""

    def change() -> None:
        choose(number=st.session_state["quiz-number"] or deal.number)

    st.session_state["quiz-number"] = deal.number
    st.segmented_control(
        t("quiz.number"),
        NUMBERS,
        format_func=lambda number: str(number) if number <= available else t("quiz.all", count=available),
        key="quiz-number",
        on_change=guarded_callback(change),
    )


def _switches(t: Texts, deal: Deal) -> None:
    def keep(name: str) -> None:
        choose(**{name: st.session_state[f"quiz-{name}"]})

    for name in ("timed", "misled"):
        st.session_state[f"quiz-{name}"] = getattr(deal, name)
        st.toggle(
            t(f"quiz.{name}", seconds=round(SECONDS)),
            key=f"quiz-{name}",
            on_change=guarded_callback(keep),
            args=(name,),
        )
    small(t("quiz.misled_note"))


def _clock_words(t: Texts, deal: Deal) -> str:
    return t("quiz.with_clock", seconds=round(SECONDS)) if deal.timed else t("quiz.without_clock")


def _number(t: Texts, source: str) -> int | None:
    try:
        return len(cases_of("sample" if source == "sample" else "case"))
    except CaseFolderError as error:
        show_failure(t, error)
        return None


def _dealt(t: Texts, deal: Deal) -> int | None:
    available = _number(t, deal.source)
    return None if available is None else min(available, deal.number)

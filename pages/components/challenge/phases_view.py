"""What a challenge asks: its question, its phases with their dates, its rule, and who may take part how."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES
from model.challenge.times import phases_now
from model.challenge.words import phase_words, rule_words
from model.text import Texts
from pages.components.cache import challenges
from pages.components.challenge.visit import Visit
from pages.components.leaderboard.leaderboard_state import CHALLENGE
from pages.components.shell.address import write_address
from pages.components.shell.facts_table import facts_table
from pages.components.shell.failures import guarded_callback
from pages.components.shell.plain import plain


def show_choice(t: Texts, chosen: str, slugs: tuple[str, ...]) -> None:
    """Draw the choice between challenges; the address names the chosen one."""
    if len(slugs) < 2:
        return
    st.session_state["challenge-choice"] = chosen

    def change() -> None:
        write_address({CHALLENGE: st.session_state["challenge-choice"] or chosen})

    st.segmented_control(
        t("challenge.choose"),
        slugs,
        format_func=lambda slug: plain(challenges.definition_of(slug).title.in_language(t.language)),
        key="challenge-choice",
        on_change=guarded_callback(change),
        label_visibility="collapsed",
    )


def show_question(t: Texts, visit: Visit) -> None:
    """Draw question, phases and rule, and the way to the leaderboard."""
    definition = visit.definition
    title, about = (words.in_language(t.language) for words in (definition.title, definition.about))
    st.html(f"<h1>{escape(title)}</h1><p class='lead'>{escape(about)}</p>")
    now = visit.store.database.now()
    rows = [(t(f"charts.{phase.set}"), phase_words(t, phase, now)) for phase in phases_now(definition, visit.store)]
    facts_table(t("challenge.phases"), (), rows)
    st.html(f"<p class='small'>{escape(rule_words(t, definition))}</p>")
    with st.container(key="challenge-links", horizontal=True, vertical_alignment="center"):
        query = {CHALLENGE: definition.slug, "lang": t.language}
        st.page_link(PAGES["leaderboard"], label=t("challenge.to_board"), query_params=query)
    with st.expander(t("challenge.classes"), key="challenge-classes"):
        facts = [(name, t(f"diagnoses.{name}.name"), t(f"diagnoses.{name}.what")) for name in definition.terms.classes]
        header = tuple(t(f"challenge.{column}") for column in ("column", "diagnosis", "meaning"))
        facts_table(t("challenge.classes"), header, facts)
        st.html(f"<p class='small'>{escape(definition.licence.in_language(t.language))}</p>")

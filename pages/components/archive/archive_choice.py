"""Ask for consent to requests to the ISIC Archive, and draw the settings of a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from model.isic_archive.case import OLDEST, SEXES
from model.isic_archive.search import LICENCES, Search
from model.isic_archive.sites import SITES
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.text import Texts
from pages.components.shell.failures import guarded_callback
from pages.components.shell.kept_choice import KeptChoice

CONSENT = "archive-consent"
ANY = "any"
"""The option that does not restrict the search."""
_AGES = KeptChoice("archive-ages", (0, OLDEST))
_LEARNED = KeptChoice("archive-learned", False)


def consent(t: Texts) -> bool:
    """Whether this visitor has agreed to requests; until then, draw what would be sent and the question."""
    if st.session_state.get(CONSENT):
        return True
    with st.container(key="archive-consent-box", gap="small"):
        items = "".join(f"<li>{escape(t(f'archive.consent_{i}'))}</li>" for i in range(1, 6))
        st.html(f"<h2>{escape(t('archive.consent_title'))}</h2><ul>{items}</ul>")
        st.button(t("archive.consent"), key="archive-agree", type="primary", on_click=guarded_callback(_agree))
    return False


def _agree() -> None:
    st.session_state[CONSENT] = True


def chosen_search(t: Texts) -> Search:
    """Draw the settings and return the search; the settings survive a change of the page."""
    with st.container(key="archive-search", horizontal=True, vertical_alignment="bottom", gap="medium"):
        diagnosis = _choice(t, "diagnosis", [ANY, *map(str, DIAGNOSES)], lambda name: t(f"diagnoses.{name}.name"))
        sex = _choice(t, "sex", [ANY, *SEXES], lambda name: t(f"archive.sexes.{name}"))
        site = _choice(t, "site", [ANY, *SITES], lambda name: t(f"archive.sites.{name.replace('/', '_')}"))
        licence = _choice(t, "licence", LICENCES, str)
        ages = _AGES.control(st.slider, t("archive.ages"), min_value=0, max_value=OLDEST, step=5, width=230)
        learned = _LEARNED.control(st.toggle, t("archive.with_learned"), help=t("archive.with_learned_note"))
    restricted = [None if value == ANY else value for value in (sex, site)]
    return Search(None if diagnosis == ANY else Diagnosis(diagnosis), ages, *restricted, licence, learned)


def _choice(t: Texts, name: str, options: Sequence[str], words: Callable[[str], str]) -> str:
    choice = KeptChoice(f"archive-{name}", options[0], lambda: options)
    labels = {option: t("archive.any") if option == ANY else words(option) for option in options}
    return str(choice.control(st.selectbox, t(f"archive.{name}"), format_func=labels.__getitem__, width=230))

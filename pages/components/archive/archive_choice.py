"""What is to be looked for in the ISIC Archive, and whether it may be asked at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from model.isic_archive.archive import LICENCES, OLDEST, SEXES, SITES, Search
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.text import Texts
from pages.components.shell.failures import guarded_callback

CONSENT = "archive-consent"
ANY = "any"
"""Stands for what does not matter."""


def consent(t: Texts) -> bool:
    """Whether this visitor has agreed that the archive is asked; before that, what would be sent, and the question."""
    if st.session_state.get(CONSENT):
        return True
    with st.container(key="archive-consent-box", gap="small"):
        items = "".join(f"<li>{escape(t(f'archive.consent_{i}'))}</li>" for i in (1, 2, 3))
        st.html(f"<h2>{escape(t('archive.consent_title'))}</h2><ul>{items}</ul>")
        st.button(t("archive.consent"), key="archive-agree", type="primary", on_click=guarded_callback(_agree))
    return False


def _agree() -> None:
    st.session_state[CONSENT] = True


def chosen_search(t: Texts) -> Search:
    """The search as the controls have it; it keeps its place when the page changes."""
    with st.container(key="archive-search", horizontal=True, vertical_alignment="bottom", gap="medium"):
        diagnosis = _choice(t, "diagnosis", [ANY, *map(str, DIAGNOSES)], lambda name: t(f"diagnoses.{name}.name"))
        sex = _choice(t, "sex", [ANY, *SEXES], lambda name: t(f"archive.sexes.{name}"))
        site = _choice(t, "site", [ANY, *SITES], lambda name: t(f"archive.sites.{name.replace('/', '_')}"))
        licence = _choice(t, "licence", LICENCES, str)
        ages = _ages(t)
    return Search(
        None if diagnosis == ANY else Diagnosis(diagnosis),
        ages,
        None if sex == ANY else sex,
        None if site == ANY else site,
        licence,
    )


def _choice(t: Texts, name: str, options: Sequence[str], words: Callable[[str], str]) -> str:
    key = f"archive-{name}"

    def keep() -> None:
        st.session_state[f"kept-{key}"] = st.session_state[key]

    st.session_state[key] = st.session_state.setdefault(f"kept-{key}", options[0])
    st.selectbox(
        t(f"archive.{name}"),
        options,
        format_func=lambda option: t("archive.any") if option == ANY else words(option),
        key=key,
        on_change=guarded_callback(keep),
        width=230,
    )
    return str(st.session_state[f"kept-{key}"])


def _ages(t: Texts) -> tuple[int, int]:
    def keep() -> None:
        st.session_state["kept-archive-ages"] = st.session_state["archive-ages"]

    st.session_state["archive-ages"] = st.session_state.setdefault("kept-archive-ages", (0, OLDEST))
    st.slider(t("archive.ages"), 0, OLDEST, step=5, key="archive-ages", on_change=guarded_callback(keep), width=230)
    youngest, oldest = st.session_state["kept-archive-ages"]
    return int(youngest), int(oldest)

"""The known diagnosis of a photo from the ISIC Archive, hidden until the visitor asks for it on any page."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.text import Texts
from pages.components.session.photos import ChosenPhoto, state
from pages.components.shell.failures import guarded_callback


def show_known(t: Texts, photo: ChosenPhoto) -> None:
    """Draw the button that reveals the diagnosis, or the diagnosis; nothing for other photos."""
    if photo.archived is None:
        return
    if not state().revealed:
        st.button(t("archive.reveal"), key="archive-reveal", on_click=guarded_callback(_reveal))
        return
    diagnosis = t(f"diagnoses.{photo.archived.diagnosis}.name")
    words = t("archive.known", diagnosis=diagnosis, words=photo.archived.known_as)
    st.html(f'<p role="status">{escape(f"{words} {confirmed_words(t, photo.archived.confirmed)}")}</p>')


def confirmed_words(t: Texts, confirmed: str) -> str:
    """Return how a diagnosis was confirmed, as a sentence."""
    return t(f"archive.confirmations.{confirmed or 'unknown'}")


def _reveal() -> None:
    state().revealed = True

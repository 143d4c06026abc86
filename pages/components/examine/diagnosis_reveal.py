"""The known diagnosis of a case from the ISIC Archive: hidden until somebody asks.

Every page that shows the photo blind has the same button; what was told on one of them is told on the others.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from model.text import Texts
from pages.components.session.lesion_input import ChosenPhoto, state
from pages.components.shell.failures import guarded_callback


def show_known(t: Texts, photo: ChosenPhoto) -> None:
    """A button that tells it, or what it is; nothing for a photo whose diagnosis nobody knows here."""
    if photo.archived is None:
        return
    if not state().revealed:
        st.button(t("archive.reveal"), key="archive-reveal", on_click=guarded_callback(_reveal))
        return
    words = t(
        "archive.known",
        diagnosis=t(f"diagnoses.{photo.archived.diagnosis}.name"),
        words=photo.archived.known_as,
    )
    st.html(f'<p role="status">{escape(words)}</p>')


def _reveal() -> None:
    state().revealed = True

"""Cases of the ISIC Archive: requested only after consent, chosen here, and examined on the other pages."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import open_page
from model.isic_archive.archive import archive
from model.text import Texts
from pages.components.archive.archive_choice import chosen_search, consent
from pages.components.archive.archive_view import search_button, show_found, take_picked
from pages.components.shell.failures import guarded


def page(t: Texts) -> None:
    """Draw the page."""
    st.html(f"<h1>{escape(t('archive.title'))}</h1><p class='lead'>{escape(t('archive.lead'))}</p>")
    asked = archive()
    if asked is None:
        st.html(f"<p>{escape(t('archive.off'))}</p>")
        return
    if not consent(t):
        return
    take_picked(t, asked)
    search_button(t, asked, chosen_search(t))
    show_found(t)


texts = open_page("archive")
with guarded(texts):
    page(texts)

"""One photo, all algorithms: their agreement, the dissenters, every heat map."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import open_page
from model.algorithms.jury import jurors
from model.algorithms.words import name_of
from model.text import Texts
from pages.components.jury.jury_run import run_jury
from pages.components.session.lesion_input import ChosenPhoto, lesion_input, received
from pages.components.shell.failures import guarded


def chosen_photo(t: Texts) -> ChosenPhoto | None:
    """Draw the ways to choose a photo, folded once there is one, and return the photo."""
    current = received(t)
    if not current.photos:
        return lesion_input(t)
    with st.expander(t("jury.other_photo"), expanded=current.refusal is not None):
        return lesion_input(t)


def show_invitation(t: Texts) -> None:
    """Draw what to do before the first photo, and the algorithms that will answer."""
    members = jurors()
    working = ", ".join(name_of(t, member.slug) for member in members if member.card is not None)
    title, text = escape(t("jury.empty_title")), escape(t("jury.empty_text"))
    st.html(f'<div class="empty-mat"><h2>{title}</h2><p>{text}</p><p class="small">{escape(working)}</p></div>')
    for broken in (member for member in members if member.card is None):
        reason = t("errors.submission_broken", reason=broken.reason)
        st.html(f'<p class="small">{escape(f"{name_of(t, broken.slug)}: {reason}")}</p>')


def page(t: Texts) -> None:
    """Arrange the page."""
    st.html(f"<h1 class='for-screen-readers'>{escape(t('jury.title'))}</h1>")
    photo = chosen_photo(t)
    if photo is None:
        show_invitation(t)
    else:
        run_jury(t, photo)


texts = open_page("jury")
with guarded(texts):
    page(texts)

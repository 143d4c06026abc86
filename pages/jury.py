"""One photo, all algorithms: their agreement, the dissenters, every heat map."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import open_page
from model.algorithms.jury import jurors
from model.algorithms.words import name_of
from model.text import Texts
from pages.components.jury.jury_run import run_jury
from pages.components.session.lesion_input import lesion_input
from pages.components.session.visit_strip import show_verdicts
from pages.components.shell.failures import guarded


def show_members(t: Texts) -> None:
    """Draw who will answer, before the first photo."""
    members = jurors()
    lines = [", ".join(name_of(t, member.slug) for member in members if member.card is not None)]
    for broken in (member for member in members if member.card is None):
        lines.append(f"{name_of(t, broken.slug)}: {t('errors.submission_broken', reason=broken.reason)}")
    st.html("".join(f'<p class="small">{escape(line)}</p>' for line in lines))


def page(t: Texts) -> None:
    """Arrange the page."""
    st.html(f"<h1 class='for-screen-readers'>{escape(t('jury.title'))}</h1>")
    photo = lesion_input(t)
    if photo is None:
        show_members(t)
    else:
        run_jury(t, photo)
        show_verdicts(t)


texts = open_page("jury")
with guarded(texts):
    page(texts)

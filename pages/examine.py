"""One photo: choose it, read the prediction, see where the evidence lies, keep the result."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import open_page
from model.errors import AlgorithmError
from model.reading import one_photo
from model.text import Texts
from pages.components.examine.examination import examine
from pages.components.jury.projection import project_button
from pages.components.session.lesion_input import ChosenPhoto, lesion_input, state
from pages.components.session.runner import RUNNER
from pages.components.shell.algorithm_choice import chosen_slug
from pages.components.shell.failures import guarded, show_failure


def show_invitation(t: Texts) -> None:
    """Draw what to do before the first photo, where the photo will be."""
    title, text = escape(t("input.empty_title")), escape(t("input.empty_text"))
    st.html(f'<div class="empty-mat"><h2>{title}</h2><p>{text}</p></div>')


def input_switch(t: Texts, photo: ChosenPhoto) -> str:
    """Return the switch that unfolds the ways to choose a photo on a phone; another photo folds them again."""
    opened = " open" if state().refusal is not None else ""
    summary = f"<summary>{escape(t('jury.other_photo'))}</summary>"
    return f'<details class="input-switch" data-photo="{photo.image.sha256}"{opened}>{summary}</details>'


def page(t: Texts) -> None:
    """Arrange the page."""
    st.html(f'<h1 class="for-screen-readers">{escape(t("start.examine_title"))}</h1>')
    switch = st.empty()
    photo = lesion_input(t)
    if photo is None:
        show_invitation(t)
    else:
        switch.html(input_switch(t, photo))
    slug = chosen_slug()
    try:
        RUNNER.algorithm(slug)  # also before the first photo, so that the first answer is quick
    except AlgorithmError as error:
        show_failure(t, error, t("failure.stopped"))
        return
    if photo is None:
        one_photo.prepare(RUNNER)
    else:
        examine(t, photo, slug)
        project_button(t, "examine")


texts = open_page("examine")
with guarded(texts):
    page(texts)

"""One photo: choose it, read the prediction, see where the evidence lies, keep the result."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import open_page
from model.errors import AlgorithmError
from model.reading import one_photo
from model.text import Texts
from pages.components.examine.compare import compare, comparing
from pages.components.examine.examination import examine
from pages.components.jury.projection import project_button
from pages.components.session.lesion_input import lesion_input
from pages.components.session.runner import RUNNER
from pages.components.session.visit_strip import show_verdicts
from pages.components.shell.algorithm_choice import chosen_slug
from pages.components.shell.failures import guarded, show_failure


def page(t: Texts) -> None:
    """Arrange the page."""
    st.html(f'<h1 class="for-screen-readers">{escape(t("start.examine_title"))}</h1>')
    photo = lesion_input(t)
    slug = chosen_slug()
    try:
        RUNNER.algorithm(slug)  # also before the first photo, so that the first answer is quick
    except AlgorithmError as error:
        show_failure(t, error, t("failure.stopped"))
        return
    if photo is None:
        one_photo.prepare(RUNNER)
    elif comparing():
        compare(t, slug)
        show_verdicts(t)
    else:
        project_button(t, "examine")
        examine(t, photo, slug)


texts = open_page("examine")
with guarded(texts):
    page(texts)

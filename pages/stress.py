"""The stress bench: one photo, disturbed by sliders, and the melanoma probability over the range of one of them."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES, open_page
from model.reading.admission import admitted
from model.reading.findings import Findings
from model.text import Texts
from pages.components.examine.refusal import show_caution, show_refused
from pages.components.session.lesion_input import ChosenPhoto, received, state
from pages.components.session.runner import RUNNER
from pages.components.shell.failures import guarded
from pages.components.stress.losses import show_losses
from pages.components.stress.stress_view import bench


def tested(t: Texts, photo: ChosenPhoto) -> None:
    """The bench, for a photo of a lesion or for whoever insists."""
    admission = admitted(RUNNER, photo.image, anyway=state().insisted)
    if admission.refused:
        show_refused(t, Findings(photo.image, admission=admission, source=photo.source(t)))
        return
    show_caution(t, admission)
    bench(t, photo.image)


def page(t: Texts) -> None:
    """Arrange the page."""
    st.html(f"<h1>{escape(t('stress.title'))}</h1><p class='lead'>{escape(t('stress.lead'))}</p>")
    current = received(t)
    if current.photos:
        tested(t, current.photos[-1])
    else:
        st.html(f'<div class="empty-mat"><p>{escape(t("stress.no_photo"))}</p></div>')
        st.page_link(PAGES["examine"], label=t("start.examine_link"), query_params={"lang": t.language})
    show_losses(t)


texts = open_page("stress")
with guarded(texts):
    page(texts)

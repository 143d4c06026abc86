"""The stress bench: one photo disturbed by sliders, and the melanoma probability over the range of one disturbance."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES, open_page
from model.reading.admission import admitted
from model.reading.findings import Findings
from model.text import Texts
from pages.components.examine.refusal import show_caution, show_refused
from pages.components.session.lesion_input import drop_here, received
from pages.components.session.photos import ChosenPhoto, state
from pages.components.session.runner import RUNNER
from pages.components.shell.failures import guarded
from pages.components.stress.losses import show_losses
from pages.components.stress.stress_view import bench


def tested(t: Texts, photo: ChosenPhoto) -> None:
    """Draw the bench for a photo that the gate admits or the visitor insists on."""
    admission = admitted(RUNNER, photo.image, anyway=state().insisted)
    if admission.refused:
        show_refused(t, Findings(photo.image, admission=admission, source=photo.source(t)))
        return
    show_caution(t, admission)
    bench(t, photo.image)


def page(t: Texts) -> None:
    """Draw the page."""
    st.html(f"<h1>{escape(t('stress.title'))}</h1><p class='lead'>{escape(t('stress.lead'))}</p>")
    current = received(t)
    drop_here(t)
    if current.photos:
        tested(t, current.photos[-1])
    else:
        st.html(f'<div class="empty-mat"><p>{escape(t("stress.no_photo"))}</p></div>')
        st.page_link(PAGES["examine"], label=t("start.examine_link"), query_params={"lang": t.language})
    show_losses(t)


texts = open_page("stress")
with guarded(texts):
    page(texts)

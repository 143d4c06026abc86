"""A series: many photos at once on one contact sheet, each one click from its examination."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import open_page
from model.errors import AlgorithmError
from model.text import Texts
from pages.components.series.series_view import show_series
from pages.components.session.lesion_input import drop_series, received_series
from pages.components.session.photos import state
from pages.components.session.runner import RUNNER
from pages.components.shell.algorithm_choice import chosen_slug
from pages.components.shell.failures import guarded, guarded_callback, show_failure


def page(t: Texts) -> None:
    """Draw the page."""
    st.html(f"<h1>{escape(t('series.title'))}</h1>")
    series = received_series(t)
    drop_series(t)
    if series is None:
        if state().cleared is not None:
            st.button(t("series.undo"), key="series-undo", on_click=guarded_callback(state().restore_series))
        return
    try:
        algorithm = RUNNER.algorithm(chosen_slug())
    except AlgorithmError as error:
        show_failure(t, error, t("failure.stopped"))
        return
    show_series(t, series, algorithm)


texts = open_page("series")
with guarded(texts):
    page(texts)

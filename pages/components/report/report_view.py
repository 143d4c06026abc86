"""The report about the leaderboard, made only when asked for."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.charts.chart_data import ChartData
from model.settings import settings
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.cache.challenges import FIRST, definition_of
from pages.components.report.report_files import file_name, offer_files


def show_report(t: Texts, data: ChartData, challenge: str = FIRST) -> None:
    """Draw the buttons that make and save the report about the leaderboard of a challenge."""
    st.html(f"<h2>{escape(t('report.save'))}</h2><p class='prose'>{escape(t('report.save_note'))}</p>")
    labels, name = (t("report.save_html"), t("report.save_pdf")), file_name(f"{t('app.name')}-{t.language}", "%Y-%m-%d")
    with st.container(key="report", horizontal=True, vertical_alignment="center"):
        offer_files(t, "report", labels, name, lambda: report_html(t, data, challenge))


def report_html(t: Texts, data: ChartData, challenge: str = FIRST) -> str:
    """Return the report with the page's rule, set and language, as HTML."""
    from model.report.origin import read_origin  # slow: only once a report is asked for
    from model.report.page import html_of
    from model.report.sections import write_contents

    participants = data.evaluation.benchmark.participants
    if challenge == FIRST:
        origin = read_origin(algorithm_scores.BENCHMARK, settings().weights, participants)
        return html_of(write_contents(data, origin, t))
    definition = definition_of(challenge)
    words = (definition.title, definition.about, definition.licence)
    about = [said.in_language(t.language) for said in words]
    return html_of(
        write_contents(data, read_origin(definition.folder, settings().weights, participants), t, about=about)
    )

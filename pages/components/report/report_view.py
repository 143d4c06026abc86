"""Downloads of the report: as a web page and, with an installed Chromium, as PDF. Made on request."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from html import escape

import streamlit as st

from model.charts.chart_data import ChartData
from model.errors import ChromiumMissing
from model.report.pdf import printer
from model.settings import settings
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.shell.failures import sentence


def show_report(t: Texts, data: ChartData) -> None:
    """Draw two buttons that make the report and save it."""
    st.html(f"<h2>{escape(t('report.save'))}</h2><p class='prose'>{escape(t('report.save_note'))}</p>")
    with st.container(key="report", horizontal=True, vertical_alignment="center"):
        _button(t, "html", "text/html", lambda: report_html(t, data).encode())
        try:
            printer()
        except ChromiumMissing as error:
            st.html(f"<p class='small'>{escape(sentence(t, error))}</p>")
        else:
            _button(t, "pdf", "application/pdf", lambda: report_pdf(t, data))


def report_html(t: Texts, data: ChartData) -> str:
    """The report in HTML, with the rule, set and language of the page."""
    from model.report.origin import read_origin  # imported on request only
    from model.report.page import html_of
    from model.report.sections import write_contents

    participants = data.evaluation.benchmark.participants
    origin = read_origin(algorithm_scores.BENCHMARK, settings().weights, participants)
    return html_of(write_contents(data, origin, t))


def report_pdf(t: Texts, data: ChartData) -> bytes:
    """The report as PDF.

    Raises:
        ReportError: no browser prints it.
    """
    from model.report.pdf import pdf_of

    return pdf_of(report_html(t, data))


def _button(t: Texts, ending: str, mime: str, make: Callable[[], bytes]) -> None:
    brand = t("app.name").lower().replace(" ", "-")
    name = f"{brand}-{t.language}-{datetime.datetime.now().astimezone():%Y-%m-%d}.{ending}"
    label = t(f"report.save_{ending}")
    st.download_button(label, make, file_name=name, mime=mime, key=f"report-{ending}", on_click="ignore")

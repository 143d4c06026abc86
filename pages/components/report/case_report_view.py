"""The case report to keep: one page about the photo, as a web page and, where a Chromium is installed, as PDF.

It is made on request from the findings of this session; algorithms that have not answered are asked first. Nothing of
it is kept: the two buttons make the file when they are pressed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.algorithms.words import name_of
from model.errors import ChromiumMissing
from model.reading.findings import Findings
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.examine.sureness_view import surest_elsewhere
from pages.components.session.wanted import want_report
from pages.components.shell.failures import guarded_callback, sentence

if TYPE_CHECKING:
    from model.report.case.facts import CaseFacts

MOST_MAPS = 5
"""As in `model.report.case.facts`, which is imported only once a report is asked for."""


def show_report_button(t: Texts, findings: Findings) -> None:
    """Draw the button that asks for the report."""
    wants = guarded_callback(want_report)
    st.button(t("case_report.button"), key="make-case-report", on_click=wants, args=(findings.image.sha256,))


def show_report_panel(t: Texts, findings: Findings, slugs: Sequence[str]) -> tuple[list[str], DeltaGenerator]:
    """Draw heading, choice of heat maps and button; return the chosen slugs and the slot of the files."""
    with st.container(key="jury-report", gap="small"):
        st.html(f"<h2>{escape(t('case_report.heading'))}</h2>")
        st.html(f'<p class="small">{escape(t("case_report.note"))}</p>')
        chosen = _chosen_maps(t, slugs)
        show_report_button(t, findings)
        return chosen, st.empty()


def _chosen_maps(t: Texts, slugs: Sequence[str]) -> list[str]:
    """Draw the choice of heat maps; at first those that come first on the page."""

    def keep() -> None:
        chosen = list(st.session_state["report-maps"])
        if len(chosen) <= MOST_MAPS:  # one more than fits changes nothing
            st.session_state["kept-report-maps"] = chosen

    kept = st.session_state.setdefault("kept-report-maps", list(slugs[:MOST_MAPS]))
    st.session_state["report-maps"] = [slug for slug in kept if slug in slugs]
    st.pills(
        t("case_report.choose_maps", most=MOST_MAPS),
        slugs,
        selection_mode="multi",
        format_func=lambda slug: name_of(t, slug),
        key="report-maps",
        on_change=guarded_callback(keep),
    )
    chosen = set(st.session_state["report-maps"])
    return [slug for slug in slugs if slug in chosen]


def offer_report(t: Texts, findings: Findings, maps: Sequence[str], slot: DeltaGenerator) -> None:
    """Draw the buttons that make and save the report.

    Args:
        t: texts of the session's language.
        findings: with the answers of all algorithms, and the one in detail.
        maps: slugs of the heat maps to show.
        slot: where the buttons stand.
    """
    from model.report.case.facts import Detail, case_facts

    detail = Detail(
        findings.chosen,
        algorithm_scores.unseen_at_the_point(findings.chosen),
        surest_elsewhere(findings.chosen),
    )
    facts = case_facts(findings, detail, maps, t)
    with slot.container(key="saved-report", gap="xsmall"):
        st.html(f'<p class="small" role="status">{escape(t("case_report.ready"))}</p>')
        with st.container(key="saved-report-files", horizontal=True, vertical_alignment="center", gap="small"):
            _offer(t, facts)


def _offer(t: Texts, facts: CaseFacts) -> None:
    """Draw a button for each format; a sentence instead of the PDF where no browser prints it."""
    from model.report.pdf import printer

    _button(t, "html", "text/html", lambda: case_html(t, facts).encode())
    try:
        printer()
    except ChromiumMissing as error:
        st.html(f"<p class='small'>{escape(sentence(t, error))}</p>")
    else:
        _button(t, "pdf", "application/pdf", lambda: case_pdf(t, facts))


def case_html(t: Texts, facts: CaseFacts) -> str:
    """Return the page as HTML; runs in a thread without a session."""
    from model.report.case.contents import write_case
    from model.report.case.page import html_of_case

    return html_of_case(write_case(facts, t))


def case_pdf(t: Texts, facts: CaseFacts) -> bytes:
    """Return the page as PDF.

    Raises:
        ReportError: no browser prints it.
    """
    from model.report.pdf import pdf_of

    return pdf_of(case_html(t, facts))


def _button(t: Texts, ending: str, mime: str, make: Callable[[], bytes]) -> None:
    words = f"{t('app.name')} {t('case_report.title')}".lower().replace(" ", "-")
    name = f"{words}-{datetime.datetime.now().astimezone():%Y-%m-%d-%H%M}.{ending}"
    label = t(f"case_report.save_{ending}")
    st.download_button(label, make, file_name=name, mime=mime, key=f"saved-report-{ending}", on_click="ignore")

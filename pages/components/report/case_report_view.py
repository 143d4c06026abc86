"""The case report to keep: one page about the photo, as a web page and, where a Chromium is installed, as PDF.

It is made on request from the findings of this session; algorithms that have not answered are asked first. The file is
made when its button is pressed, and not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.algorithms.words import name_of
from model.reading.findings import Findings
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.examine.sureness_view import surest_elsewhere
from pages.components.session.wanted import want
from pages.components.shell.failures import guarded_callback
from pages.components.shell.kept_choice import KeptChoice

if TYPE_CHECKING:
    from model.report.case.facts import CaseFacts

MOST_MAPS = 5
"""As in `model.report.case.facts`, which is imported only once a report is asked for."""


def show_report_button(t: Texts, findings: Findings) -> None:
    """Draw the button that asks for the report."""
    subject = ("case-report", findings.image.sha256)
    st.button(t("case_report.button"), key="make-case-report", on_click=guarded_callback(want), args=subject)


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
    choice = KeptChoice("report-maps", list(slugs[:MOST_MAPS]), lambda: slugs)
    before = choice.value()

    def limit() -> None:
        if len(choice.value()) > MOST_MAPS:  # one more than fits changes nothing
            choice.keep(before)

    label, names = t("case_report.choose_maps", most=MOST_MAPS), partial(name_of, t)
    chosen = choice.control(st.pills, label, limit, selection_mode="multi", format_func=names)
    return [slug for slug in slugs if slug in chosen]


def offer_report(t: Texts, findings: Findings, maps: Sequence[str], slot: DeltaGenerator) -> None:
    """Draw the buttons that make and save the report about complete findings, with the heat maps of some slugs."""
    from model.report.case.facts import Detail, case_facts

    slug = findings.chosen
    detail = Detail(slug, algorithm_scores.unseen_at_the_point(slug), surest_elsewhere(slug))
    with slot.container(key="saved-report", gap="xsmall"):
        st.html(f'<p class="small" role="status">{escape(t("case_report.ready"))}</p>')
        with st.container(key="saved-report-files", horizontal=True, vertical_alignment="center", gap="small"):
            _offer(t, case_facts(findings, detail, maps, t))


def _offer(t: Texts, facts: CaseFacts) -> None:
    from pages.components.report.report_files import file_name, offer_files

    labels = t("case_report.save_html"), t("case_report.save_pdf")
    name = file_name(f"{t('app.name')} {t('case_report.title')}", "%Y-%m-%d-%H%M")
    offer_files(t, "saved-report", labels, name, lambda: _html(t, facts))


def _html(t: Texts, facts: CaseFacts) -> str:
    from model.report.case.contents import write_case
    from model.report.case.page import html_of_case

    return html_of_case(write_case(facts, t))

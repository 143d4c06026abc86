"""The case report to keep: one page about the photo, as a web page and, where a Chromium is installed, as PDF.

It is made from the findings of this session when its button is pressed, and not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from model.algorithms.words import name_of
from model.reading.findings import Findings
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.examine.sureness_view import surest_elsewhere
from pages.components.report.report_files import file_name, offer_file, offer_files
from pages.components.shell.kept_choice import KeptChoice

if TYPE_CHECKING:
    from model.report.case.facts import Detail

MOST_MAPS = 5
"""As in `model.report.case.facts`, which is imported only once a report is asked for."""


def show_report_panel(t: Texts, slugs: Sequence[str]) -> tuple[list[str], ReportButton]:
    """Draw heading, choice of heat maps and buttons; return the chosen slugs and the buttons, which wait."""
    with st.container(key="jury-report", gap="small"):
        st.html(f"<h2>{escape(t('case_report.heading'))}</h2>")
        return _chosen_maps(t, slugs), ReportButton(t, as_page=True)


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


class ReportButton:
    """The report in one click; the button waits for the answers of all algorithms.

    Args:
        t: texts of the session's language.
        as_page: offer the report as a web page too.
    """

    def __init__(self, t: Texts, as_page: bool = False) -> None:
        self._t, self._as_page, self._slot, self._is_offered = t, as_page, st.empty(), False
        self._slot.button(t("case_report.one"), key="report-awaited", disabled=True)

    def draw(self, findings: Findings, maps: Sequence[str]) -> None:
        """Offer the report once every algorithm has answered or failed, with the heat maps of some slugs."""
        if self._is_offered or any(answer.awaits_answer for answer in findings.answers):
            return
        self._is_offered, t, page = True, self._t, _page(self._t, findings, maps)
        name = file_name(f"{t('app.name')} {t('case_report.title')}", "%Y-%m-%d-%H%M")
        with self._slot.container(horizontal=True, vertical_alignment="center", gap="small"):
            if self._as_page:
                labels = t("case_report.save_html"), t("case_report.save_pdf")
                offer_files(t, "report-now", labels, name, page)
            else:
                offer_file(t, "report-now", t("case_report.one"), name, page)


def _page(t: Texts, findings: Findings, maps: Sequence[str]) -> Callable[[], str]:
    """Return what makes the report when its button is pressed, in a thread without a session."""
    return partial(_html, t, findings, _detail(findings), tuple(maps))


def _detail(findings: Findings) -> Detail:
    from model.report.case.facts import Detail

    slug = findings.chosen
    return Detail(slug, algorithm_scores.unseen_at_the_point(slug), surest_elsewhere(slug))


def _html(t: Texts, findings: Findings, detail: Detail, maps: Sequence[str]) -> str:
    from model.report.case.contents import write_case
    from model.report.case.facts import case_facts
    from model.report.case.page import html_of_case

    return html_of_case(write_case(case_facts(findings, detail, maps, t), t))

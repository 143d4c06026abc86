"""Examine one photo: the answer beside its heat map, filled as the findings arrive; the rest is in three folds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from model.reading.findings import Findings
from model.reading.one_photo import read
from model.text import Texts
from pages.components.examine import criteria_view, explanation_view
from pages.components.examine.details_view import save_button, show_details, show_limits, show_time
from pages.components.examine.diagnosis_reveal import show_known
from pages.components.examine.examination_wait import ExaminationWait
from pages.components.examine.focus_view import focus_section
from pages.components.examine.map_check_view import show_check, show_check_button
from pages.components.examine.measurements_view import show_measurements
from pages.components.examine.prediction_view import JuryLine, show_bars, show_prediction
from pages.components.examine.refusal import show_caution, show_refused
from pages.components.examine.remarks_view import about_line, remarks_line, remarks_list
from pages.components.examine.similar_cases import show_cases
from pages.components.examine.sureness_view import show_sureness
from pages.components.examine.zoom import zoom_html, zoom_script
from pages.components.report.case_report_view import ReportButton
from pages.components.session.photos import ChosenPhoto
from pages.components.session.runner import RUNNER
from pages.components.session.visit_strip import show_verdicts
from pages.components.session.wanted import request_for
from pages.components.shell.algorithm_choice import algorithm_control
from pages.components.shell.failures import show_failure
from pages.components.shell.placeholder import LiveSlots, Placeholder
from pages.components.shell.practice_choice import practice_control

FOLDS = ("sure", "map", "criteria", "limits")


@dataclass
class Areas:
    """The areas of an examination in reading order; a view of the photo alone has no heat map."""

    picture: Placeholder
    heat: Placeholder | None
    answer: Placeholder
    under: Placeholder
    folds: Placeholder
    view: str
    opacity: float


def examine(t: Texts, photo: ChosenPhoto, slug: str) -> None:
    """Read a photo with one algorithm in detail and draw the findings as they arrive.

    A known answer stays where it is while only another map is computed; what belongs to another photo or another
    algorithm is removed before the new one is computed.
    """
    wait = ExaminationWait(t, request_for(t, photo, slug))
    snapshots = read(RUNNER, photo.image, wait.request, wait)
    findings = next(snapshots)
    if findings.admission.refused:
        show_refused(t, findings)
        return
    above = st.empty()
    awaited = findings.admission.state == "awaited" or findings.answer.prediction is None
    if not awaited:
        findings = _answered(snapshots, wait, above)
    above.empty()
    areas = _arranged(t, findings, awaited)
    if awaited:
        _show_awaited(t, findings, areas)
        findings = _answered(snapshots, wait, areas.answer.slot)
    _fill(t, photo, findings, areas, wait, snapshots)


def _answered(snapshots: Iterator[Findings], wait: ExaminationWait, slot: DeltaGenerator) -> Findings:
    """Return the snapshot with the answer; where the gate refuses the photo, the page begins again."""
    wait.slots["answer"] = slot
    for findings in snapshots:
        if findings.admission.refused:
            st.rerun()
        if findings.answer.examination is not None or findings.answer.failure is not None:
            wait.findings = findings
            return findings
    raise AssertionError("expected an answer or a failure")


def _arranged(t: Texts, findings: Findings, awaited: bool) -> Areas:
    """Draw the page without its answer: its areas, and the switches that change what they show."""
    heat, view = None, explanation_view.VIEW.value()
    with st.container(key="examination"):
        with st.container(key="pictures"):
            with st.container(key="photo"):
                picture = Placeholder("exam-photo", awaited)
            if view == "side_by_side":
                with st.container(key="heat"):
                    heat = Placeholder("exam-map", awaited)
        with st.container(key="result", gap="small"):
            answer = Placeholder("exam-answer", awaited)
            with st.container(key="who", horizontal=True, vertical_alignment="bottom", gap="small"):
                _who_control(t, findings)
        with st.container(key="controls", horizontal=True, vertical_alignment="center"):
            opacity = explanation_view.controls(t)
        with st.container(key="under", gap="small"):
            under = Placeholder("exam-below", awaited)
    return Areas(picture, heat, answer, under, Placeholder("exam-more", awaited), view, opacity)


def _who_control(t: Texts, findings: Findings) -> None:
    """Draw the choice of algorithm, and of practice where it has an effect."""
    algorithm_control(t, t("examine.answers"))
    sheet = findings.answer.sheet
    if sheet and not sheet.operating_point.in_its_practice.practice.is_equal:
        practice_control(t)


def _show_awaited(t: Texts, findings: Findings, areas: Areas) -> None:
    """Draw the new photo, and in every other area that its content is to come."""
    with areas.picture.slot.container():
        explanation_view.show_photo(t, findings)
    areas.answer.slot.html(f'<p class="waiting" role="status">{escape(t("examine.underway"))}</p>')
    if areas.heat is not None:
        areas.heat.slot.html(f'<div class="map-to-come">{escape(t("jury.map_follows"))}</div>')


def _fill(
    t: Texts,
    photo: ChosenPhoto,
    findings: Findings,
    areas: Areas,
    wait: ExaminationWait,
    snapshots: Iterator[Findings],
) -> None:
    """Draw the answer in its areas, then update what follows with each further snapshot."""
    if findings.answer.failure is not None:
        with areas.answer.filled():
            show_failure(t, findings.answer.failure)
        return
    live = LiveSlots(t, findings)
    with areas.answer.filled():
        show_caution(t, findings.admission)
        show_prediction(t, findings, live)
        jury = JuryLine(t)
        show_bars(t, findings)
    _fill_pictures(t, findings, areas, live)
    with areas.under.filled():
        live.place(remarks_line)
        live.place(about_line)
        live.place(criteria_view.line)
        show_known(t, photo)
        with st.container(key="keep", horizontal=True, vertical_alignment="center", gap="small"):
            report = ReportButton(t)
            save_button(t, findings, areas.opacity)
    with areas.folds.filled():
        wait.slots["check"] = _folds(t, findings, live)
    show_verdicts(t)
    jury.draw(findings)
    report.draw(findings, [findings.chosen])
    for snapshot in snapshots:
        checked = snapshot.check is not None and findings.check is None
        findings = wait.findings = snapshot
        live.update(findings)
        jury.draw(findings)
        report.draw(findings, [findings.chosen])
        if checked:
            with wait.slots["check"].container():
                show_check(t, findings)


def _fill_pictures(t: Texts, findings: Findings, areas: Areas, live: LiveSlots) -> None:
    with areas.picture.filled():
        if areas.view == "overlay":
            explanation_view.show_heat(t, findings, areas.opacity)
        else:
            explanation_view.show_photo(t, findings)
        live.place(zoom_html)
        st.html(zoom_script(), unsafe_allow_javascript=True)
    if areas.heat is not None:
        with areas.heat.filled():
            explanation_view.show_heat(t, findings, areas.opacity)


@contextmanager
def _fold(t: Texts, name: str) -> Iterator[None]:
    with st.expander(t(f"examine.{name}"), key=f"fold-{name}"):
        yield


def _folds(t: Texts, findings: Findings, live: LiveSlots) -> DeltaGenerator:
    """Draw the three folds and return the slot of the map's check: one line here shows one more finding."""
    explanation = findings.answer.explanation
    assert explanation is not None
    with _fold(t, "sure"):
        show_sureness(t, findings, live)
    with _fold(t, "map"):
        explanation_view.show_legend(t, findings)
        live.place(focus_section)
        check = show_check_button(t, findings)
        show_cases(t, explanation)
        show_measurements(t, explanation)
    with _fold(t, "criteria"):
        criteria_view.show_criteria(t, findings)
    with _fold(t, "limits"):
        show_limits(t, findings)
        live.place(remarks_list)
        show_details(t, findings)
        show_time(t, findings)
    return check

"""Examine one photo: the answer beside its heat map, filled as the findings arrive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components.shell.frame import PAGES
from model.reading.findings import Findings
from model.reading.one_photo import read
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.examine import explanation_view
from pages.components.examine.details_view import save_button, show_details, show_limits, show_time
from pages.components.examine.diagnosis_reveal import show_known
from pages.components.examine.examination_wait import ExaminationWait
from pages.components.examine.focus_view import focus_section
from pages.components.examine.map_check_view import show_check, show_check_button
from pages.components.examine.measurements_view import show_measurements
from pages.components.examine.prediction_view import show_prediction
from pages.components.examine.refusal import show_caution, show_refused
from pages.components.examine.remarks_view import remarks_line, remarks_list
from pages.components.examine.similar_cases import show_cases
from pages.components.examine.sureness_view import show_sureness
from pages.components.report.case_report_view import offer_report, show_report_button
from pages.components.session.photos import ChosenPhoto
from pages.components.session.runner import RUNNER
from pages.components.session.wanted import request_for
from pages.components.shell.algorithm_choice import algorithm_control
from pages.components.shell.failures import show_failure
from pages.components.shell.placeholder import LiveSlots, Placeholder
from pages.components.shell.practice_choice import practice_control


@dataclass
class Areas:
    """The areas of an examination in reading order; some views have no heat map or no scale."""

    picture: Placeholder
    answer: Placeholder
    heat: Placeholder | None
    scale: Placeholder | None
    under: Placeholder
    details: Placeholder
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
    """Draw the page without its answer: switches, limits of the result, and the areas of the rest."""
    heat = scale = None
    with st.container(key="examination"):
        with st.container(key="seen"):
            view, opacity = explanation_view.controls(t)
            with st.container(key="photo"):
                picture = Placeholder("exam-photo", awaited)
            if view == "side_by_side":
                with st.container(key="heat"):
                    heat = Placeholder("exam-map", awaited)
            if view != "photo":
                with st.container(key="scale", gap="small"):
                    scale = Placeholder("exam-scale", awaited)
            with st.container(key="under", gap="small"):
                under = Placeholder("exam-below", awaited)
        with st.container(key="said"):
            with st.container(key="result", gap="small"):
                answer = _answer_area(t, findings, awaited)
            with st.container(key="limits", gap="xsmall"):
                show_limits(t, findings)
    return Areas(picture, answer, heat, scale, under, Placeholder("exam-more", awaited), opacity)


def _answer_area(t: Texts, findings: Findings, awaited: bool) -> Placeholder:
    """Draw the choices of algorithm and practice, the area of the answer, and the ways on."""
    answer = findings.answer
    with st.container(key="who", horizontal=True, vertical_alignment="bottom", gap="small"):
        algorithm_control(t, t("examine.answers"))
        if answer.sheet and not answer.sheet.operating_point.in_its_practice.practice.is_equal:
            practice_control(t)
    area = Placeholder("exam-answer", awaited)
    with st.container(key="onward", horizontal=True, gap="medium"):
        st.page_link(PAGES["jury"], label=t("jury.link"), query_params={"lang": t.language})
        query = {"algorithm": answer.slug, "lang": t.language}
        st.page_link(PAGES["consultation"], label=t("consultation.link"), query_params=query)
    return area


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
    """Draw the answer in its areas, then update the slots with each further snapshot."""
    if findings.answer.failure is not None:
        with areas.answer.filled():
            show_failure(t, findings.answer.failure)
        return
    live = LiveSlots(t, findings)
    _fill_answer(t, findings, areas, wait, live)
    _fill_pictures(t, findings, areas, live)
    _fill_under(t, photo, findings, areas, wait, live)
    with areas.details.filled():
        show_details(t, findings)
    for snapshot in snapshots:
        arrived = snapshot.check is not None and findings.check is None
        findings = wait.findings = snapshot
        live.update(findings)
        if arrived:
            with wait.slots["check"].container():
                show_check(t, findings)
    if wait.request.jury:
        offer_report(t, findings, [findings.chosen], wait.slots["report"])


def _fill_answer(t: Texts, findings: Findings, areas: Areas, wait: ExaminationWait, live: LiveSlots) -> None:
    def sureness() -> None:
        wait.slots["looks"] = show_sureness(t, findings, live)

    with areas.answer.filled():
        show_caution(t, findings.admission)
        show_prediction(t, findings, algorithm_scores.unseen_at_the_point(findings.chosen), sureness)


def _fill_pictures(t: Texts, findings: Findings, areas: Areas, live: LiveSlots) -> None:
    with areas.picture.filled():
        if areas.heat is None and areas.scale is not None:
            explanation_view.show_heat(t, findings, areas.opacity)
        else:
            explanation_view.show_photo(t, findings)
        live.place(remarks_line)
    if areas.heat is not None:
        with areas.heat.filled():
            explanation_view.show_heat(t, findings, areas.opacity)
    if areas.scale is not None:
        with areas.scale.filled():
            explanation_view.show_legend(t, findings)
            with st.container(key="focus"):
                live.place(focus_section)


def _fill_under(
    t: Texts, photo: ChosenPhoto, findings: Findings, areas: Areas, wait: ExaminationWait, live: LiveSlots
) -> None:
    """Draw what stands under the pictures: one line here shows one more finding."""
    with areas.under.filled():
        live.place(remarks_list)
        show_known(t, photo)
        if areas.scale is not None:
            wait.slots["check"] = show_check_button(t, findings)
        explanation = findings.answer.explanation
        if explanation is not None:
            show_cases(t, explanation)
            show_measurements(t, explanation)
        with st.container(horizontal=True, vertical_alignment="center"):
            save_button(t, findings, areas.opacity)
            show_report_button(t, findings)
            show_time(t, findings)
        wait.slots["report"] = st.empty()

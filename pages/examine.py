"""One photo: choose it, read the prediction, see where the evidence lies, keep the result."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components.shell.frame import PAGES, open_page
from model.algorithms.catalogue import DEFAULT_SLUG
from model.algorithms.contract import Algorithm, Examination
from model.algorithms.jury import Opinion
from model.algorithms.words import name_of
from model.errors import AlgorithmError
from model.text import Texts
from model.trust.photo_words import size_words
from model.work_queue import Job
from pages.components.cache import algorithm_scores, loaded_algorithms
from pages.components.examine import explanation_view
from pages.components.examine.diagnosis_reveal import show_known
from pages.components.examine.focus_view import show_focus
from pages.components.examine.gate_view import (
    ask_the_gate,
    caution,
    is_asked,
    is_refused,
    ready_to_ask,
    show_caution,
    show_refused,
)
from pages.components.examine.map_check_view import check_button, show_check
from pages.components.examine.measurements_view import show_measurements
from pages.components.examine.outlines import outline_on, ready_to_outline
from pages.components.examine.prediction_view import show_prediction
from pages.components.examine.remarks_view import RemarksPlaces
from pages.components.examine.similar_cases import show_cases
from pages.components.examine.sureness_view import Sureness
from pages.components.report.case_report_view import ReportPlace
from pages.components.session.examinations import Timed, examination_of, known_prediction
from pages.components.session.lesion_input import ChosenPhoto, lesion_input, state
from pages.components.session.work import waiting_html
from pages.components.shell.facts_table import facts_table
from pages.components.shell.failures import guarded, guarded_callback, show_failure
from pages.components.shell.placeholder import Place
from pages.components.shell.practice_choice import chosen_practice, practice_control


def invitation(t: Texts) -> None:
    """Before the first photo: what to do, on the mat where the photo will be."""
    title, text = escape(t("input.empty_title")), escape(t("input.empty_text"))
    st.html(f'<div class="empty-mat"><h2>{title}</h2><p>{text}</p></div>')


def about_the_photo(t: Texts, photo: ChosenPhoto) -> str:
    """Its source and size."""
    return f"{photo.source(t)} · {size_words(t, photo.image)}"


def limits(t: Texts, algorithm: Algorithm) -> None:
    """What the result does not know: beside it, not on another page."""
    paragraphs = "".join(
        f"<p>{escape(text)}</p>"
        for text in (
            t("limits.device"),
            t("limits.heat"),
            t("limits.training", images=algorithm.sheet.fit_images),
        )
    )
    st.html(f'<section class="limits"><h3>{escape(t("limits.title"))}</h3>{paragraphs}</section>')
    st.page_link(PAGES["about"], label=t("limits.more"), query_params={"lang": t.language})


def save_button(t: Texts, photo: ChosenPhoto, examination: Examination, algorithm: Algorithm, opacity: float) -> None:
    """The result as one picture; it is drawn only when someone asks for it."""
    words = caution(t, photo.image)  # here, for it is drawn in a thread that knows no session

    def picture() -> bytes:
        from model.result_picture import result_png

        return result_png(
            photo.image, examination, algorithm.sheet, t, photo.source(t), opacity, chosen_practice(), words
        )

    name = f"{t('app.name').lower().replace(' ', '-')}-{datetime.datetime.now().astimezone():%Y-%m-%d-%H%M}.png"
    st.download_button(t("result.save"), picture, file_name=name, mime="image/png", key="save", on_click="ignore")


def chosen_slug() -> str:
    """The algorithm that answers: by the address, else as chosen before; one that cannot answer gives way."""
    asked = st.query_params.get("algorithm") or st.session_state.get("kept-algorithm", DEFAULT_SLUG)
    slug = asked if asked in loaded_algorithms.usable_slugs() else DEFAULT_SLUG
    st.session_state["kept-algorithm"] = slug
    return slug


def choice(t: Texts, slug: str) -> None:
    """Another algorithm may answer; where there is only one, there is nothing to choose."""

    def change() -> None:
        st.query_params["algorithm"] = st.session_state["kept-algorithm"] = st.session_state["algorithm-choice"]

    slugs = loaded_algorithms.usable_slugs()
    if len(slugs) > 1:
        st.session_state["algorithm-choice"] = slug
        st.selectbox(
            t("examine.answers"),
            slugs,
            format_func=lambda each: name_of(t, each),
            key="algorithm-choice",
            on_change=guarded_callback(change),
        )


def examination_shown(t: Texts, photo: ChosenPhoto, algorithm: Algorithm, slot: DeltaGenerator) -> Timed[Examination]:
    """The examination; until it is there, the place in the line, or how much of a slow map is done."""

    def stand(job: Job) -> None:
        if job.share is None:
            slot.html(waiting_html(t, job, t("examine.underway")))
        else:
            slot.progress(min(1.0, job.share), text=t("examine.occlusion"))

    ask_the_gate(photo.image, stand)
    return examination_of(algorithm, photo.image, state().target, stand)


@dataclass
class Areas:
    """The places of an examination, in reading order; some views have no heat map or no scale."""

    picture: Place
    answer: Place
    heat: Place | None
    scale: Place | None
    under: Place
    details: Place
    opacity: float


def arranged(t: Texts, photo: ChosenPhoto, algorithm: Algorithm, to_come: bool) -> Areas:
    """The page without its answer: photo, switches, what the result does not know."""
    heat = scale = None
    with st.container(key="examination"):
        with st.container(key="seen"):
            view, opacity = explanation_view.controls(t)
            with st.container(key="photo"):
                picture = Place("exam-photo", to_come)
            if view == "side_by_side":
                with st.container(key="heat"):
                    heat = Place("exam-map", to_come)
            if view != "photo":
                with st.container(key="scale", gap="small"):
                    scale = Place("exam-scale", to_come)
            with st.container(key="under", gap="small"):
                under = Place("exam-below", to_come)
        with st.container(key="said"):
            with st.container(key="result", gap="small"):
                answer = answering(t, algorithm, to_come)
            with st.container(key="limits", gap="xsmall"):
                limits(t, algorithm)
    return Areas(picture, answer, heat, scale, under, Place("exam-more", to_come), opacity)


def answering(t: Texts, algorithm: Algorithm, to_come: bool) -> Place:
    """Who answers and for which practice, the place of the answer, and the way on."""
    with st.container(key="who", horizontal=True, vertical_alignment="bottom", gap="small"):
        choice(t, algorithm.card.slug)
        if not algorithm.sheet.operating_point.in_its_practice.practice.is_equal:
            practice_control(t)
    answer = Place("exam-answer", to_come)
    with st.container(key="onward", horizontal=True, gap="medium"):
        st.page_link(PAGES["jury"], label=t("jury.link"), query_params={"lang": t.language})
        query = {"algorithm": algorithm.card.slug, "lang": t.language}
        st.page_link(PAGES["consultation"], label=t("consultation.link"), query_params=query)
    return answer


def to_be_examined(t: Texts, photo: ChosenPhoto, areas: Areas) -> None:
    """The new photo, and in the place of every answer that it is to come: nothing of another photo stands beside it."""
    with areas.picture.slot.container():
        explanation_view.show_photo(t, photo.image, photo.source(t))
    areas.answer.slot.html(f'<p class="waiting" role="status">{escape(t("examine.underway"))}</p>')
    if areas.heat is not None:
        areas.heat.slot.html(f'<div class="map-to-come">{escape(t("jury.map_follows"))}</div>')


def examined(t: Texts, photo: ChosenPhoto, algorithm: Algorithm) -> None:
    """The photo, the result and the heat map in the three areas of the page.

    An answer that is known stays where it is while only another map is computed; what belongs to another photo or
    another algorithm goes before the new one is computed.
    """
    if is_refused(photo.image):
        show_refused(t, photo)
        return
    to_come = not is_asked(photo.image) or known_prediction(photo.image, algorithm.sheet.sha256) is None
    above = st.empty()
    timed = None if to_come else examination_shown(t, photo, algorithm, above)
    above.empty()
    areas = arranged(t, photo, algorithm, to_come)
    if timed is None:
        to_be_examined(t, photo, areas)
        timed = examination_shown(t, photo, algorithm, areas.answer.slot)
    filled(t, photo, algorithm, timed, areas)


def filled(t: Texts, photo: ChosenPhoto, algorithm: Algorithm, timed: Timed[Examination], areas: Areas) -> None:
    """The answer in its places; where the map looks follows, since the outline is drawn for it."""
    focus_slot = check_slot = None
    examination, explanation = timed.answer, timed.answer.explanation
    threshold = algorithm.sheet.operating_point.shown_in(chosen_practice())
    opinion = Opinion(algorithm.card.slug, examination.prediction, threshold)
    sureness = Sureness(t, photo.image, algorithm, opinion)
    remarked = RemarksPlaces(t, photo.image, about_the_photo(t, photo))
    with areas.answer.filled():
        show_caution(t, photo.image)
        unseen = algorithm_scores.unseen_at_the_point(algorithm.card.slug)
        point = algorithm.sheet.operating_point
        show_prediction(t, opinion, explanation.target, point, unseen, sureness.draw)
    with areas.picture.filled():
        if areas.heat is None and areas.scale is not None:
            explanation_view.show_heat(t, photo.image, explanation, areas.opacity)
        else:
            explanation_view.show_photo(t, photo.image, photo.source(t))
        remarked.draw_line()
    if areas.heat is not None:
        with areas.heat.filled():
            explanation_view.show_heat(t, photo.image, explanation, areas.opacity)
    if areas.scale is not None:
        with areas.scale.filled():
            explanation_view.show_legend(t, explanation)
            with st.container(key="focus"):
                focus_slot = st.empty()
    with areas.under.filled():
        remarked.draw_list()
        show_known(t, photo)
        if areas.scale is not None:
            check_slot = check_button(t, photo.image, algorithm, explanation)
        show_cases(t, explanation)
        show_measurements(t, explanation)
        with st.container(horizontal=True, vertical_alignment="center"):
            save_button(t, photo, examination, algorithm, areas.opacity)
            report = ReportPlace(t, photo)
            note = t("result.time", algorithm=algorithm.sheet.version, milliseconds=round(timed.seconds * 1000))
            st.html(f'<p class="small">{escape(note)}</p>')
        report.open_below()
    with areas.details.filled():
        details(t, opinion)
    outline = outline_on(photo.image)
    if focus_slot is not None:
        with focus_slot.container():
            show_focus(t, photo.image, explanation, outline)
    remarked.finish(outline)
    sureness.finish()
    if check_slot is not None:
        show_check(t, photo.image, algorithm, explanation, check_slot)
    report.finish(algorithm.card.slug, [(algorithm.card.slug, explanation)])


def details(t: Texts, opinion: Opinion) -> None:
    """Below the fold, for those who want it: what each diagnosis comprises, with one more digit."""
    stated, equal = opinion.stated, opinion.prediction
    columns = ["probability", "equal"] if stated is not equal else ["probability"]
    rows = [
        (
            t(f"diagnoses.{d}.name"),
            *(t.percent(of.of(d), 1) for of in (stated, equal)[: len(columns)]),
            t(f"diagnoses.{d}.what"),
        )
        for d in stated.ranked()
    ]
    with st.expander(t("details.title"), key="details"):
        facts_table(t("details.title"), [t(f"details.{name}") for name in ("diagnosis", *columns, "what")], rows)


def input_switch(t: Texts, photo: ChosenPhoto) -> str:
    """On a phone the ways to choose a photo are folded away once there is one; another photo folds them again."""
    opened = " open" if state().refusal is not None else ""
    summary = f"<summary>{escape(t('jury.other_photo'))}</summary>"
    return f'<details class="input-switch" data-photo="{photo.image.sha256}"{opened}>{summary}</details>'


def page(t: Texts) -> None:
    """Arrange the page."""
    st.html(f'<h1 class="for-screen-readers">{escape(t("start.examine_title"))}</h1>')
    switch = st.empty()
    photo = lesion_input(t)
    if photo is None:
        invitation(t)
    else:
        switch.html(input_switch(t, photo))
    try:
        # also before the first photo, so that the first answer is quick
        algorithm = loaded_algorithms.algorithm(chosen_slug())
    except AlgorithmError as error:
        show_failure(t, error, t("failure.stopped"))
        return
    if photo is None:
        ready_to_ask()
        ready_to_outline()
    else:
        examined(t, photo, algorithm)


texts = open_page("examine")
with guarded(texts):
    page(texts)

"""One photo: choose it, read the prediction, see where the evidence lies, keep the result."""

from __future__ import annotations

import datetime
from html import escape

import streamlit as st

from pages.components.frame import PAGES, open_page
from model.algorithms.catalogue import DEFAULT_SLUG
from model.algorithms.contract import Algorithm, Examination
from model.errors import AlgorithmError
from model.lesion.quality import quality_findings
from model.text import Texts
from pages.components import explanation_view, resources
from pages.components.algorithm_names import name_of
from pages.components.cases_view import show_cases
from pages.components.examinations import Timed, examination_of
from pages.components.failures import guarded, guarded_callback, show_failure
from pages.components.lesion_input import ChosenPhoto, lesion_input, state
from pages.components.measurements_view import show_measurements
from pages.components.prediction_view import show_prediction
from pages.components.tables import facts_table


def invitation(t: Texts) -> None:
    """Before the first photo: what to do, on the mat where the photo will be."""
    title, text = escape(t("input.empty_title")), escape(t("input.empty_text"))
    st.html(f'<div class="empty-mat"><h2>{title}</h2><p>{text}</p></div>')


def under_the_photo(t: Texts, photo: ChosenPhoto) -> None:
    """Source, size and what is to be said about the photo's quality."""
    image = photo.image
    size = t("source.size", width=str(image.source_width), height=str(image.source_height), format=image.source_format)
    findings = [t(f"quality.{found.code}", **found.data) for found in quality_findings(image)] or [t("quality.good")]
    st.html(f'<p class="small">{escape(" · ".join([photo.source(t), size, *findings]))}</p>')


def limits(t: Texts, algorithm: Algorithm) -> None:
    """What the result does not know: beside it, not on another page."""
    paragraphs = "".join(
        f"<p>{escape(text)}</p>"
        for text in (
            t("limits.device"),
            t("limits.heat"),
            t("limits.training", images=algorithm.sheet.fit_images),
            t("result.prior"),
        )
    )
    st.html(f'<section class="limits"><h3>{escape(t("limits.title"))}</h3>{paragraphs}</section>')
    st.page_link(PAGES["about"], label=t("limits.more"), query_params={"lang": t.language})


def save_button(t: Texts, photo: ChosenPhoto, examination: Examination, algorithm: Algorithm, opacity: float) -> None:
    """The result as one picture; it is drawn only when someone asks for it."""

    def picture() -> bytes:
        from model.result_picture import result_png

        return result_png(photo.image, examination, algorithm.sheet, t, photo.source(t), opacity)

    name = f"{t('app.name').lower().replace(' ', '-')}-{datetime.datetime.now().astimezone():%Y-%m-%d-%H%M}.png"
    st.download_button(t("result.save"), picture, file_name=name, mime="image/png", key="save", on_click="ignore")


def chosen_slug() -> str:
    """The algorithm that answers: by the address, else as chosen before; one that cannot answer gives way."""
    asked = st.query_params.get("algorithm") or st.session_state.get("kept-algorithm", DEFAULT_SLUG)
    slug = asked if asked in resources.usable_slugs() else DEFAULT_SLUG
    st.session_state["kept-algorithm"] = slug
    return slug


def choice(t: Texts, slug: str) -> None:
    """Another algorithm may answer; where there is only one, there is nothing to choose."""

    def change() -> None:
        st.query_params["algorithm"] = st.session_state["kept-algorithm"] = st.session_state["algorithm-choice"]

    slugs = resources.usable_slugs()
    if len(slugs) > 1:
        st.session_state["algorithm-choice"] = slug
        st.selectbox(
            t("examine.answers"),
            slugs,
            format_func=lambda each: name_of(t, each),
            key="algorithm-choice",
            on_change=guarded_callback(change),
        )


def examination_shown(t: Texts, photo: ChosenPhoto, algorithm: Algorithm) -> Timed[Examination]:
    """The examination; where its map has to be measured part by part, with how much of that is done."""
    place = st.empty()

    def progress(share: float) -> None:
        place.progress(min(1.0, share), text=t("examine.occlusion"))

    found = examination_of(algorithm, photo.image, state().target, progress)
    place.empty()
    return found


def examined(t: Texts, photo: ChosenPhoto, algorithm: Algorithm) -> None:
    """The photo, the result and the heat map in the three areas of the page."""
    timed = examination_shown(t, photo, algorithm)
    examination, milliseconds = timed.answer, round(timed.seconds * 1000)
    with st.container(key="examination"):
        view, opacity = explanation_view.controls(t)
        with st.container(key="photo"):
            if view == "overlay":
                explanation_view.show_heat(t, photo.image, examination.explanation, opacity)
            else:
                explanation_view.show_photo(t, photo.image, photo.source(t))
        with st.container(key="result", gap="small"):
            unseen = resources.unseen_at_the_point(algorithm.card.slug)
            choice(t, algorithm.card.slug)
            show_prediction(t, examination, algorithm.sheet, unseen)
            st.page_link(PAGES["jury"], label=t("jury.link"), query_params={"lang": t.language})
        if view == "side_by_side":
            with st.container(key="heat"):
                explanation_view.show_heat(t, photo.image, examination.explanation, opacity)
        if view != "photo":
            with st.container(key="scale", gap="small"):
                explanation_view.show_legend(t, examination.explanation)
        with st.container(key="limits", gap="xsmall"):
            limits(t, algorithm)
        with st.container(key="under", gap="small"):
            show_cases(t, examination.explanation)
            show_measurements(t, examination.explanation)
            under_the_photo(t, photo)
            with st.container(horizontal=True, vertical_alignment="center"):
                save_button(t, photo, examination, algorithm, opacity)
                note = t("result.time", algorithm=algorithm.sheet.version, milliseconds=milliseconds)
                st.html(f'<p class="small">{escape(note)}</p>')
    details(t, examination)


def details(t: Texts, examination: Examination) -> None:
    """Below the fold, for those who want it: what each diagnosis comprises, with one more digit."""
    prediction = examination.prediction
    rows = [
        (t(f"diagnoses.{d}.name"), t.percent(prediction.of(d), 1), t(f"diagnoses.{d}.what"))
        for d in prediction.ranked()
    ]
    with st.expander(t("details.title"), key="details"):
        facts_table(t("details.title"), [t("details.diagnosis"), t("details.probability"), t("details.what")], rows)


def page(t: Texts) -> None:
    """Arrange the page."""
    st.html(f'<h1 class="for-screen-readers">{escape(t("start.examine_title"))}</h1>')
    photo = lesion_input(t)
    if photo is None:
        invitation(t)
    try:
        algorithm = resources.algorithm(chosen_slug())  # also before the first photo, so that the first answer is quick
    except AlgorithmError as error:
        show_failure(t, error, t("failure.stopped"))
        return
    if photo is not None:
        examined(t, photo, algorithm)


texts = open_page("examine")
with guarded(texts):
    page(texts)

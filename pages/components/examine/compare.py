"""Two photos of the visit beside each other: photo, map, verdict and figure of each."""

from __future__ import annotations

from html import escape

import streamlit as st
from PIL import Image
from streamlit.delta_generator import DeltaGenerator

from model.algorithms.contract import Explanation
from model.algorithms.drawing.overlay import heat_caption, overlaid
from model.algorithms.jury import Opinion, juror
from model.algorithms.words import name_of
from model.lesion.pictures import jpeg_address
from model.reading.findings import Findings
from model.reading.one_photo import Request, read
from model.reading.runner import Standing
from model.reading.words import held_back
from model.text import Texts
from pages.components.examine.explanation_view import alternative
from pages.components.examine.prediction_view import other_cancer_html
from pages.components.examine.refusal import caution_html
from pages.components.session.photos import ChosenPhoto, state
from pages.components.session.runner import RUNNER
from pages.components.session.visit_strip import COMPARE
from pages.components.session.work import waiting_html
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.map_choice import chosen_target
from pages.components.shell.practice_choice import chosen_practice

SIDE = 480
"""Side of each picture, pixels."""
OPACITY = 0.5


def comparing() -> bool:
    """Return whether the address asks for two photos beside each other, and there are two."""
    return COMPARE in st.query_params and len(state().photos) > 1


def compare(t: Texts, slug: str) -> None:
    """Draw two photos with the answer of an algorithm to each, the choice of the two, and the way back."""
    st.html(f"<h2>{escape(t('visit.compared', name=name_of(t, slug)))}</h2>")
    with st.container(key="compare"):
        for number, photo in enumerate(state().photos[-2:]):
            with st.container(key=f"compare-{number}", gap="small"):
                _side(t, number, photo, slug)
    st.button(t("visit.leave"), key="compare-leave", on_click=guarded_callback(_leave))


def _leave() -> None:
    st.query_params.pop(COMPARE, None)


def _side(t: Texts, number: int, photo: ChosenPhoto, slug: str) -> None:
    photos = {each.image.sha256: each for each in state().in_order}
    numbers = {sha256: str(n) for n, sha256 in enumerate(photos, start=1)}
    label, first = t(f"visit.{'left' if number == 0 else 'right'}"), photo.image.sha256
    key = f"compare-choice-{number}"
    chosen = st.segmented_control(label, list(photos), default=first, format_func=numbers.__getitem__, key=key)
    place = st.empty()
    findings = _answered(t, photos[chosen or first], slug, place)
    if findings.answer.failure is not None:
        with place.container():
            show_failure(t, findings.answer.failure)
    else:
        place.html(_card(t, findings))


def _answered(t: Texts, photo: ChosenPhoto, slug: str, place: DeltaGenerator) -> Findings:
    """Return the findings with the answer, from what is kept where it is; a refused photo has none."""

    def watch(_name: str, standing: Standing) -> None:
        place.html(waiting_html(t, standing, t("examine.underway")))

    anyway = state().insisted and photo is state().photos[-1]
    request = Request(
        (juror(slug),), chosen_practice(), anyway=anyway, chosen=slug, target=chosen_target(), source=photo.source(t)
    )
    for findings in read(RUNNER, photo.image, request, watch):
        if findings.admission.refused or findings.answer.failure or findings.answer.examination:
            break
    return findings


def _card(t: Texts, findings: Findings) -> str:
    photo = _picture(
        Image.fromarray(findings.image.photo), t("view.photo_alt", source=findings.source), t("view.photo_caption")
    )
    opinion, explanation = findings.answer.opinion(findings.practice), findings.answer.explanation
    if opinion is None or findings.admission.refused:
        return f'<div class="compared">{photo}</div><p>{escape(held_back(t, findings.admission, "title"))}</p>'
    heat = _heat(t, findings, explanation) if explanation else ""
    return f'<div class="compared">{photo}{heat}</div>{caution_html(t, findings.admission)}{_verdict(t, opinion)}'


def _heat(t: Texts, findings: Findings, explanation: Explanation) -> str:
    caption = heat_caption(t, explanation)
    return _picture(overlaid(findings.image.photo, explanation, OPACITY), alternative(t, explanation), caption)


def _picture(picture: Image.Image, alt: str, caption: str) -> str:
    address = jpeg_address(picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS))
    return (
        f'<figure class="jury-picture"><img src="{address}" alt="{escape(alt)}">'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _verdict(t: Texts, opinion: Opinion) -> str:
    kind = "suspicious" if opinion.suspicious else "calm"
    figure = t.percent(opinion.melanoma)
    return (
        f'<div class="compared-answer {kind}"><p class="verdict"><span class="shape" aria-hidden="true"></span>'
        f"{escape(t(f'jury.{kind}'))}</p><p class='figure'>{escape(figure)}</p>"
        f"<p class='small'>{escape(t('result.figure_label'))}</p>{other_cancer_html(t, opinion)}</div>"
    )

"""The photos of this visit in one line: each with its verdict, another photo, the one before, two beside each other."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES
from model.algorithms.jury import Juror, juror
from model.reading.one_photo import Request, known
from model.text import Texts
from pages.components.session.photos import ChosenPhoto, InputState, state
from pages.components.session.runner import RUNNER
from pages.components.shell.algorithm_choice import remembered_slug
from pages.components.shell.failures import guarded_callback
from pages.components.shell.practice_choice import chosen_practice

MARK = "box-shadow: 0 0 0 3px var(--calm) !important; border-color: var(--calm) !important"
"""Style of the thumbnail whose photo is on the page."""
COMPARE = "compare"
"""Parameter of the address that asks for two photos beside each other."""


def visit_bar(t: Texts, current: InputState) -> None:
    """Draw the line; empty before the first photo, so that what stands below it never changes its place."""
    with st.container(key="visit", horizontal=True, vertical_alignment="center", gap="small"):
        if not current.photos:
            return
        shown = current.photos[-1]
        visit_strip(t, current, shown)
        # another photo makes it a fresh switch, which is closed
        opened = " open" if current.camera_open else ""
        own = " data-own-photos" if any(photo.origin in ("upload", "camera") for photo in current.photos) else ""
        switch = f'<details class="input-switch" data-photo="{shown.image.sha256}"{own}{opened}>'
        st.html(f"{switch}<summary>{escape(t('visit.add'))}</summary></details>", width="content")
        if current.series:
            label = t("series.back", count=len(current.series))
            st.page_link(PAGES["series"], label=label, query_params={"lang": t.language})
        if len(current.photos) > 1:
            st.button(t("input.previous"), key="previous", on_click=guarded_callback(_go_back))
            st.button(t("visit.compare"), key="compare-two", on_click=guarded_callback(_compare))


def visit_strip(t: Texts, current: InputState, shown: ChosenPhoto) -> None:
    """Draw a thumbnail for each photo, in the order in which they came; a click brings it back."""
    photos = current.in_order
    styles = [f".st-key-visit-{i} button {{ background-image: url({p.thumbnail}) }}" for i, p in enumerate(photos)]
    st.html(f"<style>{''.join(styles)}.st-key-visit-{photos.index(shown)} button {{ {MARK} }}</style>")
    with st.container(horizontal=True, key="visit-photos", gap="xsmall", width="content"):
        for i, photo in enumerate(photos):
            label = t("visit.photo", number=i + 1)
            st.button(label, key=f"visit-{i}", on_click=guarded_callback(_bring), args=(photo,))
    show_verdicts(t)


def show_verdicts(t: Texts) -> None:
    """Give each thumbnail the shape and the word of its verdict; called again once the photo on the page has one."""
    member = juror(remembered_slug())
    rules = [_shape(t, i, is_suspicious(photo, member)) for i, photo in enumerate(state().in_order)]
    st.html(f"<style>{''.join(rules)}</style>")


def is_suspicious(photo: ChosenPhoto, member: Juror) -> bool | None:
    """Return the verdict of an algorithm on a photo; None before its answer and for a refused photo."""
    insisted = state().insisted and photo is state().photos[-1]
    request = Request((member,), chosen_practice(), insisted)
    findings = known(RUNNER, photo.image, request)
    opinion = None if findings.admission.refused else findings.answers[0].opinion(request.practice)
    return None if opinion is None else opinion.suspicious


def _shape(t: Texts, number: int, suspicious: bool | None) -> str:
    if suspicious is None:
        return ""
    state_name = "suspicious" if suspicious else "calm"
    form = "clip-path: polygon(50% 4%, 100% 96%, 0 96%)" if suspicious else "border-radius: 50%"
    word = t(f"jury.{state_name}")
    return (
        f'.st-key-visit-{number} button::after {{ content: ""; content: "" / "{word}"; '
        f"background: var(--{state_name}); {form} }}"
    )


def _bring(photo: ChosenPhoto) -> None:
    st.query_params.pop(COMPARE, None)
    state().choose(photo)


def _go_back() -> None:
    state().go_back()


def _compare() -> None:
    st.query_params[COMPARE] = "1"

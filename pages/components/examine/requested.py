"""What a visitor asks about the photo on Examine: algorithm, heat map, looks, check, report."""

from __future__ import annotations

import streamlit as st

from model.algorithms.catalogue import DEFAULT_SLUG
from model.algorithms.jury import jurors
from model.algorithms.words import name_of
from model.reading.one_photo import Request
from model.text import Texts
from pages.components.cache import algorithm_scores, loaded_algorithms
from pages.components.session.lesion_input import ChosenPhoto, state
from pages.components.session.wanted import check_wanted, looks_wanted, report_wanted
from pages.components.shell.failures import guarded_callback
from pages.components.shell.practice_choice import chosen_practice

KEPT = "kept-algorithm"


def chosen_slug() -> str:
    """Return the algorithm in detail: by the address, else as chosen before; one that cannot answer gives way."""
    asked = st.query_params.get("algorithm") or st.session_state.get(KEPT, DEFAULT_SLUG)
    slug = asked if asked in loaded_algorithms.usable_slugs() else DEFAULT_SLUG
    st.session_state[KEPT] = slug
    return slug


def algorithm_choice(t: Texts, slug: str) -> None:
    """Draw the choice of another algorithm; nothing where there is only one."""

    def change() -> None:
        st.query_params["algorithm"] = st.session_state[KEPT] = st.session_state["algorithm-choice"]

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


def request_for(t: Texts, photo: ChosenPhoto, slug: str) -> Request:
    """Return what this session asks about a photo, with one algorithm in detail."""
    members, image = jurors(), photo.image.sha256
    wants_report = report_wanted(image)
    return Request(
        members,
        chosen_practice(),
        anyway=state().insisted,
        chosen=slug,
        target=state().target,
        looks=looks_wanted(image, slug),
        check=check_wanted(image, slug),
        jury=wants_report,
        source=photo.source(t),
        seconds=algorithm_scores.seconds_per_image([member.slug for member in members]) if wants_report else {},
    )

"""Requests of a visitor about the photo on the page: everything that is shown of it, and the check of a map."""

from __future__ import annotations

import streamlit as st

from model.algorithms.jury import jurors
from model.lesion.diagnosis import Diagnosis
from model.reading.one_photo import Request
from model.settings import settings
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.session.photos import ChosenPhoto, state
from pages.components.shell.map_choice import chosen_target
from pages.components.shell.practice_choice import chosen_practice

CHECK = "wanted-check"


def want_check(image: str, slug: str, target: Diagnosis) -> None:
    """Ask for the check of a map: SHA-256 of the photo, the algorithm, the diagnosis that the map explains."""
    st.session_state[CHECK] = (image, slug, target)


def request_for(t: Texts, photo: ChosenPhoto, slug: str) -> Request:
    """Return the session's request on Examine, with one algorithm in detail."""
    members, check = jurors(), st.session_state.get(CHECK, ("", "", None))
    return Request(
        members,
        chosen_practice(),
        anyway=state().insisted,
        chosen=slug,
        target=state().target or chosen_target(),
        looks=settings().looks,
        check=check[2] if check[:2] == (photo.image.sha256, slug) else None,
        jury=True,
        source=photo.source(t),
        seconds=algorithm_scores.seconds_per_image([member.slug for member in members]),
    )

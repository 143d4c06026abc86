"""Requests of a visitor about the photo on the page: answer, altered looks, map check, case report."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from model.algorithms.jury import jurors
from model.lesion.diagnosis import DIAGNOSES
from model.reading.one_photo import Request
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.session.photos import ChosenPhoto, state
from pages.components.shell.practice_choice import chosen_practice

Part = Literal["looks", "map-check", "case-report"]


def want(part: Part, *subject: object) -> None:
    """Ask for a part; `subject` holds the SHA-256 of the photo, then whatever else the part depends on."""
    st.session_state[f"wanted-{part}"] = subject


def wanted(part: Part, *subject: object) -> bool:
    """Return whether `want` was called last for this subject."""
    return bool(st.session_state.get(f"wanted-{part}") == subject)


def request_for(t: Texts, photo: ChosenPhoto, slug: str) -> Request:
    """Return the session's request on Examine, with one algorithm in detail."""
    members, image = jurors(), photo.image.sha256
    jury = wanted("case-report", image)
    return Request(
        members,
        chosen_practice(),
        anyway=state().insisted,
        chosen=slug,
        target=state().target,
        looks=wanted("looks", image, slug),
        check=next((target for target in DIAGNOSES if wanted("map-check", image, slug, target)), None),
        jury=jury,
        source=photo.source(t),
        seconds=algorithm_scores.seconds_per_image([member.slug for member in members]) if jury else {},
    )

"""Loaded algorithms and the gate, shared by all sessions. A failed load is not kept: a repaired file works at once."""

from __future__ import annotations

from typing import cast

import streamlit as st
from PIL import Image

from model.algorithms.contract import Algorithm, AlgorithmCard, CombiningAlgorithm
from model.algorithms.weights import WeightsSheet, read_sheet
from model.errors import AlgorithmError
from model.lesion.image import INPUT_SIDE, LesionImage
from model.settings import settings
from model.trust.gate import EYE, Gate
from pages.components.cache.once_a_run import once_a_run


@st.cache_resource(show_spinner=False)
def algorithm(slug: str) -> Algorithm:
    """Return a loaded algorithm that has had its first pass, which is slow; one that combines shares its members.

    Raises:
        AlgorithmError: it cannot be loaded.
    """
    from model.algorithms import catalogue  # imports torch: only for a prediction

    submission = catalogue.working(slug)
    if submission.card.combines:
        return cast("type[CombiningAlgorithm]", submission).load(settings().weights, algorithm)
    loaded = submission.load(settings().weights)
    photo = LesionImage.from_rgb(Image.new("RGB", (INPUT_SIDE, INPUT_SIDE)), "PNG")
    if loaded.card.slow_maps:  # its maps take seconds each time
        loaded.predict_proba([photo])
    else:
        loaded.examine(photo)
    return loaded


@st.cache_resource(show_spinner=False)
def gate() -> Gate:
    """Return the gate that belongs to the weights of its eye.

    Raises:
        AlgorithmError: the eye or the gate's file cannot be loaded.
    """
    return Gate.load(algorithm(EYE).sheet.sha256)


@once_a_run
def usable_slugs() -> list[str]:
    """Return the algorithms that can be imported and have a sheet, in alphabetical order; imports torch."""
    from model.algorithms import catalogue

    return [slug for slug in catalogue.slugs() if _is_usable(slug)]


def _is_usable(slug: str) -> bool:
    try:
        card(slug)
    except (AlgorithmError, AttributeError):  # it cannot be imported, has no card, or no sheet
        return False
    return True


def card(slug: str) -> tuple[AlgorithmCard, WeightsSheet]:
    """Return the card of an algorithm and the sheet of its weights.

    Raises:
        AlgorithmError: there is no such algorithm, or no sheet of its weights.
    """
    from model.algorithms import catalogue

    return catalogue.working(slug).card, read_sheet(settings().weights, slug)

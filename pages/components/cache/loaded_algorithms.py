"""Loaded algorithms and the gate, shared by all sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image

from model.algorithms.contract import Algorithm, AlgorithmCard
from model.algorithms.weights import WeightsSheet, read_sheet
from model.errors import AlgorithmError
from model.lesion.image import INPUT_SIDE, LesionImage
from model.settings import settings
from model.trust.gate import EYE, Gate

if TYPE_CHECKING:
    pass


@st.cache_resource(show_spinner=False)
def algorithm(slug: str) -> Algorithm:
    """A loaded algorithm, shared by all sessions; a failed load is not kept, so a repaired file works at once.

    Raises:
        AlgorithmError: it cannot be loaded.
    """
    from model.algorithms import catalogue  # imports torch: only once someone needs a prediction

    loaded = catalogue.load(slug, settings().weights)
    grey = Image.new("RGB", (INPUT_SIDE, INPUT_SIDE))
    photo = LesionImage.from_rgb(grey, "PNG")
    if loaded.card.slow_maps:  # its maps take seconds each time, not only at first
        loaded.predict_proba([photo])
    elif not loaded.card.combines:  # a committee has nothing of its own to get ready
        loaded.examine(photo)  # the first pass is slow, let it not be a person's
    return loaded


@st.cache_resource(show_spinner=False)
def gate() -> Gate:
    """The gate that belongs to the weights of its eye; a failed load is not kept.

    Raises:
        AlgorithmError: its eye or its file cannot be loaded.
    """
    return Gate.load(algorithm(EYE).sheet.sha256)


def usable_slugs() -> list[str]:
    """Those algorithms that can be imported and have a sheet of their weights, in alphabetical order."""
    return [slug for slug in slugs() if _is_usable(slug)]


def slugs() -> list[str]:
    """Names of all submissions; imports the catalogue, and torch with it, on the first call."""
    from model.algorithms import catalogue

    return catalogue.slugs()


def _is_usable(slug: str) -> bool:
    try:
        card(slug)
    except (AlgorithmError, AttributeError):  # it cannot be imported, has no card, or no sheet
        return False
    return True


def card(slug: str) -> tuple[AlgorithmCard, WeightsSheet]:
    """The card of an algorithm and the sheet of its weights.

    Raises:
        AlgorithmError: there is no such algorithm, or no sheet of its weights.
    """
    from model.algorithms import catalogue

    return catalogue.working(slug).card, read_sheet(settings().weights, slug)

"""The only place that caches: what all sessions may share, and nothing that a person uploaded."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image

from model.algorithms.contract import Algorithm, AlgorithmCard
from model.algorithms.weights import WeightsSheet, read_sheet
from model.lesion.gallery import Case, read_gallery, samples
from model.lesion.image import INPUT_SIDE, LesionImage
from model.settings import settings

if TYPE_CHECKING:
    from model.evaluation.days import DayScores


@st.cache_resource(show_spinner=False)
def algorithm(slug: str) -> Algorithm:
    """A loaded algorithm, shared by all sessions; a failed load is not kept, so a repaired file works at once.

    Raises:
        AlgorithmError: it cannot be loaded.
    """
    from model.algorithms import catalogue  # imports torch: only once someone needs a prediction

    loaded = catalogue.load(slug, settings().weights)
    loaded.examine(LesionImage.from_rgb(Image.new("RGB", (INPUT_SIDE, INPUT_SIDE)), "warm-up"))  # prepares the kernels
    return loaded


@st.cache_resource(show_spinner=False)
def sample_gallery() -> tuple[tuple[Case, str], ...]:
    """The samples, each with its thumbnail as a data address."""
    return tuple((case, _data_address(case.thumbnail())) for case in samples())


@st.cache_resource(show_spinner=False, ttl=60)
def case_gallery() -> tuple[tuple[Case, str], ...]:
    """The presenter's own cases, looked at again after a minute; empty where no folder is named.

    Raises:
        CaseFolderError: the folder or its table cannot be read.
        LesionImageError: one of its files is no photo.
    """
    folder = settings().cases
    if folder is None:
        return ()
    return tuple((case, _data_address(case.thumbnail())) for case in read_gallery(folder, "cases.csv"))


def _data_address(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")


def card(slug: str) -> tuple[AlgorithmCard, WeightsSheet]:
    """The card of an algorithm and the sheet of its weights.

    Raises:
        AlgorithmError: there is no such algorithm, or no sheet of its weights.
    """
    from model.algorithms import catalogue

    return catalogue.working(slug).card, read_sheet(settings().weights, slug)


@st.cache_data(show_spinner=False)
def benchmark_scores(slug: str) -> dict[str, DayScores]:
    """Scores of an algorithm on both days, computed from the committed tables."""
    from model.evaluation.days import day_scores  # imports scikit-learn

    return day_scores(slug, read_sheet(settings().weights, slug).operating_point.threshold)

"""The only place that caches: what all sessions may share, and nothing that a person uploaded."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image

from model.algorithms.contract import Algorithm, AlgorithmCard
from model.algorithms.weights import WeightsSheet, read_sheet
from model.errors import LesionImageError
from model.lesion.gallery import Case, read_gallery, samples
from model.lesion.image import INPUT_SIDE, LesionImage
from model.settings import settings

if TYPE_CHECKING:
    from model.evaluation.days import DayScores
    from model.evaluation.operating_point import AtThePoint


@st.cache_resource(show_spinner=False)
def algorithm(slug: str) -> Algorithm:
    """A loaded algorithm, shared by all sessions; a failed load is not kept, so a repaired file works at once.

    Raises:
        AlgorithmError: it cannot be loaded.
    """
    from model.algorithms import catalogue  # imports torch: only once someone needs a prediction

    loaded = catalogue.load(slug, settings().weights)
    grey = Image.new("RGB", (INPUT_SIDE, INPUT_SIDE))
    loaded.examine(LesionImage.from_rgb(grey, "PNG"))  # the first pass is slow, let it not be a person's
    return loaded


@dataclass(frozen=True)
class Thumbnails:
    """The cases of a gallery that can be shown, each with its thumbnail as a data address; and those that cannot."""

    shown: tuple[tuple[Case, str], ...] = ()
    refused: tuple[str, ...] = ()


def sample_gallery() -> Thumbnails:
    """The samples that this project drew itself."""
    return _thumbnails(_samples())


def case_gallery() -> Thumbnails:
    """The presenter's own cases, as the folder is now; empty where none is named.

    Raises:
        CaseFolderError: the folder or its table cannot be read.
    """
    folder = settings().cases
    return _thumbnails(read_gallery(folder, "cases.csv")) if folder else Thumbnails()


@st.cache_resource(show_spinner=False)
def _samples() -> tuple[Case, ...]:
    return samples()


def _thumbnails(cases: tuple[Case, ...]) -> Thumbnails:
    shown, refused = [], []
    for case in cases:
        try:
            state = case.path.stat()
            shown.append((case, _thumbnail(str(case.path), state.st_mtime_ns, state.st_size, case)))
        except (LesionImageError, OSError):
            refused.append(case.path.name)
    return Thumbnails(tuple(shown), tuple(refused))


@st.cache_data(show_spinner=False, max_entries=500)
def _thumbnail(path: str, modified: int, size: int, _case: Case) -> str:
    """Made once for each state of a file."""
    return _data_address(_case.thumbnail())


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
    """Scores of an algorithm on both days, computed from the committed tables.

    Raises:
        OSError: a table is not there.
        ValueError: a table is none.
    """
    from model.evaluation.days import day_scores  # imports scikit-learn

    return day_scores(slug, read_sheet(settings().weights, slug).operating_point.threshold)


@st.cache_data(show_spinner=False)
def unseen_at_the_point(slug: str) -> AtThePoint | None:
    """What the operating point did on the photos of day 2; None where their tables cannot be read."""
    from model.evaluation.operating_point import at_the_point

    try:
        return at_the_point("day2", slug, read_sheet(settings().weights, slug).operating_point.threshold)
    except (OSError, ValueError):
        return None

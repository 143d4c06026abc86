"""Scores of single algorithms, computed from the committed tables and kept until a table changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import streamlit as st

from model.algorithms.weights import read_sheet
from model.errors import AlgorithmError
from model.evaluation import runs
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.sets import ELSEWHERE, HOME
from model.lesion.practice import Threshold, practice_named
from model.settings import settings

if TYPE_CHECKING:
    from model.evaluation.operating_point import AtThePoint
    from model.evaluation.set_scores import SetScores
    from model.evaluation.track_record import TrackRecord
    from model.evaluation.transfer import Fall
    from model.trust.coverage import Coverage


@st.cache_data(show_spinner=False)
def benchmark_scores(slug: str) -> dict[str, SetScores]:
    """Scores of an algorithm on every set, computed from the committed tables.

    Raises:
        OSError: a table is not there.
        ValueError: a table is none.
    """
    from model.evaluation.set_scores import set_scores  # imports scikit-learn

    return set_scores(slug, read_sheet(settings().weights, slug).operating_point.in_its_practice)


@st.cache_data(show_spinner=False)
def unseen_at_the_point(slug: str, name: str = HOME) -> AtThePoint | None:
    """What the operating point did on the photos of a set; None where their tables cannot be read."""
    from model.evaluation.operating_point import at_the_point

    try:
        return at_the_point(name, slug, read_sheet(settings().weights, slug).operating_point.in_its_practice)
    except (OSError, ValueError):
        return None


@st.cache_data(show_spinner=False)
def _coverage_at(slug: str, name: str, modified: int, weights: str, promise: float) -> Coverage:
    from model.trust.coverage import coverage

    return coverage(name, slug, read_sheet(settings().weights, slug).sets, promise)


def coverage_at(slug: str, name: str, promise: float) -> Coverage | None:
    """What the prediction sets came to on a set, as tables and sheet are now; None where they cannot be read."""
    try:
        weights = read_sheet(settings().weights, slug).sha256
        return _coverage_at(slug, name, _modified(name, slug), weights, promise)
    except (AlgorithmError, OSError, ValueError, KeyError):
        return None


@st.cache_data(show_spinner=False, max_entries=2048)
def _counts_at(slug: str, name: str, modified: int, threshold: float, practice: str) -> AtThePoint:
    from model.evaluation.operating_point import at_the_point

    return at_the_point(name, slug, Threshold(threshold, practice_named(practice)))


def counts_at(slug: str, name: str, threshold: Threshold) -> AtThePoint | None:
    """What any threshold does on the photos of a set, as its table is now; None where the tables cannot be read."""
    try:
        return _counts_at(slug, name, _modified(name, slug), threshold.value, threshold.practice.slug)
    except (OSError, ValueError):
        return None


@st.cache_data(show_spinner=False)
def _fall(slug: str, modified: tuple[int, ...]) -> Fall:
    from model.evaluation.transfer import melanoma_fall  # imports scikit-learn

    return melanoma_fall(slug)


def fall(slug: str) -> Fall | None:
    """What an algorithm loses of its melanoma AUC elsewhere, as its tables are now; None where they cannot be read."""
    try:
        return _fall(slug, (_modified(HOME, slug), _modified(ELSEWHERE, slug)))
    except (OSError, ValueError):
        return None


@st.cache_data(show_spinner=False)
def _track_record(day: str, slug: str, modified: int) -> TrackRecord:
    from model.evaluation.track_record import track_record

    return track_record(day, slug)


def track_record(day: str, slug: str) -> TrackRecord | None:
    """The figures of one algorithm on one day, as its table is now; None where the tables cannot be read."""
    try:
        return _track_record(day, slug, _modified(day, slug))
    except (OSError, ValueError):
        return None


def _modified(day: str, slug: str) -> int:
    return (BENCHMARK / day / f"{slug}.csv").stat().st_mtime_ns


def run_of(day: str, slug: str) -> dict[str, Any]:
    """What is known of the run that wrote a prediction table; empty where nothing is."""
    return runs.read_run(BENCHMARK, day, slug)


def seconds_per_image(slugs: Iterable[str]) -> dict[str, float]:
    """How long each takes for a photo, as measured in its run over day 2; without those that had none."""
    known = {slug: runs.seconds_per_image(BENCHMARK, slug) for slug in slugs}
    return {slug: seconds for slug, seconds in known.items() if seconds is not None}

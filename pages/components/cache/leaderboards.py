"""Leaderboards, their charts and model cards, kept until one of the files they are computed from changes."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import streamlit as st

from model.algorithms.weights import bytes_needed
from model.evaluation.sets import HOME
from model.settings import settings
from model.trust.characteristic import FOLDER as TRUST
from model.trust.characteristic import of_maps

if TYPE_CHECKING:
    from model.cards.card import Card
    from model.charts.chart import Chart
    from model.charts.material import Material
    from model.evaluation.leaderboard import Evaluation
from pages.components.cache import algorithm_scores, loaded_algorithms

CHARTS = "model.charts.questions"


@st.cache_resource(show_spinner=False)
def get_charts_ready() -> None:
    """Import, beside the page and once, what the leaderboard is computed and drawn with; it takes a second."""
    Thread(target=import_module, args=(CHARTS,), name=CHARTS, daemon=True).start()


State = tuple[tuple[str, int, int], ...]
"""Path, time and size of every file that a leaderboard is made of: what is computed is kept until one changes."""


def leaderboard_state() -> State:
    """The tables and the sheets as they are now."""
    return _state_of(sorted([*algorithm_scores.BENCHMARK.glob("*/*.*"), *settings().weights.glob("*.json")]))


def _state_of(files: Iterable[Path]) -> State:
    states = [(str(file), file.stat()) for file in files]
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in states)


@st.cache_resource(show_spinner=False, max_entries=2)
def _evaluation(state: State) -> Evaluation:
    from model.evaluation.leaderboard import evaluate, participants  # imports scikit-learn

    slugs = participants(algorithm_scores.BENCHMARK, loaded_algorithms.slugs())
    sheets = {slug: sheet for slug in slugs if (sheet := loaded_algorithms.sheet(slug)) is not None}
    thresholds = {slug: sheet.operating_point.in_its_practice for slug, sheet in sheets.items()}
    return evaluate(algorithm_scores.BENCHMARK, thresholds, slugs)


@st.cache_resource(show_spinner=False, max_entries=128)
def _material(state: State, metric: str, weight_day1: float, weight_day2: float, day: str) -> Material:
    from model.charts.material import Cost, Material
    from model.charts.published import read_published
    from model.charts.readers import read_readers
    from model.evaluation.facts import read_facts
    from model.evaluation.qi import Rule

    evaluation = _evaluation(state)
    seconds = algorithm_scores.seconds_per_image(evaluation.slugs)
    costs = {slug: Cost(seconds.get(slug), bytes_needed(slug, loaded_algorithms.sheet)) for slug in evaluation.slugs}
    rule = Rule(metric, weight_day1, weight_day2)
    shown = day if evaluation.benchmark.answered(day) else HOME
    beside = (read_readers(), read_published(), of_maps())
    return Material(evaluation, rule, shown, read_facts(algorithm_scores.BENCHMARK), costs, *beside)


def leaderboard_material(metric: str, weight_day1: float, weight_day2: float, day: str) -> Material:
    """Everything that the charts of one rule and one set are drawn from, as the tables are now.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    return _material(leaderboard_state(), metric, weight_day1, weight_day2, day)


@st.cache_resource(show_spinner=False, max_entries=256)
def _chart(
    state: State, rule: tuple[str, float, float, str], name: str, language: str, highlighted: str | None, theme: str
) -> Chart:
    from model.charts.chart import View
    from model.charts.identity import LIGHT, THEMES
    from model.charts.questions import CHARTS
    from model.text import texts

    view = View(texts(language), highlighted, THEMES.get(theme, LIGHT))
    return CHARTS[name](_material(state, *rule), view)


def leaderboard_chart(
    rule: tuple[str, float, float, str], name: str, language: str, highlighted: str | None, theme: str
) -> Chart:
    """One chart, drawn once for all who look at it in the same way; `rule` is metric, two weights and set."""
    return _chart(leaderboard_state(), rule, name, language, highlighted, theme)


@st.cache_resource(show_spinner=False, max_entries=64)
def _model_card(subject: str, language: str, state: State) -> Card:
    from model.cards.subjects import card_of  # imports scikit-learn
    from model.text import texts

    return card_of(subject, texts(language))


def model_card(subject: str, language: str) -> Card:
    """The model card of an algorithm or of the system, as tables and sheets are now.

    Raises:
        UnknownAlgorithm: there is no such algorithm.
    """
    return _model_card(subject, language, (*leaderboard_state(), *_state_of(sorted(TRUST.glob("*.csv")))))

"""Leaderboards, their charts and model cards, kept until one of the files they are computed from changes."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import streamlit as st

from model.settings import settings
from model.trust.characteristic import FOLDER as TRUST

if TYPE_CHECKING:
    from model.cards.card import Card
    from model.charts.chart import Chart
    from model.charts.chart_data import ChartData
    from model.leaderboard import Leaderboard
from pages.components.cache import algorithm_scores

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
def _leaderboard(state: State) -> Leaderboard:
    from model.leaderboard import read_leaderboard  # imports scikit-learn

    return read_leaderboard(algorithm_scores.BENCHMARK, settings().weights)


@st.cache_resource(show_spinner=False, max_entries=128)
def _chart_data(state: State, metric: str, weight_day1: float, weight_day2: float, day: str) -> ChartData:
    from model.evaluation.qi import Rule

    return _leaderboard(state).chart_data(Rule(metric, weight_day1, weight_day2), day)


def leaderboard_data(metric: str, weight_day1: float, weight_day2: float, day: str) -> ChartData:
    """Everything that the charts of one rule and one set are drawn from, as the tables are now.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    return _chart_data(leaderboard_state(), metric, weight_day1, weight_day2, day)


@st.cache_resource(show_spinner=False, max_entries=256)
def _chart(
    state: State, rule: tuple[str, float, float, str], name: str, language: str, highlighted: str | None, theme: str
) -> Chart:
    from model.charts.chart import View
    from model.charts.identity import LIGHT, THEMES
    from model.charts.questions import CHARTS
    from model.text import texts

    view = View(texts(language), highlighted, THEMES.get(theme, LIGHT))
    return CHARTS[name](_chart_data(state, *rule), view)


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

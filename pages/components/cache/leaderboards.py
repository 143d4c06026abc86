"""Leaderboards, their charts and model cards, kept until one of the files they are computed from changes."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import streamlit as st

from model.settings import ASSETS, settings
from model.trust.characteristic import FOLDER as TRUST
from pages.components.cache import algorithm_scores, challenges
from pages.components.cache.challenges import COMMITTED, FIRST, BoardKey
from pages.components.cache.while_unchanged import kept_while_unchanged

if TYPE_CHECKING:
    from model.cards.card import Card
    from model.charts.chart import Chart
    from model.charts.chart_data import ChartData
    from model.leaderboard import Leaderboard

CHARTS = "model.charts.questions"


@st.cache_resource(show_spinner=False)
def get_charts_ready() -> None:
    """Import in a thread, once, what the leaderboard is computed and drawn with; it takes a second."""
    Thread(target=import_module, args=(CHARTS,), name=CHARTS, daemon=True).start()


def _files(*_: object) -> list[Path]:
    """Return every table and every sheet, of all challenges."""
    tables = [*algorithm_scores.BENCHMARK.glob("*/*.*"), *(ASSETS / "challenges").glob("**/*.*")]
    return sorted([*tables, *settings().weights.glob("*.json")])


def leaderboard(board: BoardKey = COMMITTED) -> Leaderboard:
    """Return a leaderboard, the same for all visitors; by default that of the committed tables.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    return _leaderboard(*board)


@kept_while_unchanged(_files, most=8)
def _leaderboard(challenge: str, entries: str) -> Leaderboard:
    from model.leaderboard import read_leaderboard  # imports scikit-learn

    if entries:
        return challenges.board_of((challenge, entries), _leaderboard(challenge, ""))
    if challenge == FIRST:
        return read_leaderboard(algorithm_scores.BENCHMARK, settings().weights)
    definition = challenges.definition_of(challenge)
    return read_leaderboard(definition.folder, settings().weights, terms=definition.terms)


@kept_while_unchanged(_files, most=128)
def leaderboard_data(
    metric: str,
    weight_day1: float,
    weight_day2: float,
    day: str,
    family: str = "",
    one: str = "",
    other: str = "",
    board: BoardKey = COMMITTED,
) -> ChartData:
    """Return everything that the charts of one rule, one set, one family and one head to head are drawn from.

    Raises:
        TableError: the truth of a day cannot be read.
    """
    return data_of(leaderboard(board), metric, weight_day1, weight_day2, day, family, one, other)


def data_of(
    board: Leaderboard,
    metric: str,
    weight_day1: float,
    weight_day2: float,
    day: str,
    family: str = "",
    one: str = "",
    other: str = "",
) -> ChartData:
    """Return the same from any leaderboard; nothing is kept."""
    from model.evaluation.qi import Rule

    data = board.chart_data(Rule(metric, weight_day1, weight_day2), day)
    return replace(data, family=family, pair=(one, other) if one and other else None)


@kept_while_unchanged(_files, most=256)
def leaderboard_chart(
    drawn: tuple[str, float, float, str, str, str, str],
    name: str,
    language: str,
    highlighted: str | None,
    theme: str,
    board: BoardKey = COMMITTED,
) -> Chart:
    """Return one chart, shared by all visitors with the same view; `drawn` is passed on to `leaderboard_data`."""
    from model.charts.chart import View
    from model.charts.identity import LIGHT, THEMES
    from model.charts.questions import CHARTS

    view = View(challenges.texts_of(board, language), highlighted, THEMES.get(theme, LIGHT))
    return CHARTS[name](leaderboard_data(*drawn, board), view)


@kept_while_unchanged(_files, most=2)
def answers_table(board: BoardKey = COMMITTED) -> str:
    """Return every answer to the photos of every set as CSV."""
    from model.evaluation.all_answers import all_answers

    return all_answers(leaderboard(board).evaluation.benchmark)


@kept_while_unchanged(lambda *_: [*_files(), *sorted(TRUST.glob("*.csv"))], most=64)
def model_card(subject: str, language: str) -> Card:
    """Return the model card of an algorithm or of the system.

    Raises:
        UnknownAlgorithm: there is no such algorithm.
    """
    from model.cards.system import card_of  # imports scikit-learn
    from model.text import texts

    return card_of(subject, texts(language))

"""The choices on the leaderboard, kept in the address so that a shared link opens the same view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import streamlit as st

from model.charts.questions import QUESTIONS
from model.evaluation.metrics import RANKED_BY
from model.evaluation.sets import HOME, SETS
from pages.components.shell.address import write_address

KEPT = "kept-leaderboard"
MOST = 10
"""Largest weight; weights are whole numbers from 0, and only their ratio matters."""


@dataclass(frozen=True)
class LeaderboardChoice:
    """Rule, shown set and question, and highlighted algorithm (empty for none); each is a parameter of the address.

    The metric is one of `RANKED_BY`, the question a key of `QUESTIONS`.
    """

    metric: str = RANKED_BY[0]
    day1: int = MOST // 2
    day2: int = MOST // 2
    algorithm: str = ""
    set: str = HOME
    question: str = next(iter(QUESTIONS))

    @property
    def weights(self) -> tuple[float, float]:
        """Both weights; equal weights if both are 0."""
        return (float(self.day1), float(self.day2)) if self.day1 or self.day2 else (1.0, 1.0)

    @property
    def rule(self) -> tuple[str, float, float, str]:
        """Metric, both weights and the set."""
        return (self.metric, *self.weights, self.set)


def read(
    parameters: Mapping[str, str], slugs: tuple[str, ...], before: LeaderboardChoice | None = None
) -> LeaderboardChoice:
    """The choice in the address; missing and invalid parameters keep their previous values.

    >>> read({"metric": "melanoma_auc", "day1": "99"}, ()).metric, read({"day1": "99"}, ()).day1
    ('melanoma_auc', 5)
    """
    before, algorithms, weights = before or LeaderboardChoice(), ("", *slugs), range(MOST + 1)
    known = {"metric": RANKED_BY, "day1": weights, "day2": weights, "algorithm": algorithms, "set": SETS}
    chosen = {
        name: value
        for name, values in {**known, "question": QUESTIONS}.items()
        for value in values
        if parameters.get(name) == str(value)
    }
    choice = replace(before, **chosen)
    return choice if choice.algorithm in algorithms else replace(choice, algorithm="")


def current(slugs: tuple[str, ...]) -> LeaderboardChoice:
    """The choice of this session: from the address, then from the session."""
    choice = read(dict(st.query_params), slugs, _before())
    _keep(choice)
    return choice


def change(**changes: str | int) -> None:
    """Change some fields of the choice, in session and address."""
    _keep(replace(_before(), **changes))


def toggle(slug: str) -> None:
    """Highlight an algorithm, or stop highlighting it."""
    change(algorithm="" if _before().algorithm == slug else slug)


def _before() -> LeaderboardChoice:
    choice = st.session_state.get(KEPT)
    return choice if isinstance(choice, LeaderboardChoice) else LeaderboardChoice()


def _keep(choice: LeaderboardChoice) -> None:
    st.session_state[KEPT] = choice
    write_address({name: str(value) for name, value in asdict(choice).items()})

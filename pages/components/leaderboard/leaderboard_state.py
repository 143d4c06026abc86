"""What a person has chosen on the leaderboard, in the address, so that a shared link opens the same view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import streamlit as st

from model.charts.questions import QUESTIONS
from model.evaluation.metrics import RANKED_BY
from model.evaluation.sets import HOME, SETS

KEPT = "kept-leaderboard"
MOST = 10
"""Weights are whole numbers from 0 to this; only their ratio matters."""


@dataclass(frozen=True)
class LeaderboardChoice:
    """The rule, what is shown and who stands out; every field is a parameter of the address.

    Attributes:
        metric: a name of `RANKED_BY`.
        day1: weight of day 1.
        day2: weight of day 2.
        algorithm: the highlighted one; empty for none.
        set: the set that charts of one set show.
        question: a key of `QUESTIONS`.
    """

    metric: str = RANKED_BY[0]
    day1: int = MOST // 2
    day2: int = MOST // 2
    algorithm: str = ""
    set: str = HOME
    question: str = next(iter(QUESTIONS))

    @property
    def weights(self) -> tuple[float, float]:
        """Both weights; equal ones where both are 0."""
        return (float(self.day1), float(self.day2)) if self.day1 or self.day2 else (1.0, 1.0)

    @property
    def rule(self) -> tuple[str, float, float, str]:
        """Metric, both weights and the set."""
        return (self.metric, *self.weights, self.set)


def read(
    asked: Mapping[str, str], slugs: tuple[str, ...], before: LeaderboardChoice | None = None
) -> LeaderboardChoice:
    """What the address asks for; what it does not say, or says wrongly, is as it was before.

    >>> read({"metric": "melanoma_auc", "day1": "99"}, ()).metric, read({"day1": "99"}, ()).day1
    ('melanoma_auc', 5)
    """
    before = before or LeaderboardChoice()
    weights = {str(number): number for number in range(MOST + 1)}
    algorithms = {slug: slug for slug in ("", *slugs)}
    known = {
        "metric": {name: name for name in RANKED_BY},
        "day1": weights,
        "day2": weights,
        "algorithm": algorithms,
        "set": {name: name for name in SETS},
        "question": {name: name for name in QUESTIONS},
    }
    found = {name: known[name].get(asked[name]) for name in known if name in asked}
    choice = replace(before, **{name: value for name, value in found.items() if value is not None})
    return choice if choice.algorithm in algorithms else replace(choice, algorithm="")


def current(slugs: tuple[str, ...]) -> LeaderboardChoice:
    """The choice of this session: the address decides, then what was chosen before on this page."""
    kept = st.session_state.get(KEPT)
    choice = read(dict(st.query_params), slugs, kept if isinstance(kept, LeaderboardChoice) else None)
    _keep(choice)
    return choice


def change(**changes: str | int) -> None:
    """Choose something else; callbacks of the widgets end here."""
    kept = st.session_state.get(KEPT)
    _keep(replace(kept if isinstance(kept, LeaderboardChoice) else LeaderboardChoice(), **changes))


def toggle(slug: str) -> None:
    """Highlight an algorithm, or let go of it."""
    kept = st.session_state.get(KEPT, LeaderboardChoice())
    change(algorithm="" if kept.algorithm == slug else slug)


def _keep(choice: LeaderboardChoice) -> None:
    st.session_state[KEPT] = choice
    for name, value in asdict(choice).items():
        if str(value):
            if st.query_params.get(name) != str(value):
                st.query_params[name] = str(value)
        elif name in st.query_params:
            del st.query_params[name]

"""The choices on the leaderboard, kept in the address so that a shared link opens the same view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import streamlit as st

from model.charts.questions import QUESTIONS
from model.evaluation.metrics import RANKED_BY
from model.evaluation.sets import HOME, SETS
from pages.components.cache.challenges import FIRST, definition_of
from pages.components.shell.address import write_address

KEPT = "kept-leaderboard"
"""Begin of the key of the session state; each challenge has a choice of its own."""
CHALLENGE = "challenge"
"""The parameter that names the challenge."""
DUEL = "duel"
"""The question whose charts compare two algorithms."""
ALGORITHMS = ("algorithm", "one", "other")
"""The parameters that name an algorithm."""
MOST = 10
"""Largest weight; weights are whole numbers from 0, and only their ratio matters."""


@dataclass(frozen=True)
class LeaderboardChoice:
    """Rule, shown set and question, highlighted algorithm and shown family; each is a parameter of the address.

    The metric is one of `RANKED_BY`, the question a key of `QUESTIONS`. Without an algorithm none is highlighted, and
    without a family all are shown. `one` and `other` are compared head to head; if empty, the first two are.
    """

    metric: str = RANKED_BY[0]
    day1: int = MOST // 2
    day2: int = MOST // 2
    algorithm: str = ""
    set: str = HOME
    question: str = next(iter(QUESTIONS))
    family: str = ""
    one: str = ""
    other: str = ""

    @property
    def weights(self) -> tuple[float, float]:
        """Both weights; equal weights if both are 0."""
        return (float(self.day1), float(self.day2)) if self.day1 or self.day2 else (1.0, 1.0)

    @property
    def drawn(self) -> tuple[str, float, float, str, str, str, str]:
        """Return the choices that change a chart: metric, weights, set, family, and the open pair of two."""
        pair = (self.one, self.other) if self.question == DUEL else ("", "")
        return (self.metric, *self.weights, self.set, self.family, *pair)


def read(
    parameters: Mapping[str, str],
    slugs: tuple[str, ...],
    families: tuple[str, ...] = (),
    before: LeaderboardChoice | None = None,
) -> LeaderboardChoice:
    """The choice in the address; missing and invalid parameters keep their previous values.

    >>> read({"metric": "melanoma_auc", "day1": "99"}, ()).metric, read({"day1": "99"}, ()).day1
    ('melanoma_auc', 5)
    """
    before, algorithms, weights = before or LeaderboardChoice(), ("", *slugs), range(MOST + 1)
    known = {"metric": RANKED_BY, "day1": weights, "day2": weights, "set": SETS, "family": ("", *families)}
    known |= dict.fromkeys(ALGORITHMS, algorithms)
    chosen = {
        name: value
        for name, values in {**known, "question": QUESTIONS}.items()
        for value in values
        if parameters.get(name) == str(value)
    }
    choice = replace(before, **chosen)
    fields = (*ALGORITHMS, "family")
    return replace(choice, **{name: "" for name in fields if getattr(choice, name) not in known[name]})


def asked() -> str:
    """The challenge that the address names, or the first."""
    return str(st.query_params.get(CHALLENGE) or FIRST)


def first() -> LeaderboardChoice:
    """The choice before any: the rule is that of the challenge."""
    slug = asked()
    if slug == FIRST:
        return LeaderboardChoice()
    rule = definition_of(slug).rule
    day1 = round(rule.shares[0] * MOST)
    return LeaderboardChoice(rule.metric, day1, MOST - day1)


def current(slugs: tuple[str, ...], families: tuple[str, ...]) -> LeaderboardChoice:
    """The choice of this session: from the address, then from the session."""
    choice = read(dict(st.query_params), slugs, families, _before())
    _keep(choice)
    return choice


def change(**changes: str | int) -> None:
    """Change some fields of the choice, in session and address."""
    _keep(replace(_before(), **changes))


def toggle(slug: str) -> None:
    """Highlight an algorithm, or stop highlighting it."""
    change(algorithm="" if _before().algorithm == slug else slug)


def _before() -> LeaderboardChoice:
    choice = st.session_state.get(f"{KEPT}-{asked()}")
    return choice if isinstance(choice, LeaderboardChoice) else first()


def _keep(choice: LeaderboardChoice) -> None:
    st.session_state[f"{KEPT}-{asked()}"] = choice
    write_address({name: str(value) for name, value in asdict(choice).items()})

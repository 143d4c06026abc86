"""Find the game of a visitor: by the token in the address, which survives a reload, or else by the session."""

from __future__ import annotations

import random
from contextlib import suppress

import streamlit as st

from model.errors import CaseFolderError
from model.lesion.gallery import Case
from model.stage.deal import NUMBERS, SEEDS, SOURCES, Deal, Source, dealt
from model.stage.quiz import Game
from pages.components.cache import galleries, shared_state
from pages.components.shell.address import write_address
from pages.components.shell.kept_choice import KeptChoice

TOKEN, DEAL = "game", "deal"
"""Parameters of the address: the token is private to one visitor, the deal can be passed on."""
KEPT, SEED = "kept-game", "kept-seed"


def current_game() -> tuple[str, Game | None]:
    """The token and the game of this visitor; the game is None if there is none or it has expired."""
    token = str(st.query_params.get(TOKEN) or ("" if DEAL in st.query_params else st.session_state.get(KEPT, "")))
    game = shared_state.games().get(token) if token else None
    if game is not None:
        _keep(token, game.deal)
    return token, game


def asked_deal() -> Deal | None:
    """The deal in the address; None without a valid one."""
    return Deal.of(str(st.query_params.get(DEAL, "")))


def chosen_deal() -> Deal:
    """The visitor's current settings; the seed stays the same until a game begins."""
    if SEED not in st.session_state:
        _draw_seed()
    return Deal(st.session_state[SEED], **{name: choice.value() for name, choice in CHOICES.items()})


def begin(deal: Deal) -> None:
    """Begin a game; the settings of the next one get a new seed."""
    _keep(shared_state.games().put(Game.dealt(deal, cases_of(deal.source))), deal)
    for name, choice in CHOICES.items():
        choice.keep(getattr(deal, name))
    _draw_seed()


def leave() -> None:
    """Leave the game; it stays available at its address."""
    st.session_state.pop(KEPT, None)
    for name in (TOKEN, DEAL):
        st.query_params.pop(name, None)


def cases_of(source: Source) -> list[Case]:
    """The cases of a source that can be shown and may be in a game.

    Raises:
        CaseFolderError: the folder or its table cannot be read.
    """
    gallery = galleries.sample_gallery() if source == "sample" else galleries.case_gallery()
    return dealt(case for case, _ in gallery.shown)


def _has_cases(source: Source) -> bool:
    with suppress(CaseFolderError):
        return bool(cases_of(source))
    return False


CHOICES = {
    "number": KeptChoice("quiz-number", NUMBERS[0], lambda: NUMBERS),
    "source": KeptChoice("quiz-source", "sample", lambda: [source for source in SOURCES if _has_cases(source)]),
    "timed": KeptChoice("quiz-timed", True),
    "misled": KeptChoice("quiz-misled", False),
    "checklist": KeptChoice("quiz-checklist", False),
}
"""The settings of the next game, by name of a deal's field."""


def _draw_seed() -> None:
    st.session_state[SEED] = random.SystemRandom().randrange(SEEDS)


def _keep(token: str, deal: Deal) -> None:
    st.session_state[KEPT] = token
    write_address({TOKEN: token, DEAL: deal.code})

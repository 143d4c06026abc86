"""Find the game of a visitor: by the token in the address, which survives a reload, or else by the session."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace

import streamlit as st

from model.errors import CaseFolderError
from model.lesion.gallery import Case
from model.stage.deal import SEEDS, Deal, Source
from model.stage.quiz import Game
from pages.components.cache import galleries, shared_state
from pages.components.shell.address import write_address

TOKEN, DEAL = "game", "deal"
"""Parameters of the address: the token is private to one visitor, the deal can be passed on."""
KEPT, CHOICE = "kept-game", "kept-deal"


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
    if CHOICE not in st.session_state:
        st.session_state[CHOICE] = Deal(random.SystemRandom().randrange(SEEDS))
    deal: Deal = st.session_state[CHOICE]
    return deal if _has_cases(deal.source) else replace(deal, source="sample")


def choose(**changes: object) -> None:
    """Change settings of the next game."""
    st.session_state[CHOICE] = replace(chosen_deal(), **changes)  # type: ignore[arg-type]


def begin(deal: Deal) -> None:
    """Begin a game; the settings of the next one get a new seed."""
    game = Game.dealt(deal, cases_of(deal.source))
    _keep(shared_state.games().put(game), deal)
    st.session_state[CHOICE] = replace(deal, seed=random.SystemRandom().randrange(SEEDS))


def leave() -> None:
    """Leave the game; it stays available at its address."""
    st.session_state.pop(KEPT, None)
    for name in (TOKEN, DEAL):
        st.query_params.pop(name, None)


def cases_of(source: Source) -> list[Case]:
    """The cases of a source that can be shown.

    Raises:
        CaseFolderError: the folder or its table cannot be read.
    """
    gallery = galleries.sample_gallery() if source == "sample" else galleries.case_gallery()
    return [case for case, _ in gallery.shown]


def _has_cases(source: Source) -> bool:
    with suppress(CaseFolderError):
        return bool(cases_of(source))
    return False


def _keep(token: str, deal: Deal) -> None:
    st.session_state[KEPT] = token
    write_address({TOKEN: token, DEAL: deal.code})

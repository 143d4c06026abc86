"""Which game a visitor plays: by the token in the address, so that it survives a reload, else by the session."""

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

TOKEN, DEAL = "game", "deal"
"""Parameters of the address: the token is one visitor's, the deal may be passed on."""
KEPT, CHOICE = "kept-game", "kept-deal"


def current_game() -> tuple[str, Game | None]:
    """The token of this visitor's game, and the game; empty and None where there is none, or it is kept no more."""
    token = str(st.query_params.get(TOKEN) or ("" if DEAL in st.query_params else st.session_state.get(KEPT, "")))
    game = shared_state.games().get(token) if token else None
    if game is not None:
        _keep(token, game.deal)
    return token, game


def asked_deal() -> Deal | None:
    """The deal that the address names; None where it names none."""
    return Deal.of(str(st.query_params.get(DEAL, "")))


def chosen_deal() -> Deal:
    """What this visitor has chosen so far; the seed stays until a game begins."""
    if CHOICE not in st.session_state:
        st.session_state[CHOICE] = Deal(random.SystemRandom().randrange(SEEDS))
    found: Deal = st.session_state[CHOICE]
    return found if _has_cases(found.source) else replace(found, source="sample")


def choose(**changes: object) -> None:
    """Choose something else for the game that is to begin."""
    st.session_state[CHOICE] = replace(chosen_deal(), **changes)  # type: ignore[arg-type]


def begin(deal: Deal) -> None:
    """Begin a game; the next one that is chosen has another order."""
    game = Game.dealt(deal, cases_of(deal.source))
    _keep(shared_state.games().put(game), deal)
    st.session_state[CHOICE] = replace(deal, seed=random.SystemRandom().randrange(SEEDS))


def leave() -> None:
    """Another game: the finished one stays where it was, for whoever has its address."""
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
    for name, value in ((TOKEN, token), (DEAL, deal.code)):
        if st.query_params.get(name) != value:
            st.query_params[name] = value

"""Challenges: definitions, the store once it is needed, and the leaderboard with the entries of teams."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from model.settings import ASSETS, settings
from pages.components.cache.while_unchanged import kept_while_unchanged

if TYPE_CHECKING:
    from model.challenge.definition import Definition
    from model.challenge.entered import Entered
    from model.challenge.store.store import Store
    from model.leaderboard import Leaderboard
    from model.text import Texts

FIRST = "melanoma"
"""The challenge of the leaderboard unless the address names another."""
BoardKey = tuple[str, str]
"""A challenge, and the numbers of the submissions on its leaderboard."""
_NO_TAGS = str.maketrans("<>", "‹›")
"""Charts read names as a kind of HTML."""
COMMITTED: BoardKey = (FIRST, "")
"""The committed tables of the first challenge alone."""


@kept_while_unchanged(lambda slug: [ASSETS / "challenges" / f"{Path(slug).name}.toml"])
def _read(slug: str) -> Definition:
    from model.challenge.definition import read_definition  # imports pydantic

    return read_definition(slug)


def definition_of(slug: str) -> Definition:
    """Return a definition.

    Raises:
        ChallengeUnknown, ChallengeMistake.
    """
    from model.challenge.definition import read_definition, slugs

    return _read(slug) if slug in slugs() else read_definition(slug)


@st.cache_resource(show_spinner=False)
def _opened(_database: str, _folder: str) -> Store:
    from model.challenge.store.store import open_store  # imports SQLAlchemy

    return open_store()


def store() -> Store:
    """Return the store, made where there is none.

    Raises:
        StoreError: it cannot be opened.
    """
    return _opened(settings().database_url, str(settings().challenge))


def store_if_any() -> Store | None:
    """Return the store, or None where no challenge has been opened here; then nothing is imported either."""
    if settings().database_url or (settings().challenge / "challenge.sqlite").is_file():
        return store()
    return None


def board_key(slug: str) -> BoardKey:
    """Return what the public leaderboard of a challenge shows now."""
    kept = store_if_any()
    if kept is None:
        return slug, ""
    from model.challenge.entered import counting

    return slug, ",".join(str(submission.id) for submission in counting(definition_of(slug), kept))


def board_of(key: BoardKey, committed: Leaderboard) -> Leaderboard:
    """Return the committed leaderboard of a challenge with the entries of a key."""
    from model.challenge.board import joined

    found = _entered(key, committed)
    return joined(committed, found.tables) if found else committed


def texts_of(key: BoardKey, language: str) -> Texts:
    """Return the texts of a challenge, with the names of the teams on its leaderboard."""
    from model.text import texts

    slug, numbers = key
    if key == COMMITTED:
        return texts(language)
    names = {}
    if numbers:
        from model.challenge.worker import slug_of

        names = {slug_of(team.id): team.name.translate(_NO_TAGS) for team in store().teams.of(slug)}
    return definition_of(slug).speaks(language, names)


def _entered(key: BoardKey, committed: Leaderboard) -> Entered | None:
    slug, numbers = key
    if not numbers:
        return None
    from model.challenge.entered import entered

    kept = store()
    submissions = [kept.entries.get(int(number)) for number in numbers.split(",")]
    return entered(definition_of(slug), kept, submissions, committed.evaluation.benchmark)

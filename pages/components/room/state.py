"""Find the role of a visitor of the room page: by the address, or else by the session, or else a newcomer.

A presenter has a token. A phone has a code, the key of the QR code and a ballot. The ballot is also stored as a session
cookie, so a phone that scans the code twice has one vote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import streamlit as st

from model.errors import RoomError
from model.stage.deal import Deal
from model.stage.rooms import Room
from pages.components.cache import shared_state
from pages.components.quiz.state import cases_of
from pages.components.session import visitors
from pages.components.shell.address import write_address

DESK, ROOM, KEY, BALLOT = "desk", "room", "key", "ballot"
"""Parameters of the address: a presenter's token; a room's code, the key of its QR code, and a phone's ballot."""
KEPT_DESK, KEPT_SEAT, SAID = "kept-desk", "kept-seat", "room-said"
LEFT = "room-left"
"""Set after this visitor has closed a room."""


@dataclass(frozen=True)
class RoomSeat:
    """A phone's place in a room."""

    room: Room
    ballot: str


def presenters_room() -> tuple[str, Room | None]:
    """The presenter's token and room; the room is None for other visitors and after it has expired."""
    asked = str(st.query_params.get(DESK, ""))
    token = asked or ("" if ROOM in st.query_params else str(st.session_state.get(KEPT_DESK, "")))
    room = shared_state.rooms().of_presenter(token) if token else None
    if room is not None:
        st.session_state[KEPT_DESK] = token
        write_address({DESK: token})
    return token, room


def seat() -> RoomSeat | None:
    """The seat of a phone; None if neither the address nor the session has a room.

    Raises:
        RoomError: there is no such room, it is closed or full, or too many codes were tried.
    """
    asked = str(st.query_params.get(ROOM, ""))
    stored = st.session_state.get(KEPT_SEAT)
    if not asked and stored is None:
        return None
    code, key, ballot = stored if stored and asked in ("", stored[0]) else (asked, "", "")
    key, ballot = str(st.query_params.get(KEY, key)), str(st.query_params.get(BALLOT, ballot))
    room = shared_state.rooms().enter(code, visitors.visitor(), key)
    ballot = room.join(ballot or st.context.cookies.get(_cookie(room), ""))
    st.session_state[KEPT_SEAT] = (room.code, room.key, ballot)
    write_address({ROOM: room.code, KEY: room.key, BALLOT: ballot})
    _keep_cookie(room, ballot)
    return RoomSeat(room, ballot)


def open_room(deal: Deal) -> None:
    """Open a room with the cases of a deal; this visitor becomes its presenter."""
    leave()
    st.session_state[KEPT_DESK] = shared_state.rooms().open(deal.deck(cases_of(deal.source)))
    st.query_params[DESK] = st.session_state[KEPT_DESK]


def close_room(desk: str) -> None:
    """Close a room for everyone in it."""
    shared_state.rooms().close(desk)
    leave()
    st.session_state[LEFT] = True


def join_room(code: str) -> None:
    """Go to the room of a code; a refusal is stored for the page."""
    st.session_state.pop(SAID, None)
    try:
        room = shared_state.rooms().enter(code, visitors.visitor())
    except RoomError as error:
        st.session_state[SAID] = error
        return
    leave()
    st.query_params[ROOM] = room.code
    st.query_params[KEY] = room.key


def leave() -> None:
    """Go back to the entrance as a newcomer."""
    for name in (KEPT_DESK, KEPT_SEAT, SAID, LEFT):
        st.session_state.pop(name, None)
    for name in (DESK, ROOM, KEY, BALLOT):
        st.query_params.pop(name, None)


def _cookie(room: Room) -> str:
    return f"ballot-{room.code}"


def _keep_cookie(room: Room, ballot: str) -> None:
    """Store the ballot until the browser is closed; only a well-formed ballot becomes part of the script."""
    if re.fullmatch(r"[\w-]+", ballot):
        words = f"{_cookie(room)}={ballot}; path=/; SameSite=Strict"
        st.html(f"<script>document.cookie = {words!r}</script>", unsafe_allow_javascript=True)

"""Who a visitor of the room page is: by what the address holds, else by the session, else a newcomer.

A presenter has a token, a phone has a code, the key of the QR code and a ballot. The ballot is also kept as a cookie of
the browser session, so that a phone that scans the code twice still votes once.
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

DESK, ROOM, KEY, BALLOT = "desk", "room", "key", "ballot"
"""Parameters of the address: the presenter's token; a room's code, the key of its QR code, and a phone's ballot."""
KEPT_DESK, KEPT_SEAT, SAID = "kept-desk", "kept-seat", "room-said"
LEFT = "room-left"
"""Set where this visitor has just closed a room."""


@dataclass(frozen=True)
class Seat:
    """A phone's place in a room."""

    room: Room
    ballot: str


def presenters_room() -> tuple[str, Room | None]:
    """The presenter's token and room; empty and None for everybody else, or where the room is kept no more."""
    asked = str(st.query_params.get(DESK, ""))
    token = asked or ("" if ROOM in st.query_params else str(st.session_state.get(KEPT_DESK, "")))
    room = shared_state.rooms().of_presenter(token) if token else None
    if room is not None:
        st.session_state[KEPT_DESK] = token
        _address({DESK: token})
    return token, room


def seat() -> Seat | None:
    """The place of a phone; None where the address names no room and the session has none.

    Raises:
        RoomError: there is no such room, it is closed or full, or too many codes were tried.
    """
    kept = st.session_state.get(KEPT_SEAT)
    asked = str(st.query_params.get(ROOM, ""))
    if not asked and kept is None:
        return None
    code, key, ballot = kept or (asked, "", "")
    if asked and asked != code:
        code, key, ballot = asked, "", ""
    key, ballot = str(st.query_params.get(KEY, key)), str(st.query_params.get(BALLOT, ballot))
    room = shared_state.rooms().enter(code, visitors.visitor(), key)
    found = Seat(room, room.join(ballot or st.context.cookies.get(_cookie(room), "")))
    st.session_state[KEPT_SEAT] = (room.code, room.key, found.ballot)
    _address({ROOM: room.code, KEY: room.key, BALLOT: found.ballot})
    _keep_cookie(room, found.ballot)
    return found


def open_room(deal: Deal) -> None:
    """Open a room with the cases of a deal; this visitor is its presenter."""
    leave()
    st.session_state[KEPT_DESK] = shared_state.rooms().open(deal.deck(cases_of(deal.source)))
    st.query_params[DESK] = st.session_state[KEPT_DESK]


def close_room(desk: str) -> None:
    """End a room for all who are in it."""
    shared_state.rooms().close(desk)
    leave()
    st.session_state[LEFT] = True


def join_room(code: str) -> None:
    """Go to the room of a code; what stands against it is said on the page."""
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
    """Back to the door, as a newcomer."""
    for name in (KEPT_DESK, KEPT_SEAT, SAID, LEFT):
        st.session_state.pop(name, None)
    for name in (DESK, ROOM, KEY, BALLOT):
        st.query_params.pop(name, None)


def _address(values: dict[str, str]) -> None:
    for name, value in values.items():
        if st.query_params.get(name) != value:
            st.query_params[name] = value


def _cookie(room: Room) -> str:
    return f"ballot-{room.code}"


def _keep_cookie(room: Room, ballot: str) -> None:
    """For as long as the browser is open; both are made of letters, digits, and `-` and `_`."""
    if re.fullmatch(r"[\w-]+", ballot):
        words = f"{_cookie(room)}={ballot}; path=/; SameSite=Strict"
        st.html(f"<script>document.cookie = {words!r}</script>", unsafe_allow_javascript=True)

"""Draw a room on a phone: the photo, seven diagnoses to vote for, and the state of the vote."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.errors import RoomError
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.stage.rooms import Now, Room
from model.text import Texts
from pages.components.quiz.case_photo import SMALL, show_case, truth_html
from pages.components.quiz.quiz_play import choice_words
from pages.components.room.state import SAID, RoomSeat, leave
from pages.components.shell.failures import guarded_callback, show_failure

LOOKS = 2.0
"""Seconds between a phone's checks for a new step."""


def phone(t: Texts, seat: RoomSeat) -> None:
    """Draw the current step."""
    room, now = seat.room, seat.room.now()
    if now.phase == "over":
        st.html(f'<p class="sentence" role="status">{escape(t("room.over"))}</p>')
        follow(room, now)
        return
    with st.container(key="room-phone", gap="small"):
        number = t("quiz.case", number=now.position + 1, total=len(room.deck))
        st.html(f"<h2>{escape(number)}</h2>")
        with st.container(key="room-phone-photo", gap="xsmall"):
            show_case(t, room.deck[now.position], SMALL)
        with st.container(key="room-phone-vote", gap="xsmall"):
            if (refusal := st.session_state.get(SAID)) is not None:
                show_failure(t, refusal)
            if now.phase == "voting":
                _vote(t, seat, now)
            else:
                _voted(t, seat, now)
        st.button(t("room.leave"), key="room-leave", on_click=guarded_callback(leave))
    follow(room, now)


def follow(room: Room, drawn: Now) -> None:
    """Draw the page again once the room has moved on from the drawn step."""

    @st.fragment(run_every=LOOKS)
    def look() -> None:
        now = room.now()
        if (now.position, now.phase, now.is_closed) != (drawn.position, drawn.phase, drawn.is_closed):
            st.session_state.pop(SAID, None)
            st.rerun()
        st.empty()

    look()


def _voted(t: Texts, seat: RoomSeat, now: Now) -> None:
    """Draw the own vote after the count, and the truth once it is shown."""
    own = seat.room.vote_of(seat.ballot, now.position)
    words = t("room.your_vote", diagnosis=t(f"diagnoses.{own}.name")) if own else t("room.no_vote")
    st.html(f'<p class="sentence" role="status">{escape(words)} {escape(t("room.look_up"))}</p>')
    if now.phase == "truth":
        st.html(truth_html(t, seat.room.deck[now.position]))


def _vote(t: Texts, seat: RoomSeat, now: Now) -> None:
    """Draw the own vote and a button for each diagnosis."""
    own = seat.room.vote_of(seat.ballot, now.position)
    words = t("room.voted", diagnosis=t(f"diagnoses.{own}.name")) if own else t("room.vote")
    st.html(f'<p class="sentence" role="status">{escape(words)}</p>')
    for diagnosis in DIAGNOSES:
        chosen = diagnosis is own
        st.button(
            choice_words(t, diagnosis, chosen),
            key=f"vote-{now.position}-{diagnosis}",
            type="primary" if chosen else "secondary",
            width="stretch",
            on_click=guarded_callback(_take),
            args=(seat, now.position, diagnosis),
        )


def _take(seat: RoomSeat, position: int, diagnosis: Diagnosis) -> None:
    """Vote; a refusal is shown in place of the vote and is no failure of the page."""
    st.session_state.pop(SAID, None)
    try:
        seat.room.vote(seat.ballot, position, diagnosis)
    except RoomError as error:
        st.session_state[SAID] = error

"""The room plays: a presenter opens a room, phones join and vote, and the room's answer is compared with the jury's."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import open_page
from model.errors import RoomError
from model.text import Texts
from pages.components.room.door import door
from pages.components.room.phone import phone
from pages.components.room.room_desk import desk
from pages.components.room.state import leave, presenters_room, seat
from pages.components.shell.failures import guarded, show_failure


def newcomer(t: Texts, gone: bool) -> None:
    """Draw the page for a visitor without a role, or after the room in the address has expired."""
    st.html(f"<h1>{escape(t('room.title'))}</h1><p class='lead'>{escape(t('room.lead'))}</p>")
    if gone:
        st.html(f'<p class="refusal" role="status">{escape(t("room.gone"))}</p>')
    door(t)


def page(t: Texts) -> None:
    """Draw the page."""
    token, room = presenters_room()
    if room is not None:
        st.html(f"<h1 class='for-screen-readers'>{escape(t('room.title'))}</h1>")
        desk(t, token, room)
        return
    try:
        place = seat()
    except RoomError as error:
        leave()
        show_failure(t, error)
        place = None
    if place is None:
        newcomer(t, bool(token))
        return
    st.html(f"<h1 class='for-screen-readers'>{escape(t('room.title'))}</h1>")
    phone(t, place)


texts = open_page("room")
with guarded(texts):
    page(texts)

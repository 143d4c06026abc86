"""Draw the entrance to rooms: join one by its code, or open one."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import segno
import streamlit as st
from streamlit.net_util import get_internal_ip

from model.settings import settings
from model.stage.address import Reach, reach
from model.stage.rooms import CODE_LENGTH, Room
from model.text import Texts
from pages.components.quiz.setup import cases_controls
from pages.components.quiz.state import chosen_deal
from pages.components.room.state import KEY, LEFT, ROOM, SAID, join_room, open_room
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.practice_choice import small

CODE = "room-code"


def door(t: Texts) -> None:
    """Draw both ways: a phone joins a room, a presenter opens one."""
    if st.session_state.get(LEFT):
        st.html(f'<p class="sentence" role="status">{escape(t("room.left"))}</p>')
    with st.container(key="room-door"):
        with st.container(key="room-join", gap="small"):
            _join(t)
        with st.container(key="room-open", gap="small"):
            _open(t)


def _join(t: Texts) -> None:
    def join() -> None:
        join_room(st.session_state[CODE])

    st.html(f"<h2>{escape(t('room.join_title'))}</h2>")
    with st.form("room-join-form", border=False, enter_to_submit=True):
        st.text_input(t("room.code"), key=CODE, max_chars=3 * CODE_LENGTH, autocomplete="off")
        st.form_submit_button(t("room.join"), type="primary", on_click=guarded_callback(join))
    if SAID in st.session_state:
        show_failure(t, st.session_state[SAID])


def _open(t: Texts) -> None:
    deal = chosen_deal()
    st.html(f"<h2>{escape(t('room.open_title'))}</h2>")
    small(t("room.open_how"))
    available = cases_controls(t, deal)
    st.button(
        t("room.open"),
        key="room-open-button",
        disabled=not available,
        on_click=guarded_callback(open_room),
        args=(deal,),
    )


def invitation(t: Texts, room: Room) -> None:
    """Draw QR code, short code and address for phones; warn if they cannot reach this server."""
    reached = server()
    query = urlencode({"lang": t.language, ROOM: room.code, KEY: room.key})
    address = f"{reached.address}/room?{query}"
    picture = segno.make_qr(address, error="m").svg_data_uri(scale=8, border=4, light="white")
    alt = escape(t("room.qr_alt", code=room.code))
    at = t("room.at", address=f"{reached.address}/room")
    st.html(
        f'<div class="room-invitation"><a href="{escape(address)}" target="_blank" rel="noopener">'
        f'<img src="{picture}" alt="{alt}"></a>'
        f'<div><p class="room-code">{escape(room.code)}</p><p>{escape(at)}</p>'
        "</div></div>"
    )
    if not reached.by_others:
        st.html(f'<p class="refusal" role="note">{escape(t("room.only_here"))}</p>')


def server() -> Reach:
    """The address at which phones reach this server."""
    listens = str(st.get_option("server.address") or "")
    return reach(settings().address, st.context.url or "", listens, get_internal_ip() or "")

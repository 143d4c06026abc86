"""The line on a page: work waits for its turn, the place is shown, and who leaves takes their work along."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from contextlib import suppress
from html import escape
from typing import Any

import streamlit as st

from model.line import Left, Line, Ticket, Work
from model.settings import settings
from model.text import Texts
from pages.components.session import visitors

TICK = 0.2
"""So often, in seconds, a run that waits looks whether it is still wanted and where in the line it stands."""
LINE = Line(max(1, (os.cpu_count() or 1) // settings().threads))
"""One for all visitors of this process: as many desks as predictions can run at once without sharing a core."""
visitors.when_one_leaves(LINE.leave)
Standing = Callable[[Ticket], None]
"""Told at every tick how a ticket stands."""


def unseen(_: Ticket) -> None:
    """Shows nothing."""


def done_in_line(what: Hashable, work: Work, standing: Standing = unseen) -> Any:  # noqa: ANN401
    """What comes of some work when it is its turn; this run may be stopped while it waits, and the work is passed over.

    The work runs in another thread: nothing in it may touch Streamlit.
    """
    while True:
        _stop_if_unwanted()
        ticket = LINE.join(visitors.visitor(), what, work)
        _wait(ticket, standing)
        with suppress(Left):  # an older run asked for something else before it learned that it is no longer wanted
            return ticket.result()


def _wait(ticket: Ticket, standing: Standing) -> None:
    try:
        with ticket.attended():
            while not ticket.done.wait(TICK):
                standing(ticket)
                _stop_if_unwanted()
    except BaseException:
        if not visitors.is_here(ticket.visitor):
            LINE.leave(ticket.visitor)
        raise


def _stop_if_unwanted() -> None:
    """Where Streamlit stops a run in whose place there is a newer one, or whose browser has gone."""
    _ = "language" in st.session_state


def standing_html(t: Texts, ticket: Ticket, turn: str) -> str:
    """How many are before this visitor, or `turn`, the words for being served."""
    ahead = ticket.ahead
    words = t("line.ahead", count=ahead) if ahead else turn
    return f'<p class="waiting" role="status">{escape(words)}</p>'

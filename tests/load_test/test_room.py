"""What the load test reads from the pages of a room: the invitation, and how many votes the screen has counted."""

from __future__ import annotations

import pytest

from model.load_test.room import _has_counted, invited, voted


class Page:
    """A page with this HTML."""

    def __init__(self, *bodies):
        self._bodies = list(bodies)

    def html(self):
        return self._bodies


ARRIVING = '<div class="room-arriving" role="status"><strong>{}</strong><p>votes</p></div>'


def test_an_invitation_is_read_from_the_address_of_the_qr_code():
    page = Page('<a href="http://10.0.0.4:8501/room?lang=en&amp;room=AB2CD&amp;key=x-Y_9" target="_blank">')
    assert invited(page) == {"room": "AB2CD", "key": "x-Y_9"}
    assert invited(Page("<p>no room</p>")) == {}


@pytest.mark.parametrize(("html", "count"), [(ARRIVING.format(0), 0), (ARRIVING.format(17), 17), ("<p>17</p>", None)])
def test_the_votes_on_the_screen_are_read(html, count):
    assert voted(Page("<h2>Case 1 of 10</h2>", html)) == count
    assert _has_counted(17, Page(html)) is (count == 17)

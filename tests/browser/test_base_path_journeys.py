"""A server under a base path: the addresses of a room and of a game keep it, and a phone gets there."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from model.text import texts
from tests import stand_ins
from tests.browser.conftest import served

pytestmark = pytest.mark.browser
USUAL = ("404 (Not Found)", "disconnected from server.")


@pytest.fixture
def under_a_path(tmp_path):
    environment = stand_ins.environment(tmp_path, *stand_ins.ANSWERING, stand_ins.COMMITTEE, asked=stand_ins.COMMITTEE)
    with served(tmp_path / "log.txt", STREAMLIT_SERVER_BASE_URL_PATH="opinions", **environment) as address:
        yield f"{address}/opinions"


def test_a_phone_joins_a_room_and_a_game_is_passed_on_under_a_base_path(under_a_path, visit):
    t, desk, phone = texts("en"), visit(address=under_a_path), visit(390, address=under_a_path)
    desk.open("/?lang=en")
    desk.page.goto(f"{under_a_path}/room?lang=en")
    desk.click(".st-key-room-open-button button")
    desk.page.wait_for_selector(".room-code")
    asked = urlsplit(desk.page.get_attribute(".room-invitation a", "href"))
    assert asked.path == "/opinions/room"
    assert "/opinions/room" in desk.text(".room-invitation")
    phone.page.goto(f"{under_a_path}/room?{asked.query}")
    phone.sees(" ".join(t("quiz.case", number=1, total=10).split()))
    desk.click(".st-key-room-finish button")  # nobody waits for votes any more
    phone.settle()
    desk.page.goto(f"{under_a_path}/quiz?lang=en")
    desk.sees("/opinions/quiz?lang=en&deal=")
    for journey in (desk, phone):  # Streamlit complains of what it probes for, and of a page that is left
        journey.complaints = [words for words in journey.complaints if not words.endswith(USUAL)]

"""On stage, in a real browser: a whole quiz, blind first, with the wrong algorithm disclosed; and a room of phones."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from model.lesion.diagnosis import DIAGNOSES
from model.lesion.gallery import samples
from model.load_test.room import vote
from model.load_test.session import Session
from model.stage.deal import Deal
from model.text import LANGUAGES, texts
from pages.components.shell.checklist import point_words
from tests.browser.test_journeys import serious

pytestmark = pytest.mark.browser
PHONES = 30
CHOSEN = '[class*="st-key-quiz-commit-"] button:enabled'
"""There only once a diagnosis is chosen, which is drawn above it."""
IMPATIENT = "shown => { const button = document.querySelector(shown); button.click(); button.click() }"
"""Click twice before the server can answer; a real double click may land on the next step's button instead."""
OVERFLOW = "(e => e.scrollWidth - e.clientWidth)(document.querySelector('[data-testid=\"stMain\"]'))"
LOWEST = """() => Math.max(...[...document.querySelectorAll(".stMain button")]
  .filter(one => one.getClientRects().length).map(one => one.getBoundingClientRect().bottom)) - innerHeight"""
"""How far the lowest button reaches below the fold, pixels."""


def plain(words: str) -> str:
    return " ".join(words.split())


def press(journey, *keys: str) -> None:
    for key in keys:
        journey.page.keyboard.press(key)


def stands_above_every_fold(journey, shown: str) -> None:
    """Wait until it is there, then until no button reaches below the screen of a laptop and of a phone."""
    for width, height in ((1280, 720), (390, 844)):
        journey.resize(width, height)
        journey.finds(shown)
        journey.page.wait_for_function(f"({LOWEST})() <= 0")


def on_case(journey, t, number: int, of: int = 10) -> None:
    journey.sees(plain(t("quiz.case", number=number, total=of)), "h2")


@pytest.mark.parametrize(("width", "language", "scheme"), [(1440, "en", "light"), (390, "fr", "dark")])
def test_a_whole_quiz_blind_first_by_keyboard_and_the_wrong_algorithm_is_disclosed(
    visit, quick, width, language, scheme
):
    t, deal = texts(language), Deal(11, timed=False, misled=True, checklist=True)
    journey = visit(width, address=quick, color_scheme=scheme)
    page = journey.page
    journey.open(f"/quiz?lang={language}&deal={deal.code}")
    journey.sees(plain(t("quiz.invited", count=10)))
    assert not serious(journey)
    journey.click(".st-key-quiz-begin button")
    for number, case in enumerate(deal.deck(samples()), 1):
        on_case(journey, t, number)
        assert page.locator(".advice").count() == 0
        ticks_by_keyboard(journey, t, number)
        press(journey, str(DIAGNOSES.index(case.diagnosis) + 1))
        page.wait_for_selector(CHOSEN)
        if number == 1:
            assert not serious(journey)
            page.reload()  # the choice is kept
        journey.finds(CHOSEN)
        page.evaluate(IMPATIENT, CHOSEN)
        page.wait_for_selector(".advice")
        journey.sees(plain(t("quiz.ask_again")))
        if number == 1:
            assert not serious(journey)
            assert page.evaluate(OVERFLOW) <= 1
        journey.finds(CHOSEN)
        press(journey, "0")
        page.wait_for_selector(".truth")
        journey.sees(plain(t("quiz.truth", diagnosis=t(f"diagnoses.{case.diagnosis}.name"))))
        if number == 1:
            journey.sees(plain(t("own_list.score", count=1, least=3, verdict=t("jury.calm").lower())))
            assert not serious(journey)
            assert page.evaluate(OVERFLOW) <= 1
        press(journey, "0")
    page.wait_for_selector(".quiz-cases")
    journey.sees(plain(t("quiz.you_list")))
    journey.sees(plain(t("quiz.only_drawings")))
    journey.sees(plain(t("quiz.disclosed", count=3, followed=0, harmed=0)))
    assert journey.text(".quiz-cases").count(plain(t("quiz.who_misled"))) == 3
    page.wait_for_selector(".st-key-figure-beside .main-svg")
    journey.sees(plain(t("quiz.counted", melanomas=3, others=7)))
    assert not serious(journey)
    assert page.evaluate(OVERFLOW) <= 1


def ticks_by_keyboard(journey, t, number: int) -> None:
    """Tick irregular streaks in the first case, over a reload, and nothing in the others."""
    journey.finds(f".st-key-quiz-tick-{number - 1}-irregular_streaks")
    if number == 1:
        press(journey, "4")
        ticked = plain(point_words(t, "irregular_streaks", ticked=True))
        journey.sees(ticked)
        assert not serious(journey)
        assert journey.page.evaluate(OVERFLOW) <= 1
        journey.page.reload()
        journey.sees(ticked)
    press(journey, "0")
    journey.sees(plain(t("quiz.ask")))


def test_thirty_phones_vote_one_comes_back_the_presenter_reloads_and_no_vote_is_lost_or_counted_twice(visit, quick):
    t, desk = texts("en"), visit(address=quick)
    page, host = desk.page, urlsplit(quick)
    desk.open("/room?lang=en")
    assert not serious(desk)
    desk.click(".st-key-room-open-button button")
    page.wait_for_selector(".room-code")
    assert not serious(desk)
    address = page.get_attribute(".room-invitation a", "href")
    assert "localhost" not in address
    room = dict(re.findall(r"(room|key)=([\w-]+)", address))
    with ExitStack() as stack, ThreadPoolExecutor(PHONES) as threads:
        phones = [stack.enter_context(Session(host.hostname, host.port, follows=True)) for _ in range(PHONES)]
        list(threads.map(partial(joined, room), phones))
        list(threads.map(lambda pair: vote(pair[1], 0, pair[0] % 2), enumerate(phones)))
        expect(page.locator(".room-arriving strong")).to_have_text(str(PHONES))
        back = stack.enter_context(Session(host.hostname, host.port, follows=True))  # one has lost its connection
        joined({**room, "ballot": phones[3].query["ballot"]}, back)
        vote(back, 0, 0)  # and thinks better of it: melanoma, now 16 to 14
        page.reload()
        expect(page.locator(".room-arriving strong")).to_have_text(str(PHONES))
        desk.sees(plain(t("room.have_voted", count=PHONES, joined=PHONES)))
        desk.click('[class*="st-key-room-step-"] button')
        desk.sees(plain(t("room.says", diagnosis="melanoma", count=16, total=PHONES)))
        late = phones[5]
        late.click("vote-0-NV")  # its page is still the one of the vote, or says that it is closed
        late.until(lambda shown: t("room.your_vote", diagnosis="naevus") in shown.text())
        press(desk, "PageDown")
        desk.finds(".advice")  # the button that the next key presses comes after it
        press(desk, "ArrowRight")
        desk.finds(".truth")
        assert not serious(desk)
        assert plain(t("room.says", diagnosis="melanoma", count=16, total=PHONES)) not in desk.text()
        assert t("room.the_room") in desk.text()
        assert page.locator(".advice").count() == 0  # each reveal replaces the panel before
    desk.click(".st-key-room-finish button")
    page.wait_for_selector(".st-key-figure-beside .main-svg")
    assert not serious(desk)


def joined(room: dict[str, str], phone: Session) -> None:
    phone.go("room", **room)
    phone.until(lambda page: page.button(f"vote-0-{DIAGNOSES[0]}") is not None and not page.is_running)


@pytest.mark.parametrize("width", [390])
def test_a_phone_joins_by_its_code_votes_and_is_told_when_it_is_too_late(visit, quick, width):
    t, desk, phone = texts("fr"), visit(1440, address=quick), visit(width, address=quick, color_scheme="dark")
    desk.open("/room?lang=fr")
    desk.click(".st-key-room-open-button button")
    code = desk.page.inner_text(".room-code")
    phone.open("/room?lang=fr")
    phone.page.fill(".st-key-room-code input", f"{code[:2].lower()} {code[2:]}")
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_selector(".st-key-vote-0-MEL button")
    assert not serious(phone)
    phone.click(".st-key-vote-0-MEL button")
    phone.sees(plain(t("room.voted", diagnosis="mélanome")))
    assert not serious(phone)
    expect(desk.page.locator(".room-arriving strong")).to_have_text("1")
    phone.page.reload()
    phone.sees(plain(t("room.voted", diagnosis="mélanome")))
    desk.click('[class*="st-key-room-step-"] button')
    phone.sees(plain(t("room.your_vote", diagnosis="mélanome")))
    assert phone.page.evaluate(OVERFLOW) <= 1
    desk.click(".st-key-room-close button")
    desk.click(".st-key-room-close-now button")
    desk.sees(plain(t("room.left")))
    phone.sees(plain(t("errors.room_closed")))


def test_what_can_be_pressed_in_a_quiz_stands_above_the_fold_and_who_waits_too_long_has_no_answer(visit, quick):
    t, waiting = texts("en"), begun(visit(address=quick), "en", 12)
    on_case(waiting, t, 1)
    for language in LANGUAGES:  # in the meantime
        stands_above_the_fold_all_along(begun(visit(address=quick), language, 11))
    waiting.sees(plain(t("quiz.missed", seconds=20)))
    waiting.click(".st-key-quiz-next-0 button")
    on_case(waiting, t, 2)
    expect(waiting.page.locator(".quiz-clock")).to_have_count(1)


def begun(journey, language: str, number: int):
    """A visit with a quiz against the clock."""
    journey.open(f"/quiz?lang={language}&deal={Deal(number, timed=True).code}")
    journey.click(".st-key-quiz-begin button")
    return journey


def stands_above_the_fold_all_along(journey) -> None:
    """From the first question to the truth."""
    stands_above_every_fold(journey, ".st-key-quiz-choices")
    press(journey, "4")
    journey.finds(CHOSEN)
    press(journey, "0")
    journey.page.wait_for_selector(".advice")
    stands_above_every_fold(journey, ".st-key-quiz-choices")
    press(journey, "0")
    stands_above_every_fold(journey, ".truth")


def test_every_step_of_a_room_stands_above_the_fold_and_names_no_command(visit, quick):
    t, journey = texts("fr"), visit(address=quick)
    journey.open("/room?lang=fr")
    journey.click(".st-key-room-open-button button")
    for shown in (".room-code", ".advice-bars", ".advice", ".truth"):
        stands_above_every_fold(journey, shown)
        assert "make run" not in journey.text()
        journey.click('[class*="st-key-room-step-"] button')
    on_case(journey, t, 2)

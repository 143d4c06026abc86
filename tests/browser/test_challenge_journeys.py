"""A whole challenge in a browser: opened, entered, judged, won, reported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from model.challenge.board import read_board
from model.challenge.definition import read_definition
from model.challenge.roles import Role
from model.challenge.store.store import open_store
from model.evaluation.tables import table_text
from tests.browser.conftest import served
from tests.browser.test_journeys import serious
from tests.challenge.test_run_of_entries import PREPARED, by_mean_colour

pytestmark = pytest.mark.browser
SLUG = "urology"
OVERFLOW = "(e => e.scrollWidth - e.clientWidth)(document.querySelector('[data-testid=\"stMain\"]'))"
FILES, ENTRY = ".st-key-own-table input[type=file]", '[class*="st-key-entry-"]'


def plain(words: str) -> str:
    return " ".join(words.split())


@pytest.fixture(scope="module")
def board():
    return read_board(read_definition(SLUG))


@pytest.fixture
def challenge(tmp_path):
    """The address of a server with an empty store, and that store."""
    folder = tmp_path / "store"
    environment = {"TEN_OPINIONS_CHALLENGE": str(folder), "TEN_OPINIONS_DATABASE_URL": "", "TEN_OPINIONS_CASES": ""}
    store = open_store(f"sqlite:///{folder}/challenge.sqlite", str(folder / "files"))
    with served(tmp_path / "log.txt", **environment) as address:
        yield address, store
    store.close()


def table(board, of: str) -> str:
    tables = board.evaluation.benchmark.sets[of]
    best = board.evaluation.benchmark.ranked[0]
    return table_text(tables.images, tables.answers(best).probabilities, tables.terms.classes)


def given(journey, *files: tuple[str, bytes]) -> None:
    """Give files to the uploader and submit them."""
    journey.page.set_input_files(
        FILES, [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files]
    )
    journey.page.wait_for_selector(".st-key-challenge-submit button:enabled")
    journey.settle()
    journey.click(".st-key-challenge-submit button")


def signed_in(journey, code: str) -> None:
    if journey.page.locator(".st-key-challenge-out").count():
        journey.click(".st-key-challenge-out button")
    journey.page.fill(".st-key-challenge-code input", code)
    journey.page.keyboard.press("Enter")
    journey.finds(".st-key-challenge-room")
    assert not serious(journey)
    assert journey.page.evaluate(OVERFLOW) <= 1


def announced(journey, t, day_by_day=("day1", "day2")) -> None:
    """Close both days, announce the only team as the winner."""
    for day in day_by_day:
        journey.click(f".st-key-phase-now-{day} button")
        journey.sees(plain(t("challenge.open_now")), f".st-key-phase-{day}")
    journey.click(".st-key-challenge-announce button")
    journey.sees(plain(t("challenge.winner_is", name="Les Six")), ".st-key-winner")


@pytest.mark.parametrize(("width", "language"), [(390, "fr"), (1440, "en")])
def test_a_challenge_from_its_opening_to_its_winner_and_the_report(visit, challenge, board, width, language):
    address, store = challenge
    t, journey = read_definition(SLUG).speaks(language), visit(width, address=address)
    page = journey.page
    codes = {
        role: store.codes.issue(role, "test", None, name) for role, name in ((Role.JURY, "B"), (Role.ORGANISER, "A"))
    }
    journey.open(f"/challenge?lang={language}&challenge={SLUG}")
    assert not serious(journey)
    signed_in(journey, codes[Role.ORGANISER])
    for day in ("day1", "day2"):  # whatever its dates are: it closes, and opens the challenge
        button = page.locator(f".st-key-phase-now-{day} button")
        if button.inner_text() == t("challenge.close_now"):
            journey.click(f".st-key-phase-now-{day} button")
            journey.sees(plain(t("challenge.open_now")), f".st-key-phase-{day}")
        journey.click(f".st-key-phase-now-{day} button")
        journey.sees(plain(t("challenge.close_now")), f".st-key-phase-{day}")
    journey.click(".st-key-challenge-out button")

    page.fill(".st-key-challenge-name input", "Les Six")
    page.fill(".st-key-challenge-about textarea", "We mix colours.")
    journey.click(".st-key-challenge-register button[kind*=primary]")
    journey.sees(plain(t("challenge.you_are.team", name="Les Six")))
    assert re.fullmatch(r"[\w-]{14}", page.inner_text(".code"))

    good = table(board, "day1")
    given(journey, ("broken.csv", re.sub(r"(day1_0003),[\d.]+", r"\1,high", good).encode()))
    where = {"file": "broken.csv", "line": 4, "image": "day1_0003", "column": "NOR", "got": "'high'"}
    journey.sees(plain(t("errors.table_no_number", **where)), ".refusal")
    journey.sees(plain(t("challenge.no_entries")))
    given(journey, ("good.csv", good.encode()))
    journey.sees(f"good.csv: {t('challenge.states.scored')}", ENTRY)
    journey.sees(plain(t("challenge.rank", rank=1, number=4, low=1, high=3))[:30], ENTRY)
    assert page.locator(".refusal").count() == 0
    given(journey, ("model.onnx", by_mean_colour()), ("model.toml", PREPARED.encode()))
    journey.sees(f"model.onnx: {t('challenge.states.scored')}", ENTRY)
    page.locator(f"{ENTRY} summary").first.click()
    journey.sees(plain(t("challenge.log.run_begins", photos=160)), ENTRY)
    page.locator('.st-key-challenge-phase button:has-text("2")').click()
    journey.settle()
    given(journey, ("second.csv", table(board, "day2").encode()))
    journey.sees(plain(t("challenge.score_hidden")), ENTRY)
    assert not serious(journey)

    signed_in(journey, codes[Role.JURY])
    journey.click('.st-key-challenge-room [data-testid="stFormSubmitButton"] button')
    journey.sees(plain(t("challenge.judged", name="Les Six")))
    signed_in(journey, codes[Role.ORGANISER])
    announced(journey, t)

    journey.open(f"/leaderboard?lang={language}&challenge={SLUG}")
    journey.sees("Les Six", ".standings")
    expect(page.locator('[class*="st-key-chip-team-"] button')).to_have_text("Les Six")
    journey.click('.st-key-report button:has-text("HTML")')
    with page.expect_download() as download:
        journey.click('.st-key-report [data-testid="stDownloadButton"] button')
    assert "Les Six" in Path(download.value.path()).read_text(encoding="utf-8")
    assert not serious(journey)

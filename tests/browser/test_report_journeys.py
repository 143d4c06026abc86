"""A journey to the report: save it from the leaderboard in both forms, open it offline, find the winner in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from model.text import texts
from tests.browser.test_journeys import serious
from tests.synthetic_benchmark import BEST

pytestmark = pytest.mark.browser
PRINTING = 240_000
"""Milliseconds that the making of a report may take on a busy machine."""
A4 = (665, 975)
"""What the margins leave of a page, px of paper."""


@pytest.fixture
def begin(visit, board):
    """Goes from the first page to the leaderboard, in a language."""

    def start(language: str):
        journey = visit(address=board)
        journey.open(f"/?lang={language}")
        journey.click(f'.st-key-menu a:has-text("{texts(language)("pages.leaderboard")}")')
        journey.page.wait_for_selector(".share", timeout=PRINTING)
        journey.settle()
        return journey

    return start


def saved(journey, ending: str, folder: Path) -> Path:
    """Press the button and wait for the file."""
    with journey.page.expect_download(timeout=PRINTING) as download:
        journey.page.click(f".st-key-report-{ending} button")
    name = download.value.suggested_filename
    assert name.endswith(f".{ending}")
    download.value.save_as(folder / name)
    return folder / name


def opened(browser, file: Path):
    """The file in a browser without network, with what it complained of and asked for."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    page.set_default_timeout(PRINTING)
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url) if request.url[:5] not in ("file:", "data:") else None)
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-drawn=yes]")
    return page, heard


class Opened:
    """What `serious` asks of a journey."""

    def __init__(self, page) -> None:
        self.page = page

    def settle(self) -> None:
        """Do nothing: a file stands still."""


def test_the_report_is_saved_in_both_forms_names_the_winner_of_the_page_and_fits_a_phone_and_paper(
    begin, browser, tmp_path
):
    language = "fr"  # its words are the longer ones
    journey = begin(language)
    leader = journey.page.locator(".standings tbody tr").first.locator("th").inner_text()
    assert leader == texts(language)(f"algorithms.{BEST}.name")
    page, heard = opened(browser, saved(journey, "html", tmp_path))
    assert page.evaluate("document.documentElement.lang") == language
    expect(page.locator("#summary tbody tr").first.locator("th")).to_have_text(leader)
    assert leader in page.locator("#summary .strong").first.inner_text()
    charts = page.locator("figure .picture")
    assert charts.count() == len(charts.locator(".main-svg").all()) // charts.first.locator(".main-svg").count()
    fits_a_phone(page)
    fits_on_paper(page)
    assert heard == []
    page.context.close()
    assert saved(journey, "pdf", tmp_path).read_bytes().startswith(b"%PDF-")


def fits_a_phone(page) -> None:
    """Nothing scrolls sideways at 390 px, and axe finds nothing serious."""
    page.set_viewport_size({"width": 390, "height": 900})
    page.wait_for_function("document.documentElement.scrollWidth <= 390")
    assert serious(Opened(page)) == []


def fits_on_paper(page) -> None:
    """Every chart fits a page of A4 with its words."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4[0], "height": A4[1]})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function("[...document.querySelectorAll('.picture')].every(place => place.layout.width === 760)")
    boxes = page.evaluate(
        "[...document.querySelectorAll('figure')].map(figure => figure.getBoundingClientRect().height)"
    )
    assert 0 < min(boxes) <= max(boxes) < A4[1]
    assert page.evaluate("document.documentElement.scrollWidth") <= A4[0]
    assert not page.locator("details").first.is_visible()

"""Journeys to the case report: two visitors at once, each keeps their own; opened offline, printed on one page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from model.report.case.contents import write_case
from model.report.case.page import html_of_case
from model.text import LANGUAGES, texts
from tests.browser.test_journeys import serious
from tests.browser.test_report_journeys import PRINTING, Opened
from tests.report.test_case import fullest

pytestmark = pytest.mark.browser


def saved(journey, ending: str, folder: Path) -> Path:
    """Press the button and wait for the file."""
    with journey.page.expect_download(timeout=PRINTING) as download:
        journey.page.click(f".st-key-report-now-{ending} button")
    file = folder / f"{journey.language}-{download.value.suggested_filename}"
    download.value.save_as(file)
    return file


def offline(browser, file: Path, width: int):
    """The file in a browser without network, with what it complained of and asked for."""
    page = browser.new_context(viewport={"width": width, "height": 900}, offline=True).new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("request", lambda request: heard.append(request.url) if request.url[:5] not in ("file:", "data:") else None)
    page.goto(file.as_uri())
    return page, heard


def test_two_visitors_keep_each_their_own_report_and_it_opens_offline(visit, browser, tmp_path):
    journeys = []
    for language, photo, width in (("fr", 0, 390), ("en", 4, 1440)):
        journey = visit(width)
        journey.language = language
        journey.open(f"/?lang={language}")
        journey.click(f'.st-key-menu a:has-text("{texts(language)("pages.examine")}")')
        journey.page.click(f".st-key-case-sample-{photo} button")
        journeys.append(journey)
    for journey in journeys:  # both have been waiting at the same time
        journey.page.wait_for_selector(".figure")
        journey.figure = journey.text(".figure")
        journey.click(f'.st-key-menu a:has-text("{texts(journey.language)("pages.jury")}")')
    hashes = set()
    for journey in journeys:
        figure = journey.figure
        page, heard = offline(browser, saved(journey, "html", tmp_path), journey.page.viewport_size["width"])
        assert heard == []
        assert page.evaluate("document.documentElement.lang") == journey.language
        assert figure in " ".join(page.inner_text("tbody tr:last-child .melanoma").split())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert serious(Opened(page)) == []
        hashes |= set(re.findall("[0-9a-f]{64}", page.inner_text("footer")))
        page.context.close()
    assert len(hashes) == 2
    data = saved(journeys[0], "pdf", tmp_path).read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_report_loses_no_word_at_the_end_of_its_page(browser, language, tmp_path):
    file = tmp_path / "full.html"
    file.write_text(html_of_case(write_case(fullest(language), texts(language))), encoding="utf-8")
    page, heard = offline(browser, file, 1440)
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        page.evaluate("document.fonts.ready")
        sheet = "document.querySelector('.sheet')"
        assert page.evaluate(
            f"{sheet}.scrollHeight <= {sheet}.clientHeight && {sheet}.scrollWidth <= {sheet}.clientWidth"
        )
    assert heard == []
    page.context.close()

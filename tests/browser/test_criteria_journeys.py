"""Dermoscopic criteria in a browser: the line, a map, photos of the same pattern, a list of one's own before them."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import expect

from model.text import texts
from tests.browser.test_journeys import faults

pytestmark = pytest.mark.browser
FOLD = ".st-key-fold-criteria"


def plain(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize(("width", "language"), [(390, "fr"), (1440, "en")])
def test_the_line_a_criterion_s_evidence_and_ones_own_list_before_them(visit, width, language):
    t, journey = texts(language), visit(width)
    page = journey.page
    journey.open(f"/examine?lang={language}&sample=nv_4.jpg")
    expect(page.locator(".st-key-report-now button")).to_be_enabled()
    line = journey.text(".criteria")
    assert t("criteria.said.not_seen") in line
    assert t("criteria.streaks.name") in line
    page.click(f"{FOLD} summary")
    journey.finds(f"{FOLD} table")
    page.click(f'{FOLD} [data-testid="stButtonGroup"] button >> nth=0')
    journey.finds(f"{FOLD} figure.criterion >> nth=1")  # a drawn example, and the evidence
    journey.sees(plain(t("criteria_view.association")), FOLD)
    page.click(".st-key-alike-cases label")
    journey.finds(f"{FOLD} .known-cases li >> nth=5")
    assert faults(journey) == []

    page.click(f'{FOLD} [data-testid="stCheckbox"] label')
    journey.sees(plain(t("own_list.line_hidden")), ".criteria")
    assert page.locator(f"{FOLD} table").count() == 0
    page.click(".st-key-tick-atypical_pigment_network label")
    page.click(".st-key-tick-irregular_streaks label")
    journey.click(f'{FOLD} [data-testid="stFormSubmitButton"] button')
    verdict = t("jury.suspicious").lower()
    journey.sees(plain(t("own_list.score", count=3, least=3, verdict=verdict)), FOLD)
    journey.finds(f"{FOLD} table")
    assert journey.text(".criteria") == line
    assert faults(journey) == []
    if width > 1000:
        names_them_in_the_report(journey, t, line)


def names_them_in_the_report(journey, t, line: str) -> None:
    """The jury says the same line, and its report has it."""
    journey.click(f'.st-key-menu a:has-text("{t("pages.jury")}")')
    journey.finds(".st-key-report-now-html button:enabled")
    journey.sees(line, ".criteria")
    with journey.page.expect_download() as download:
        journey.page.click(".st-key-report-now-html button")
    report = Path(download.value.path()).read_text(encoding="utf-8")
    assert line in " ".join(unescape(report).split())

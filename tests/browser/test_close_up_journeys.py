"""A photo taken without a dermatoscope, in a real Chromium: held back, asked for, and marked on all that is kept."""

from __future__ import annotations

import pytest
from PIL import Image

from model.text import texts
from tests.browser.test_case_report_journeys import offline, saved
from tests.browser.test_gate_journeys import (
    answered_after_a_click,
    has_a_mark_when_kept,
    is_left_and_found_again,
    plain,
    words_of,
)
from tests.photos import close_up

pytestmark = pytest.mark.browser


@pytest.fixture
def app(quick):
    """The address of an app that answers at once: what it answers does not matter here."""
    return quick


@pytest.mark.parametrize(("width", "language"), [(390, "fr")])
def test_a_close_up_is_answered_after_one_click_and_marked_on_picture_and_report(
    visit, browser, width, language, tmp_path
):
    Image.fromarray(close_up(20).photo).save(tmp_path / "close-up.png")
    t, journey = texts(language), visit(width)
    journey.language = language
    mark = answered_after_a_click(journey, language, tmp_path / "close-up.png", "close_up")
    has_a_mark_when_kept(journey)

    journey.click(f'.st-key-menu a:has-text("{t("pages.jury")}")')
    journey.sees(mark, ".of-gate")
    report, _ = offline(browser, saved(journey, "html", tmp_path), width)
    assert mark in plain(report.inner_text(".caution"))
    report.context.close()

    journey.click(f'.st-key-menu a:has-text("{t("pages.examine")}")')
    is_left_and_found_again(journey, words_of(language, "close_up"))

"""A photo taken without a dermatoscope, in a real Chromium: held back, asked for, and marked on all that is kept."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model.reading.admission import Admission
from model.reading.words import caution, held_back
from model.text import texts
from tests.browser.test_case_report_journeys import offline, saved
from tests.browser.test_gate_journeys import plain
from tests.browser.test_journeys import serious
from tests.photos import close_up

pytestmark = pytest.mark.browser
HELD_BACK = Admission("refused", reason="close_up")
SHOWN = Admission("insisted", reason="close_up")


@pytest.fixture
def app(quick):
    """The address of an app that answers at once: what it answers does not matter here."""
    return quick


@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "fr")])
def test_a_close_up_is_answered_after_one_click_and_marked_on_picture_and_report(
    visit, browser, width, language, tmp_path
):
    Image.fromarray(close_up(20).photo).save(tmp_path / "close-up.png")
    t, journey = texts(language), visit(width)
    page, journey.language = journey.page, language
    journey.open(f"/?lang={language}")
    journey.click(f'.st-key-menu a:has-text("{t("pages.examine")}")')
    page.set_input_files("input[type=file]", tmp_path / "close-up.png")
    for words in ("title", "why", "what_to_do"):
        journey.sees(plain(held_back(t, HELD_BACK, words)))
    assert page.query_selector(".figure") is None
    assert serious(journey) == []

    journey.click(".st-key-insist button")
    page.wait_for_selector(".figure")
    mark = plain(caution(t, SHOWN))
    journey.sees(mark, ".of-gate")
    with page.expect_download() as download:
        page.click(".st-key-save button")
    kept = Image.open(io.BytesIO(Path(download.value.path()).read_bytes())).convert("RGB")
    assert tuple(np.asarray(kept)[2, 2]) == (140, 59, 0)

    journey.click(f'.st-key-menu a:has-text("{t("pages.jury")}")')
    journey.sees(mark, ".of-gate")
    report, _ = offline(browser, saved(journey, "html", tmp_path), width)
    assert mark in plain(report.inner_text(".caution"))
    report.context.close()

    journey.click(f'.st-key-menu a:has-text("{t("pages.examine")}")')
    journey.click(".st-key-case-sample-0 button")
    page.wait_for_function("!document.querySelector('.of-gate')")
    page.wait_for_selector(".figure")
    journey.click(".st-key-previous button")
    journey.sees(plain(held_back(t, HELD_BACK, "title")))

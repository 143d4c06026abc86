"""A picture that shows no lesion, in a real Chromium: refused, insisted upon, and left again, in both languages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from model.reading.admission import Admission
from model.reading.words import caution, held_back
from model.text import texts
from model.trust.gate import Reason
from model.trust.scenes import drawn_scene
from tests.browser.test_journeys import serious

pytestmark = pytest.mark.browser
TOLD = ("title", "why", "what_to_do")


@pytest.fixture
def app(quick):
    """The address of an app that answers at once: what it answers does not matter here."""
    return quick


def plain(words: str) -> str:
    return " ".join(words.split())


def words_of(language: str, reason: Reason, words: str = "title") -> str:
    """Return what a page says of a photo that is held back for this reason."""
    return plain(held_back(texts(language), Admission("refused", reason=reason), words))


def answered_after_a_click(journey, language: str, file: Path, reason: Reason, told: Sequence[str] = TOLD) -> str:
    """Give a photo that is held back, read why, insist on the answer, and return the words that mark it."""
    t = texts(language)
    journey.open(f"/?lang={language}")
    journey.click(f'.st-key-menu a:has-text("{t("pages.examine")}")')
    journey.page.set_input_files("input[type=file]", file)
    for words in told:
        journey.sees(words_of(language, reason, words))
    assert journey.page.query_selector(".figure") is None
    assert serious(journey) == []
    journey.click(".st-key-insist button")
    journey.finds(".figure")
    mark = plain(caution(t, Admission("insisted", reason=reason)))
    journey.sees(mark, ".of-gate")
    return mark


def has_a_mark_when_kept(journey) -> None:
    """Save the picture and look for the colour of the mark on it."""
    with journey.page.expect_download() as download:
        journey.page.click(".st-key-save button")
    kept = Image.open(io.BytesIO(Path(download.value.path()).read_bytes())).convert("RGB")
    assert tuple(np.asarray(kept)[2, 2]) == (140, 59, 0)


def is_left_and_found_again(journey, title: str) -> None:
    """Choose a sample, which has no mark, and go back to the photo that is held back."""
    journey.click(".st-key-case-sample-0 button")
    expect(journey.page.locator(".of-gate")).to_have_count(0)
    journey.finds(".figure")
    journey.click(".st-key-previous button")
    journey.sees(title)


@pytest.mark.parametrize(("width", "language"), [(1440, "en")])
def test_a_page_of_text_is_refused_shown_to_who_insists_and_marked_on_what_is_kept(visit, width, language, tmp_path):
    Image.fromarray(drawn_scene("page", 3).photo).save(tmp_path / "page.png")
    journey, title = visit(width), words_of(language, "gate")
    answered_after_a_click(journey, language, tmp_path / "page.png", "gate", ("title", "what_to_do"))
    has_a_mark_when_kept(journey)
    is_left_and_found_again(journey, title)
    journey.click(f'.st-key-menu a:has-text("{texts(language)("pages.jury")}")')
    journey.sees(title)
    assert journey.page.query_selector(".juror") is None

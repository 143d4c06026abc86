"""A picture that shows no lesion, in a real Chromium: refused, insisted upon, and left again, in both languages."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model.text import texts
from model.trust.scenes import drawn_scene

pytestmark = pytest.mark.browser


@pytest.fixture
def app(quick):
    """The address of an app that answers at once: what it answers does not matter here."""
    return quick


def plain(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "fr")])
def test_a_page_of_text_is_refused_shown_to_who_insists_and_marked_on_what_is_kept(visit, width, language, tmp_path):
    Image.fromarray(drawn_scene("page", 3).photo).save(tmp_path / "page.png")
    t, journey = texts(language), visit(width)
    page = journey.page
    journey.open(f"/?lang={language}")
    journey.click(f'.st-key-menu a:has-text("{t("pages.examine")}")')
    page.set_input_files("input[type=file]", tmp_path / "page.png")
    journey.sees(plain(t("gate.title")))
    assert plain(t("gate.what_to_do")) in journey.text()
    assert page.query_selector(".figure") is None

    journey.click(".st-key-insist button")
    page.wait_for_selector(".figure")
    journey.sees(plain(t("gate.shown_anyway")), ".of-gate")
    with page.expect_download() as download:
        page.click(".st-key-save button")
    kept = Image.open(io.BytesIO(Path(download.value.path()).read_bytes())).convert("RGB")
    assert tuple(np.asarray(kept)[2, 2]) == (140, 59, 0)

    journey.click(".st-key-case-sample-0 button")
    page.wait_for_function("!document.querySelector('.of-gate')")
    page.wait_for_selector(".figure")
    journey.click(".st-key-previous button")
    journey.sees(plain(t("gate.title")))
    journey.click(f'.st-key-menu a:has-text("{t("pages.jury")}")')
    journey.sees(plain(t("gate.title")))
    assert page.query_selector(".juror") is None

"""A picture that was decoded wrongly, in a real Chromium: held back on a phone, in both languages, and marked."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from model.lesion.gallery import samples
from model.reading.admission import Admission
from model.reading.words import caution, held_back
from model.text import texts
from model.trust.garblings import garbled
from tests.browser.test_gate_journeys import plain
from tests.browser.test_journeys import serious

pytestmark = pytest.mark.browser
HELD_BACK = Admission("refused", reason="garbled")
SHOWN = Admission("insisted", reason="garbled")


@pytest.fixture
def app(quick):
    """The address of an app that answers at once: what it answers does not matter here."""
    return quick


def test_a_picture_decoded_wrongly_gets_no_answer_before_a_click_and_a_mark_after_it(visit, tmp_path):
    picture = garbled(samples()[0].image(), "strips in wrong order", np.random.default_rng(0))
    Image.fromarray(picture.photo).save(tmp_path / "garbled.png")
    for language in ("en", "fr"):
        t, journey = texts(language), visit(390)
        page, journey.language = journey.page, language
        journey.open(f"/?lang={language}")
        journey.click(f'.st-key-menu a:has-text("{t("pages.examine")}")')
        page.set_input_files("input[type=file]", tmp_path / "garbled.png")
        for words in ("title", "why", "what_to_do"):
            journey.sees(plain(held_back(t, HELD_BACK, words)))
        assert page.query_selector(".figure") is None
        assert serious(journey) == []
        journey.click(".st-key-insist button")
        page.wait_for_selector(".figure")
        journey.sees(plain(caution(t, SHOWN)), ".of-gate")

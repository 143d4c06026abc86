"""A photo with a ruler, hair and ink on it, in a real Chromium: each is remarked, and a good photo gets no remark."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from model.lesion.decode import read_lesion_image
from model.lesion.disturbances import disturbed
from model.settings import ASSETS
from model.text import texts
from tests.browser.test_journeys import pick_sample

pytestmark = pytest.mark.browser


def test_what_lies_on_the_skin_is_remarked_with_what_to_do_in_both_languages(visit, tmp_path):
    pixels = read_lesion_image((ASSETS / "samples" / "nv_1.jpg").read_bytes()).pixels
    Image.fromarray(disturbed(np.asarray(pixels), {"hair": 20.0, "pen": 80.0})).save(tmp_path / "photo.png")
    journey = visit(390)
    journey.open("/?lang=en")
    journey.click(f'.st-key-menu a:has-text("{texts("en")("pages.examine")}")')
    journey.page.set_input_files("input[type=file]", tmp_path / "photo.png")

    def remark(language: str, key: str) -> Locator:  # in a fold that may be closed
        return journey.page.locator(".remarks li", has_text=" ".join(texts(language)(key).split()))

    def has_its_remarks(language: str) -> None:
        for code in ("ruler", "hair", "ink"):
            expect(remark(language, f"remarks.{code}")).to_have_count(1)

    has_its_remarks("en")
    journey.resize(1440, 900)
    journey.click('.st-key-language-switch button:has-text("Français")')
    has_its_remarks("fr")
    pick_sample(journey, "MEL")
    expect(remark("fr", "quality.good")).to_have_count(1)
    expect(remark("fr", "remarks.ink")).to_have_count(0)

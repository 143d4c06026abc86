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


@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "fr")])
def test_what_lies_on_the_skin_is_remarked_with_what_to_do(visit, width, language, tmp_path):
    pixels = read_lesion_image((ASSETS / "samples" / "nv_1.jpg").read_bytes()).pixels
    Image.fromarray(disturbed(np.asarray(pixels), {"hair": 20.0, "pen": 80.0})).save(tmp_path / "photo.png")
    t, journey = texts(language), visit(width)
    journey.open(f"/?lang={language}")
    journey.click(f'.st-key-menu a:has-text("{t("pages.examine")}")')
    journey.page.set_input_files("input[type=file]", tmp_path / "photo.png")

    def remark(key: str) -> Locator:  # in a fold that may be closed
        return journey.page.locator(".remarks li", has_text=" ".join(t(key).split()))

    for code in ("ruler", "hair", "ink"):
        expect(remark(f"remarks.{code}")).to_have_count(1)
    pick_sample(journey, "MEL")
    expect(remark("quality.good")).to_have_count(1)
    expect(remark("remarks.ink")).to_have_count(0)

"""A photo with a ruler, hair and ink on it, in a real Chromium: each is remarked, and a good photo gets no remark."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from model.lesion.decode import read_lesion_image
from model.lesion.disturbances import disturbed
from model.settings import ASSETS
from model.text import texts

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (390, "fr")])
def test_what_lies_on_the_skin_is_remarked_with_what_to_do(visit, width, language, tmp_path):
    pixels = read_lesion_image((ASSETS / "samples" / "nv_1.jpg").read_bytes()).pixels
    Image.fromarray(disturbed(np.asarray(pixels), {"hair": 20.0, "pen": 80.0})).save(tmp_path / "photo.png")
    t, journey = texts(language), visit(width)
    journey.open(f"/?lang={language}")
    journey.click(f'.st-key-menu a:has-text("{t("pages.examine")}")')
    journey.page.set_input_files("input[type=file]", tmp_path / "photo.png")
    for code in ("ruler", "hair", "ink"):
        journey.sees(" ".join(t(f"remarks.{code}").split()), ".remarks li")

    journey.click(".st-key-case-sample-0 button")
    journey.sees(" ".join(t("quality.good").split()), ".remarks li")
    assert " ".join(t("remarks.ink").split()) not in journey.text()

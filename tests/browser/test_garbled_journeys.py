"""A picture that was decoded wrongly, in a real Chromium: held back on a phone, in French, and marked."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from model.lesion.gallery import samples
from model.trust.garblings import garbled
from tests.browser.test_gate_journeys import answered_after_a_click

pytestmark = pytest.mark.browser


@pytest.fixture
def app(quick):
    """The address of an app that answers at once: what it answers does not matter here."""
    return quick


def test_a_picture_decoded_wrongly_gets_no_answer_before_a_click_and_a_mark_after_it(visit, tmp_path):
    picture = garbled(samples()[0].image(), "strips in wrong order", np.random.default_rng(0))
    Image.fromarray(picture.photo).save(tmp_path / "garbled.png")
    answered_after_a_click(visit(390), "fr", tmp_path / "garbled.png", "garbled")

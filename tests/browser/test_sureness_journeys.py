"""A journey to how sure an answer is: the sentence is seen at once, the figures after a click, the looks on demand."""

from __future__ import annotations

import pytest

from model.text import texts
from model.trust.stability import LOOKS
from tests.browser.test_journeys import WIDTHS, faults, pick_sample
from tests.browser.test_jury_journeys import open_menu

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "language"), [*zip(WIDTHS, ("fr", "en"), strict=True)])
def test_how_sure_is_said_at_once_and_the_looks_join_the_sentence_on_demand(visit, width, language):
    t, journey = texts(language), visit(width)
    journey.open(f"/?lang={language}")
    open_menu(journey, t("pages.examine"))
    pick_sample(journey, "MEL")
    journey.page.wait_for_selector(".sureness")
    screens = 1 if width > 600 else 2
    place = journey.page.locator(".sureness").bounding_box()
    assert place["y"] + place["height"] <= screens * journey.page.viewport_size["height"]
    before = journey.text(".sureness")
    journey.settle()  # what still arrives moves the page; a click that begins and ends at two places is none
    journey.click(".st-key-sureness summary")
    journey.page.press(".st-key-look-again button", "Enter")  # by keyboard: the opening details move the button
    journey.sees(t("sureness.looks.mirrored"), ".st-key-sureness")
    after = journey.text(".sureness")
    assert after != before
    assert f"{len(LOOKS)}" in after
    assert faults(journey) == []

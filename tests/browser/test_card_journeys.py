"""Model cards in a real browser: opened part by part, kept, in both languages; and the stress bench on a phone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from model.cards.system import card_of
from model.cards.written import document, markdown
from model.text import texts
from tests.browser.test_journeys import serious

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("subject", "language", "width"), [("system", "fr", 390), ("small_cnn", "en", 1440)])
def test_a_card_is_read_part_by_part_and_kept(visit, subject, language, width):
    t, journey = texts(language), visit(width)
    card = card_of(subject, t)
    journey.open(f"/?lang={language}")
    journey.click(".st-key-menu a[href*=algorithm]")
    journey.click(f".st-key-submission-{subject} a")
    journey.sees(t("cards.system") if subject == "system" else t(f"algorithms.{subject}.name"), "h1")
    journey.sees(t("cards.heading"))
    journey.click(".st-key-card-part-stress summary")
    journey.sees(t("cards.undisturbed"), ".st-key-card-part-stress")
    assert serious(journey) == []
    for form, wanted in (("md", markdown(card, t)), ("json", json.dumps(document(card)))):
        with journey.page.expect_download() as download:
            journey.click(f".st-key-card-{form} button")
        kept = Path(download.value.path()).read_text(encoding="utf-8")
        assert kept == wanted if form == "md" else json.loads(kept) == json.loads(wanted)


def test_on_a_phone_the_picture_and_the_curve_come_before_the_folded_sliders(visit):
    one = visit(390, color_scheme="dark")
    one.open("/?lang=en")
    one.click(".st-key-menu a[href*=examine]")
    one.click(".st-key-case-sample-4 button")
    one.finds(".figure")
    one.click(".st-key-menu a[href*=stress]")
    one.sees("ResNet-18: melanoma", ".stress-curve")
    slider = one.page.locator(".st-key-stress-blur")
    expect(slider).to_be_hidden()
    photo, curve, fold = (
        one.page.locator(name).bounding_box()["y"]
        for name in (".st-key-stress-photo", ".stress-curve", ".slider-switch")
    )
    assert photo < curve < fold
    one.page.locator(".slider-switch summary").press("Enter")
    expect(slider).to_be_visible()  # a key on what is hidden goes nowhere
    slider.get_by_role("slider").press("End")
    expect(one.page.locator(".st-key-stress .xtitle", has_text="Blur (pixels of 224)")).to_have_count(1)
    assert serious(one) == []

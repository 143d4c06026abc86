"""What may be believed, in a real browser: the check of a map, and the sliders of the stress bench."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.test_journeys import pick_sample
from tests.browser.test_practice_journeys import choose


def test_a_map_is_checked_on_demand_in_french(visit):
    one = visit(1440, "fr-FR")
    one.open("/?lang=fr")
    one.click(".st-key-menu a[href*=examine]")
    pick_sample(one, "MEL")
    choose(one, "ResNet-18", "algorithm-choice")
    one.click(".st-key-fold-map summary")
    expect(one.page.locator(".focus .gauge")).to_be_visible()
    assert not one.page.query_selector(".map-check")
    one.page.press(".st-key-check-map button", "Enter")
    one.sees("Cette carte est-elle fiable", ".map-check")
    curve = one.page.locator(".st-key-check-curve [aria-label]").first
    expect(curve).to_have_attribute("aria-label", re.compile("^Courbes"))


def test_a_published_failure_is_replayed_and_a_slider_moves_the_curve(visit):
    one = visit()
    one.open("/?lang=en")
    one.click(".st-key-menu a[href*=examine]")
    one.click(".st-key-case-sample-4 button")
    one.finds(".figure")
    one.click(".st-key-menu a[href*=stress]")
    one.sees("ResNet-18: melanoma", ".stress-curve")
    before = one.text(".stress-curve")
    one.click(".st-key-stress-preset-pen button")
    one.sees(" after", ".stress-curve")
    slider = one.page.locator(".st-key-stress-blur").get_by_role("slider")
    slider.focus()
    slider.press("End")
    expect(one.page.locator(".st-key-stress .xtitle", has_text="Blur (pixels of 224)")).to_have_count(1)
    one.sees_other_words(before, ".stress-curve")

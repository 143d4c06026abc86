"""A journey to 1,000 patients: practice and operating point change the figures, and both stay chosen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from model.lesion.practice import practice_named
from model.text import texts
from pages.components.shell.practice_choice import option
from tests.browser.test_journeys import faults
from tests.browser.test_jury_journeys import open_menu
from tests.browser.test_practice_journeys import choose, plain

pytestmark = pytest.mark.browser


def test_a_visitor_changes_practice_and_operating_point_and_finds_both_again_in_another_language(visit):
    t, journey = texts("fr"), visit(390)
    journey.open("/?lang=fr")
    open_menu(journey, t("pages.consultation"))
    journey.sees(t("practices.clinic.where"), ".sentence")
    choose(journey, plain(option(t, practice_named("screening"))))
    journey.sees(t("practices.screening.where"), ".sentence")
    before = journey.text(".thousand ul")
    journey.page.locator(".st-key-consultation-point input").press("ArrowRight")
    journey.page.wait_for_url("**point=**")
    journey.sees_other_words(before, ".thousand ul")
    after = numbers(journey)
    expect(journey.page.locator(".st-key-consultation-picture .main-svg").first).to_be_visible()
    assert faults(journey) == []
    open_menu(journey, t("pages.about"))
    journey.resize(1440, 900)
    journey.click('.st-key-language-switch button:has-text("English")')
    t = texts("en")
    open_menu(journey, t("pages.consultation"))
    journey.page.wait_for_url("**point=**")
    journey.sees(t("practices.screening.where"), ".sentence")
    assert numbers(journey) == after


def numbers(journey) -> list[str]:
    """What is counted of 1,000 patients, in any language."""
    return re.findall(r"\d+", journey.text(".thousand ul"))

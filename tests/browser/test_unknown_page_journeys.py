"""An address without a page, in a real browser: a sentence of ours on the first page, and no English box."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from model.text import texts

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_address_without_a_page_leads_to_the_first_page_with_a_sentence(visit, language):
    t, journey = texts(language), visit()
    journey.open(f"/?lang={language}")  # a fresh server knows our words from its first run on
    journey.open(f"/no-such-page?lang={language}")
    journey.sees(" ".join(t("app.no_such_page").split()))
    expect(journey.page.get_by_role("dialog")).to_have_count(0)
    journey.open(f"/?lang={language}")
    expect(journey.page.locator("body")).not_to_contain_text(t("app.no_such_page"))

"""A photo projected in a real browser: by key from jury and Examine, from the end of the story, and left again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from model.stage.story import BUILT_IN
from model.text import texts
from tests.browser.test_journeys import serious
from tests.browser.test_stage_journeys import begin, on_screen

pytestmark = pytest.mark.browser
SMALLEST, FIGURE = 24, 96
SIZES = """() => {
  const all = document.querySelector(".st-key-project"), size = one => parseFloat(getComputedStyle(one).fontSize);
  const read = [...all.querySelectorAll(":is(p, span, strong)")].filter(
    one => one.innerText.trim() && !one.closest(".st-key-project-ways"));
  return {smallest: Math.min(...read.map(size)), figure: Math.min(...[...all.querySelectorAll("strong")].map(size)),
          below: all.scrollHeight - innerHeight, paper: getComputedStyle(all).backgroundColor};
}"""


def projected(journey) -> None:
    """Wait for the projection of a jury that has answered."""
    journey.finds(".st-key-project .big")


def left(journey) -> None:
    """Wait until the page stands there again."""
    expect(journey.page.locator(".st-key-project")).to_have_count(0)
    expect(journey.page.locator(".st-key-frame")).to_be_visible()
    journey.settle()


@pytest.mark.parametrize(
    ("language", "scheme", "width", "height"), [("fr", "light", 1280, 720), ("en", "dark", 1920, 1080)]
)
def test_key_p_projects_the_photo_of_the_jury_and_p_escape_and_back_leave(
    visit, quick, language, scheme, width, height
):
    t, journey = texts(language), visit(address=quick, color_scheme=scheme)
    page = journey.page
    page.set_viewport_size({"width": width, "height": height})
    journey.open(f"/jury?lang={language}&sample=mel_1.jpg")
    journey.finds(".st-key-project-begin button")
    for leave in (lambda: page.keyboard.press("p"), lambda: page.keyboard.press("Escape"), page.go_back):
        page.keyboard.press("p")
        projected(journey)
        page.wait_for_url("**project=1**")
        leave()
        left(journey)
        page.wait_for_url(re.compile("^(?!.*project)"))
        journey.finds(".st-key-project-begin button")
    page.keyboard.press("p")
    projected(journey)
    found = page.evaluate(SIZES)
    assert found["smallest"] >= SMALLEST
    assert found["figure"] >= FIGURE
    assert found["below"] <= 0
    assert found["paper"] == "rgb(8, 9, 10)"
    expect(page.locator(".st-key-frame")).to_be_hidden()
    expect(page.locator(".st-key-project")).to_contain_text(t("story.opinions.label"))
    assert not serious(journey)


def test_from_examine_the_projection_leads_back_to_examine(visit, quick):
    journey = visit(address=quick)
    journey.open("/examine?lang=en&sample=mel_1.jpg")
    journey.finds(".st-key-project-begin button")
    journey.page.keyboard.press("p")
    projected(journey)
    journey.page.keyboard.press("Escape")
    left(journey)
    journey.page.wait_for_url("**/examine?**")


def test_the_story_ends_with_a_photo_from_the_room(visit, quick):
    t, journey = texts("fr"), visit(address=quick)
    begin(journey, "fr")
    journey.page.keyboard.press("End")
    on_screen(journey, len(BUILT_IN))
    journey.page.get_by_role("link", name=t("story.not.turn")).press("Enter")
    journey.page.wait_for_url("**/jury?**project=1**")
    journey.finds(".st-key-case-sample-0 button")
    journey.click(".st-key-case-sample-0 button")
    projected(journey)

"""The stage in a real browser: the whole story by keys alone, notes that follow, a reload, an unattended screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from model.stage.story import BUILT_IN
from model.text import texts
from tests.browser.conftest import served
from tests.browser.test_journeys import SCREENSHOTS, serious

pytestmark = pytest.mark.browser
SMALLEST, FIGURE = 24, 96
SIZES = """() => {
  const read = [...document.querySelectorAll(".st-key-story *")].filter(
    one => one.getClientRects().length && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
  const sizes = read.map(one => parseFloat(getComputedStyle(one).fontSize));
  const figures = [...document.querySelectorAll(".big strong")].map(one => parseFloat(getComputedStyle(one).fontSize));
  const screen = document.querySelector(".screen"), story = document.querySelector(".st-key-story");
  const inside = [...screen.children].every(one => one.getBoundingClientRect().bottom <= innerHeight + 1);
  return {smallest: Math.min(...sizes), figures, fits: inside && screen.scrollHeight <= screen.clientHeight + 1,
          sideways: story.scrollWidth - innerWidth, cursor: getComputedStyle(screen).cursor};
}"""


def on_screen(journey, number: int) -> None:
    """Wait until the step is drawn and keys are heard: the script that catches them comes after the first screen."""
    journey.page.wait_for_selector(f'.screen[data-step="{number}"]')
    journey.page.wait_for_function("window.tenOpinionsStory && document.querySelector('[data-stage]')")


def begin(journey, language: str) -> None:
    """From the page of the stage into the story."""
    journey.open(f"/stage?lang={language}")
    journey.page.click(".begin")
    on_screen(journey, 1)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_whole_story_with_the_arrow_keys_and_nothing_leaves_the_computer(visit, language):
    t, journey = texts(language), visit()
    begin(journey, language)
    page, last = journey.page, len(BUILT_IN)
    expect(page.locator(".st-key-frame")).to_be_hidden()
    expect(page.locator(".story-foot")).to_contain_text(t("app.notice"))
    for number, slug in enumerate(BUILT_IN, 1):
        on_screen(journey, number)
        expect(page.locator(".screen h1")).to_have_text(t(f"story.{slug}.title"))
        found = page.evaluate(SIZES)
        assert found["smallest"] >= SMALLEST, slug
        assert all(size >= FIGURE for size in found["figures"]), slug
        assert found["fits"], slug
        assert found["sideways"] <= 0, slug
        assert found["cursor"] == "none"
        if slug in ("opinions", "disagree"):
            assert serious(journey) == []
            page.keyboard.press("d")  # the other contrast
            assert serious(journey) == []
        if SCREENSHOTS and (slug, language) == ("opinions", "fr"):
            page.screenshot(path=Path(SCREENSHOTS) / "stage-fr-1440.jpg", type="jpeg", quality=82)
        if slug == "looks":
            expect(page.locator(".screen")).to_contain_text(t("story.looks.truth", diagnosis="").rstrip(". "))
        if number < last:
            page.keyboard.press("ArrowRight")
    expect(page.locator(".screen a")).to_have_text(t("story.not.turn"))
    expect(page.locator(".story-foot")).to_contain_text(t("app.notice"))
    page.keyboard.press("ArrowRight")  # there is nothing after the last
    page.keyboard.press("PageUp")
    on_screen(journey, last - 1)
    for _ in range(3):
        page.keyboard.press("ArrowLeft")  # faster than a step is drawn: none is lost
    on_screen(journey, last - 4)
    page.keyboard.press("Escape")
    page.wait_for_selector(".begin")
    expect(page.locator(".st-key-frame")).to_be_visible()


def test_the_notes_follow_in_a_second_window_and_a_reload_of_either_resumes(visit):
    t, journey = texts("fr"), visit()
    journey.open("/stage?lang=fr")
    with journey.page.context.expect_page() as opened:
        journey.page.get_by_role("link", name=t("story.notes_link")).click()
    notes = opened.value
    expect(notes.locator(".st-key-story-notes")).to_contain_text(t("story.notes.silent"))
    journey.page.click(".begin")
    on_screen(journey, 1)
    expect(notes.locator(".st-key-story-notes h2")).to_have_text(t("story.event.title"))
    for key in ("PageDown", "Space", "ArrowRight"):
        journey.page.keyboard.press(key)
    on_screen(journey, 4)
    expect(notes.locator(".st-key-story-notes h2")).to_have_text(t("story.opinion.title"))
    journey.page.wait_for_url("**step=4**")
    journey.page.keyboard.press("d")
    journey.page.reload()
    on_screen(journey, 4)
    assert journey.page.evaluate("document.documentElement.dataset.contrast") == "light"
    notes.reload()
    expect(notes.locator(".st-key-story-notes h2")).to_have_text(t("story.opinion.title"))
    journey.page.keyboard.press("End")
    expect(notes.locator(".st-key-story-notes h2")).to_have_text(t("story.not.title"))
    notes.keyboard.press("PageUp")  # the clicker speaks to the window that was touched last
    on_screen(journey, len(BUILT_IN) - 1)
    journey.page.keyboard.press("Home")
    on_screen(journey, 1)


def test_a_phone_shows_the_story_with_two_buttons_and_nothing_scrolls_sideways(visit):
    journey = visit(390, locale="fr-FR", has_touch=True)
    begin(journey, "fr")
    for number in range(1, len(BUILT_IN) + 1):
        on_screen(journey, number)
        assert journey.page.evaluate(SIZES)["sideways"] <= 0
        if BUILT_IN[number - 1] in ("looks", "rules"):
            assert serious(journey) == []
        if number < len(BUILT_IN):
            journey.page.tap('[data-press="next"]')
    journey.page.tap('[data-press="back"]')
    on_screen(journey, len(BUILT_IN) - 1)


def test_an_unattended_screen_begins_again_and_own_steps_stand_among_ours(visit, tmp_path):
    with served(tmp_path / "log.txt", TEN_OPINIONS_STORY="assets/stage/example.toml") as address:
        journey = visit(address=address)
        begin(journey, "en")
        journey.page.keyboard.press("ArrowRight")
        expect(journey.page.locator(".screen h1")).to_have_text("Tonight")
        journey.page.wait_for_url("**step=2**")
        journey.page.goto(f"{journey.page.url}&kiosk=1")  # of the second step
        on_screen(journey, 1)  # without a key
        journey.page.wait_for_url(re.compile("^(?!.*step=[2-9])"))
        journey.page.close()  # before its server, which it would look for

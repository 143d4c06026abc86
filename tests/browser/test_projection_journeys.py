"""A photo projected in a real browser: by key from jury and Examine, from the end of the story, and left again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from model.stage.story import BUILT_IN
from model.text import texts
from tests import stand_ins
from tests.browser.conftest import served
from tests.browser.test_journeys import serious
from tests.browser.test_stage_journeys import begin, on_screen

pytestmark = pytest.mark.browser
PROBES = re.compile(r"/(jury|examine|stage)/_stcore/(health|host-config)$")
SMALLEST, FIGURE = 24, 96
SIZES = """() => {
  const all = document.querySelector(".st-key-project"), size = one => parseFloat(getComputedStyle(one).fontSize);
  const read = [...all.querySelectorAll(":is(p, span, strong)")].filter(
    one => one.innerText.trim() && !one.closest(".st-key-project-ways"));
  return {smallest: Math.min(...read.map(size)), figure: Math.min(...[...all.querySelectorAll("strong")].map(size)),
          below: all.scrollHeight - innerHeight, paper: getComputedStyle(all).backgroundColor};
}"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """The address of an app whose jury answers at once."""
    folder = tmp_path_factory.mktemp("projection")
    environment = stand_ins.environment(folder, *stand_ins.ANSWERING, stand_ins.COMMITTEE, asked=stand_ins.COMMITTEE)
    with served(folder / "log.txt", **environment) as address:
        yield address


@pytest.fixture
def come(visit):
    """Makes visits whose page is opened by its own address; what Streamlit then probes for is no complaint."""
    visits, missed = [], []

    def begin(*place: object, **options: object):
        visits.append(visit(*place, **options))
        visits[-1].page.on("response", lambda answer: missed.append(answer.url) if answer.status == 404 else None)
        return visits[-1]

    yield begin
    assert all(PROBES.search(url) for url in missed)
    for journey in visits:
        journey.complaints = [words for words in journey.complaints if "status of 404" not in words]


def projected(journey) -> None:
    """Wait for the projection of a jury that has answered."""
    journey.page.wait_for_selector(".st-key-project .big")
    journey.settle()


def left(journey) -> None:
    """Wait until the page stands there again."""
    expect(journey.page.locator(".st-key-project")).to_have_count(0)
    expect(journey.page.locator(".st-key-frame")).to_be_visible()
    journey.settle()


@pytest.mark.parametrize(
    ("language", "scheme", "width", "height"), [("fr", "light", 1280, 720), ("en", "dark", 1920, 1080)]
)
def test_key_p_projects_the_photo_of_the_jury_and_p_escape_and_back_leave(come, stage, language, scheme, width, height):
    t, journey = texts(language), come(address=stage, color_scheme=scheme)
    page = journey.page
    page.set_viewport_size({"width": width, "height": height})
    journey.open(f"/jury?lang={language}&sample=mel_1.jpg")
    page.wait_for_selector(".st-key-project-begin button")
    journey.settle()
    for leave in (lambda: page.keyboard.press("p"), lambda: page.keyboard.press("Escape"), page.go_back):
        page.keyboard.press("p")
        projected(journey)
        assert "project=1" in page.url
        leave()
        left(journey)
        assert "project" not in page.url
        page.wait_for_selector(".st-key-project-begin button")
        journey.settle()
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


def test_from_examine_the_projection_leads_back_to_examine(come, stage):
    journey = come(address=stage)
    journey.open("/examine?lang=en&sample=mel_1.jpg")
    journey.page.wait_for_selector(".st-key-project-begin button")
    journey.settle()
    journey.page.keyboard.press("p")
    projected(journey)
    journey.page.keyboard.press("Escape")
    left(journey)
    journey.page.wait_for_url("**/examine?**")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_story_ends_with_a_photo_from_the_room(come, stage, language):
    t, journey = texts(language), come(address=stage)
    begin(journey, language)
    journey.page.keyboard.press("End")
    on_screen(journey, len(BUILT_IN))
    link = journey.page.get_by_role("link", name=t("story.not.turn"))
    link.focus()
    journey.page.keyboard.press("Enter")
    journey.page.wait_for_url("**/jury?**project=1**")
    journey.page.wait_for_selector(".st-key-case-sample-0 button")
    journey.settle()
    journey.click(".st-key-case-sample-0 button")
    projected(journey)

"""Journeys on Examine: the answer on the first screen in few words, the photo large, the report in one click."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from model.text import LANGUAGES, texts
from model.trust.stability import LOOKS
from tests.browser.conftest import served
from tests.browser.test_journeys import faults, pick_sample
from tests.browser.test_jury_journeys import open_menu
from tests.photos import spot
from tests.stand_ins import UNSURE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app as `make run` starts it, with the altered views."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with served(log, TEN_OPINIONS_CASES="", TEN_OPINIONS_LOOKS="on") as address:
        yield address


SCREENS = ((1280, 720), (390, 844))
UNTIL_THE_BARS, UNFOLDED = 40, 270
"""Most words from the answer to the bars, and of the whole page with its folds open, without menu and examples."""
WORDS = r"""selectors => {
    const silent = '.for-screen-readers, [data-testid="stIconMaterial"]';
    const said = part => [...part.querySelectorAll(silent)].reduce(
        (words, hidden) => words.replace(hidden.innerText, ''), part.innerText);
    return selectors.flatMap(selector => [...document.querySelectorAll(selector)])
        .flatMap(part => said(part).split(/\s+/)).filter(word => /\p{L}/u.test(word));
}"""


def examined(visit, address, language: str, size: tuple[int, int], diagnosis: str = "MEL"):
    """Open Examine with a sample, and wait until everything that follows in the background is there."""
    journey = visit(size[0], address=address)
    journey.page.set_viewport_size({"width": size[0], "height": size[1]})
    journey.open(f"/?lang={language}")
    open_menu(journey, texts(language)("pages.examine"))
    pick_sample(journey, diagnosis)
    expect(journey.page.locator(".st-key-report-now button")).to_be_enabled()
    return journey


def words(journey, *selectors: str) -> list[str]:
    return journey.page.evaluate(WORDS, list(selectors))


def test_the_first_screen_holds_the_answer_the_page_has_few_words_and_the_report_is_one_click(visit, app):
    journey = examined(visit, app, "en", SCREENS[0], "BKL")
    for name in ("English", "Français"):
        if name == "Français":
            journey.resize(*SCREENS[0])
            journey.click(f'.st-key-language-switch button:has-text("{name}")')
            journey.page.wait_for_function("document.documentElement.lang === 'fr'")
            expect(journey.page.locator(".st-key-report-now button")).to_be_enabled()
        expect(journey.page.locator(".st-key-jury-line .meter > .pending")).to_have_count(0)
        expect(journey.page.locator(".answer .range")).to_contain_text(str(len(LOOKS)))
        for size in SCREENS:
            holds_the_answer(journey, size)
        assert faults(journey) == []
        says_it_in_few_words(journey)
    with journey.page.expect_download() as download:
        journey.page.click(".st-key-report-now button")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    assert download.value.suggested_filename.endswith(".pdf")


def holds_the_answer(journey, size: tuple[int, int]) -> None:
    """Photo, verdict, figure, scale and the jury's marks stand on the first screen."""
    journey.resize(*size)
    for part in (".st-key-photo img", ".answer .verdict", ".figure", ".answer .scale", ".st-key-jury-line .meter"):
        box = journey.page.locator(part).first.bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= size[1], part


def until_the_bars(journey) -> list[str]:
    return words(journey, ".st-key-exam-answer .answer", ".st-key-exam-answer .said", ".st-key-jury-line")


def says_it_in_few_words(journey) -> None:
    """Count the words from the answer to the bars, and those of the whole page with its folds open."""
    until = until_the_bars(journey)
    assert len(until) <= UNTIL_THE_BARS, until
    for fold in ("limits", "map", "sure"):  # from below, since a fold that opens moves what is under the pointer
        journey.page.click(f".st-key-fold-{fold} summary")
        expect(journey.page.locator(f".st-key-fold-{fold} details[open]")).to_be_visible()
    unfolded = words(journey, ".st-key-examination", *(f".st-key-fold-{fold}" for fold in ("sure", "map", "limits")))
    assert 100 < len(unfolded) <= UNFOLDED, " ".join(unfolded)


def test_another_possible_cancer_is_seen_at_once_and_heard(visit, quick):
    journey = visit(SCREENS[0][0], address=quick)
    for language in LANGUAGES:
        shows_another_possible_cancer(journey, language)


def shows_another_possible_cancer(journey, language: str) -> None:
    """Open Examine with an algorithm that finds melanoma unlikely, and look and listen."""
    possible = texts(language)("result.other_cancer", malignant="@").partition("@")[0]
    journey.open(f"/examine?lang={language}&algorithm={UNSURE}&sample=bcc_1.jpg")
    expect(journey.page.locator(".st-key-report-now button")).to_be_enabled()
    for size in SCREENS:
        holds_the_answer(journey, size)
        said, scale = (journey.page.locator(part).bounding_box() for part in (".other-cancer", ".answer .scale"))
        assert said["y"] + said["height"] <= scale["y"] < size[1]
    assert faults(journey) == []
    expect(journey.page.locator(".other-cancer")).to_contain_text(possible)
    expect(journey.page.locator('.for-screen-readers[role="status"]').first).to_contain_text(possible)
    until = until_the_bars(journey)
    assert len(until) <= UNTIL_THE_BARS, until


def test_the_photo_opens_large_by_mouse_and_by_keyboard(visit, quick):
    journey = examined(visit, quick, "en", (1440, 900))
    page = journey.page
    page.click(".st-key-photo img")
    expect(page.locator(".zoom")).to_be_visible()
    page.mouse.wheel(0, -300)
    expect(page.locator(".zoom-stage")).to_have_attribute("style", re.compile(r"scale\(1\.\d+"))
    page.keyboard.down("m")
    expect(page.locator(".zoom-map")).to_be_visible()
    expect(page.locator(".zoom-photo")).to_be_hidden()
    page.keyboard.up("m")
    expect(page.locator(".zoom-map")).to_be_hidden()
    assert faults(journey) == []
    page.keyboard.press("Escape")
    expect(page.locator(".zoom")).to_have_count(0)


def test_a_photo_that_is_not_square_shows_the_analysed_square(visit, quick, tmp_path):
    Image.fromarray(spot(9, 900)).crop((0, 150, 900, 750)).save(tmp_path / "wide.jpg")
    journey = examined(visit, quick, "fr", (390, 844))
    page = journey.page
    page.set_input_files("input[type=file]", tmp_path / "wide.jpg")
    page.wait_for_selector(".zoom-open[data-square]", state="attached")
    journey.settle()
    page.keyboard.press("z")
    page.keyboard.press("f")
    page.wait_for_function("document.querySelector('.zoom-frame img').naturalWidth > 0")
    square, frame = (page.locator(f".zoom-frame {part}").bounding_box() for part in ("i", "img"))
    assert square["height"] == pytest.approx(min(frame["height"], frame["width"]), abs=3)
    assert square["height"] == pytest.approx(square["width"], abs=3)

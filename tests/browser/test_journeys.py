"""Journeys through the app in a real Chromium, as a dermatologist and a presenter make them."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from model.algorithms import catalogue
from model.lesion.gallery import samples
from model.settings import settings
from model.text import texts
from tests.browser.conftest import served
from tests.photos import jpeg

pytestmark = pytest.mark.browser
WIDTHS = (390, 1440)
AXE = Axe()
SCREENSHOTS = os.environ.get("TEN_OPINIONS_SCREENSHOTS")


WITH_A_TOUR_OF_THEIR_OWN = ("jury", "algorithm", "leaderboard")


def keep(page, name: str, highest: int = 20_000) -> None:
    """Keep a screenshot of the whole page or of its upper part, where a folder for them is named.

    Only of what is committed: a picture of made-up figures would be taken for results.
    """
    if SCREENSHOTS:
        width = page.viewport_size["width"]
        height = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
        page.set_viewport_size({"width": width, "height": min(height, highest)})
        page.wait_for_function("[...document.images].every(image => image.complete)")
        page.screenshot(path=Path(SCREENSHOTS) / f"{name}-{width}.jpg", type="jpeg", quality=82)
        page.set_viewport_size({"width": width, "height": 900 if width > 600 else 844})


def pick_sample(visit, diagnosis: str) -> None:
    number = next(i for i, case in enumerate(samples()) if case.diagnosis == diagnosis)
    visit.click(f".st-key-case-sample-{number} button")
    visit.page.wait_for_selector(".st-key-fold-limits")  # the last thing that is drawn
    visit.finds(".st-key-algorithm-choice input")  # its script is fetched when it is first drawn


@pytest.mark.parametrize("width", WIDTHS if SCREENSHOTS else (390,))
def test_upload_sample_language_other_diagnosis_and_saving(visit, width, tmp_path):
    photo = jpeg(7, 2400)
    assert len(photo) > 2**20, "so large that Streamlit would write it to disk by itself"
    (tmp_path / "photo.jpg").write_bytes(photo)
    journey = visit(width)
    page = journey.page
    journey.open()
    keep(page, "start-en")
    journey.click('.st-key-menu a:has-text("Examine")')
    journey.sees("Drop a dermoscopy photo")

    page.set_input_files("input[type=file]", tmp_path / "photo.jpg")
    page.wait_for_selector(".figure")
    journey.sees("2400 × 2400 px, JPEG")

    pick_sample(journey, "MEL")
    journey.sees("drawn by a program to look like: melanoma")
    keep(page, "examine-en")

    journey.click('.st-key-language-switch button:has-text("Français")')
    journey.sees("mélanome", ".figure-label")
    page.wait_for_function("document.documentElement.lang === 'fr'")

    journey.click(".st-key-bar-BKL button")
    expect(page.locator(".st-key-heat img")).to_have_attribute("alt", re.compile("kératose bénigne"))
    keep(page, "examine-fr")

    with page.expect_download() as download:
        page.click(".st-key-save button")
    assert download.value.suggested_filename.endswith(".png")
    picture = Image.open(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert picture.size[0] == 1400
    assert not picture.info

    journey.click('.st-key-menu a:has-text("À propos")')
    journey.sees("CC BY-NC 4.0")
    keep(page, "about-fr")


def test_the_browser_s_language_decides_and_the_choice_survives_a_change_of_page(visit, quick):
    journey = visit(address=quick, locale="fr-FR")
    journey.open()
    journey.sees("Pas un dispositif médical")
    journey.click('.st-key-language-switch button:has-text("English")')
    journey.click('.st-key-menu a:has-text("Examine")')
    journey.click('.st-key-menu a:has-text("About")')
    journey.sees("About Ten Opinions")


def test_a_bad_file_gets_its_sentence_and_the_last_result_stays(visit, quick, tmp_path):
    (tmp_path / "letter.jpg").write_text("Dear colleague")
    journey = visit(address=quick, locale="fr-FR")
    journey.open()
    journey.click('.st-key-menu a:has-text("Examiner")')
    pick_sample(journey, "NV")
    before = journey.text(".st-key-result")
    journey.page.set_input_files("input[type=file]", tmp_path / "letter.jpg")
    journey.sees("Ce fichier ne peut pas être lu comme une image", ".refusal")
    assert journey.text(".st-key-result") == before


def test_the_photo_before_comes_back_is_explained_by_keyboard_and_overlay_and_photo_replace_the_pair(visit, quick):
    journey = visit(address=quick)
    journey.open()
    journey.click('.st-key-menu a:has-text("Examine")')
    pick_sample(journey, "BCC")
    pick_sample(journey, "VASC")
    journey.sees("look like: vascular lesion")
    journey.click(".st-key-previous button")
    journey.sees("look like: basal cell carcinoma")
    expect(journey.page.locator(".st-key-heat img")).to_have_count(1)
    journey.page.locator(".st-key-bar-DF button").focus()
    journey.page.keyboard.press("Enter")
    expect(journey.page.locator(".st-key-heat img")).to_have_attribute("alt", re.compile("dermatofibroma"))
    journey.click('.st-key-view button:has-text("Overlay")')
    expect(journey.page.locator(".st-key-heat img")).to_have_count(0)
    expect(journey.page.locator(".st-key-photo img")).to_have_attribute("alt", re.compile("^Photo with"))
    journey.click('.st-key-view button:has(p:text-is("Photo"))')
    expect(journey.page.locator(".st-key-photo img")).to_have_attribute("alt", re.compile("^Photo of the lesion"))


def test_a_photo_is_taken_with_the_camera(visit, quick):
    journey = visit(address=quick, permissions=["camera"])
    journey.open()
    journey.click('.st-key-menu a:has-text("Examine")')
    journey.click(".st-key-camera-toggle button")
    journey.page.wait_for_function("document.querySelector('video')?.currentTime > 0.5")  # its first frames are black
    journey.page.click('[data-testid="stCameraInputButton"]:not([disabled])')
    journey.sees(" ".join(texts("en")("gate.title").split()))  # the browser's camera of straw films no skin
    journey.click(".st-key-insist button")
    journey.page.wait_for_selector(".figure")
    journey.sees("Photo from the camera")
    assert journey.page.locator('[data-testid="stCameraInput"]').count() == 0


def test_a_fresh_server_knows_an_address_without_a_page_and_shows_the_presenter_s_own_cases(visit, tmp_path):
    (tmp_path / "one.jpg").write_bytes(jpeg(3))
    (tmp_path / "cases.csv").write_text("file,diagnosis,source,licence\none.jpg,bkl,Practice Dr X,CC BY 4.0\n")
    with served(tmp_path / "log.txt", TEN_OPINIONS_CASES=str(tmp_path)) as address:
        journey = visit(address=address)
        journey.open("/no-such-page?lang=en")  # the first address of all
        journey.sees(" ".join(texts("en")("app.no_such_page").split()))
        expect(journey.page.get_by_role("dialog")).to_have_count(0)
        journey.complaints.clear()  # the browser logs the box, although it is closed
        journey.click('.st-key-menu a:has-text("Examine")')
        journey.click(".st-key-case-case-0 button")
        journey.page.wait_for_selector(".figure")
        journey.sees("Source: Practice Dr X. Licence: CC BY 4.0")
        journey.page.close()


def test_while_its_weights_are_missing_or_altered_the_page_says_so_and_predicts_nothing(visit, tmp_path):
    slug = catalogue.DEFAULT_SLUG
    shutil.copy(settings().weights / f"{slug}.json", tmp_path)
    with served(tmp_path / "log.txt", TEN_OPINIONS_WEIGHTS=str(tmp_path), TEN_OPINIONS_CASES="") as address:
        journey = visit(address=address)
        journey.open()
        journey.click('.st-key-menu a:has-text("Examine")')
        for number, t_key in enumerate(("errors.weights_missing", "errors.weights_altered")):
            journey.click(f".st-key-case-sample-{number} button")
            journey.sees(" ".join(texts("en")(t_key, file=f"{slug}.safetensors").split()), ".refusal")
            journey.sees("git checkout", ".refusal")
            assert journey.page.locator(".figure").count() == 0
            (tmp_path / f"{slug}.safetensors").write_bytes(b"something else")
        journey.page.close()


def serious(journey) -> list[str]:
    """What axe calls serious or critical on a page that stands still, contrast among it."""
    journey.settle()
    violations = AXE.run(journey.page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in violations if v["impact"] in ("serious", "critical")]


def faults(journey, axe_at: Sequence[int] = WIDTHS) -> list[str]:
    """What is wrong with the page on a phone and on a desk: what axe calls serious, and what scrolls sideways.

    A journey that is made at both widths lets axe look at its own.
    """
    page, found = journey.page, []
    before = page.viewport_size
    for width in WIDTHS:
        journey.resize(width, before["height"])
        overflow = page.evaluate(
            "(e => e.scrollWidth - e.clientWidth)(document.querySelector('[data-testid=\"stMain\"]'))"
        )
        found += [f"{page.url} scrolls sideways by {overflow} at {width}"] if overflow > 1 else []
        if width in axe_at:
            found += [f"{page.url} at {width}: {violation}" for violation in serious(journey)]
    journey.resize(before["width"], before["height"])
    return found


@pytest.mark.parametrize(("language", "scheme", "width"), [("en", "light", 1440), ("fr", "dark", 390)])
def test_on_a_tour_of_all_pages_axe_finds_nothing_serious_and_nothing_scrolls_sideways(visit, language, scheme, width):
    journey = visit(color_scheme=scheme)
    page = journey.page
    journey.open(f"/?lang={language}")
    found, seen = faults(journey, (width,)), 1
    journey.click(f'.st-key-menu a:has-text("{texts(language)("pages.examine")}")')
    pick_sample(journey, "NV")
    for number in range(page.locator(".st-key-menu a").count()):
        link = f".st-key-menu a >> nth={number}"
        name = page.get_attribute(link, "href").partition("?")[0]
        if name not in WITH_A_TOUR_OF_THEIR_OWN:
            journey.click(link)
            page.wait_for_function("name => location.pathname.endsWith(name)", arg=f"/{name}")
            journey.settle()
            found += faults(journey, (width,))
            seen += 1
    assert found == []
    assert seen > len(WITH_A_TOUR_OF_THEIR_OWN)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_on_a_desk_the_menu_takes_one_line_and_the_other_pages_hang_below_one_word(visit, language):
    t, journey = texts(language), visit()
    journey.open(f"/?lang={language}")
    middle = {}
    for part in (".brand", ".notice"):
        box = journey.page.locator(part).bounding_box()
        middle[part] = box["y"] + box["height"] / 2
    assert abs(middle[".brand"] - middle[".notice"]) < 10
    others = journey.page.locator(".st-key-more")
    expect(others).to_be_hidden()
    journey.page.locator(".more-switch summary").press("Enter")
    expect(others).to_be_visible()
    assert serious(journey) == []
    journey.page.keyboard.press("Tab")
    expect(others.locator("a").first).to_be_focused()
    link = others.get_by_role("link", name=t("pages.about"))
    link.press("Enter")
    journey.sees(t("about.title"))
    journey.page.locator("h1").first.click()
    expect(others).to_be_hidden()  # another page has its menu folded again


@pytest.mark.parametrize("language", ["en", "fr"])
def test_on_a_phone_the_answer_stands_on_the_first_screen_and_the_menu_takes_one_line(visit, quick, language):
    t, journey = texts(language), visit(390, address=quick, locale=f"{language}-{'GB' if language == 'en' else 'FR'}")
    journey.open(f"/?lang={language}")
    expect(journey.page.locator(".st-key-menu")).to_be_hidden()
    journey.page.locator(".menu-switch summary").press("Enter")
    journey.click(f'.st-key-menu a:has-text("{t("pages.examine")}")')
    pick_sample(journey, "MEL")
    expect(journey.page.locator(".st-key-menu")).to_be_hidden()  # another page has its menu folded again
    boxes = {part: journey.page.locator(part).first.bounding_box() for part in (".st-key-photo", ".figure")}
    assert boxes[".st-key-photo"]["y"] < 220
    assert boxes[".figure"]["y"] + boxes[".figure"]["height"] < 844
    expect(journey.page.locator(".st-key-input")).to_be_hidden()
    pick_sample(journey, "NV")  # unfolds the ways to choose another photo
    journey.sees(t("diagnoses.NV.name"), ".st-key-under")
    expect(journey.page.locator(".st-key-input")).to_be_hidden()
    assert serious(journey) == []

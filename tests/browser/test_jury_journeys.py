"""Journeys from the examination to the jury and to the card of an algorithm, with some submissions that fail."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from model.algorithms import catalogue
from model.lesion.gallery import samples
from model.settings import settings
from model.text import texts
from tests import stand_ins
from tests.browser.conftest import served
from tests.browser.test_journeys import SCREENSHOTS, WIDTHS, faults, keep, pick_sample

pytestmark = pytest.mark.browser
PLACES = """() => {
    if (!document.querySelector('.jury-summary h2') || document.fonts.status !== 'loaded') return [];
    const scrolled = document.querySelector('[data-testid="stMain"]').scrollTop;
    return [...document.querySelectorAll('[class*="st-key-juror-"]')].map(box => {
        const { left, top: y, width, height } = box.getBoundingClientRect();
        const at = [left, y + scrolled, width, height].map(Math.round);
        return [box.className.match(/st-key-juror-(\\w+)/)[1], ...at];
    });
}"""
"""Returns the position and size of each tile, in pixels; none before the summary above them stands in its own font."""
OTHERS = ".st-key-frame, .st-key-visit, .st-key-input, .st-key-jury-report, .for-screen-readers"
WORDS = f"""() => {{
    const texts = document.createTreeWalker(document.querySelector('[data-testid="stMain"]'), NodeFilter.SHOW_TEXT);
    const words = [];
    while (texts.nextNode()) {{
        const box = texts.currentNode.parentElement;
        const read = box.checkVisibility({{ visibilityProperty: true }}) && box.getBoundingClientRect().width > 1;
        if (read && !box.closest('{OTHERS}, [data-testid="stIconMaterial"]'))
            words.push(...texts.currentNode.textContent.split(/\\s+/).filter(word => /[\\p{{L}}\\p{{N}}]/u.test(word)));
    }}
    return words;
}}"""
"""Returns the text of the jury itself, without the frame, the photo choice and the report."""


@pytest.fixture(scope="module")
def full_jury(tmp_path_factory):
    """The address of an app with stand-ins beside the committed submissions, a committee and two that fail."""
    folder = tmp_path_factory.mktemp("jury")
    with served(folder / "log.txt", **stand_ins.environment(folder, *stand_ins.ALL)) as address:
        yield address


def open_menu(journey, words: str) -> None:
    journey.click(f'.st-key-menu a:has-text("{words}")')


def examine_then_ask_the_others(journey, language: str) -> None:
    """Pick a sample on the examine page and follow the link to the jury."""
    t = texts(language)
    journey.open(f"/?lang={language}")
    open_menu(journey, t("pages.examine"))
    pick_sample(journey, "MEL")
    journey.click(".st-key-jury-line a")
    all_maps_are_there(journey)


def all_maps_are_there(journey) -> None:
    """Wait until the last answer has its map."""
    journey.page.wait_for_selector(".juror")
    expect(journey.page.locator(".juror.pending")).to_have_count(0)
    expect(journey.page.locator(".juror .without-map")).to_have_count(0)
    journey.settle()


def tile(journey, slug: str) -> str:
    return journey.text(f".st-key-juror-{slug}")


def unfold(journey, slug: str) -> str:
    """Click a tile and return what it shows then."""
    journey.click(f".st-key-details-{slug} button")
    return details(journey)


def details(journey) -> str:
    journey.finds(".juror-details")
    return journey.text('[data-testid="stPopoverBody"]')


def fold(journey) -> None:
    journey.page.keyboard.press("Escape")
    expect(journey.page.locator(".juror-details")).to_have_count(0)


def names(journey) -> list[str]:
    return journey.page.locator(".juror h3").all_inner_texts()


@pytest.mark.parametrize(("width", "language", "scheme"), [(390, "fr", "dark"), (1440, "en", "light")])
def test_from_the_examination_to_the_jury_with_the_same_photo_and_on_to_a_card_and_back(
    visit, full_jury, width, language, scheme
):
    t = texts(language)
    journey = visit(width, address=full_jury, color_scheme=scheme)
    examine_then_ask_the_others(journey, language)
    journey.sees(" ".join(t("source.sample", diagnosis=t("diagnoses.MEL.name")).split()), ".jury-picture")
    assert t("jury.suspicious") in tile(journey, "ink")
    assert t("jury.calm") in tile(journey, "quartz")
    assert faults(journey, (width,)) == []
    for slug, reason in ((stand_ins.BROKEN, "no such <library>"), (stand_ins.RAISING, "the lens is on the table")):
        assert t("jury.no_answer") in tile(journey, slug)
        assert f"RuntimeError: {reason}" in unfold(journey, slug)
        fold(journey)
    assert t("families.convolutional") in unfold(journey, "resnet18")
    assert faults(journey, (width,)) == []
    journey.click('[data-testid="stPopoverBody"] [data-testid="stPageLink"] a')
    journey.sees(" ".join(t("algorithm.recognised").split()), "h2")
    expect(journey.page.locator("h1")).to_have_text(t("algorithms.resnet18.name"))
    journey.page.wait_for_url("**algorithm=resnet18**")
    assert faults(journey, (width,)) == []
    journey.page.go_back()
    all_maps_are_there(journey)
    journey.sees(" ".join(t("source.sample", diagnosis=t("diagnoses.MEL.name")).split()), ".jury-picture")


@pytest.mark.parametrize(("width", "language"), [(390, "fr"), (1440, "en")] if SCREENSHOTS else [(390, "fr")])
def test_every_committed_algorithm_with_its_weights_answers_and_shows_its_map(visit, width, language):
    journey = visit(width)
    examine_then_ask_the_others(journey, language)
    failed = journey.page.locator(".st-key-jurors > * > *:has(.juror.failed)")
    silent = {failed.nth(number).get_attribute("class") for number in range(failed.count())}
    weighed = [slug for slug in catalogue.slugs() if (settings().weights / f"{slug}.json").is_file()]
    assert not [slug for slug in weighed if any(f"st-key-juror-{slug} " in f"{name} " for name in silent)]
    assert faults(journey) == []
    keep(journey.page, f"jury-{language}")
    open_menu(journey, texts(language)("pages.algorithm"))
    journey.finds(".recognised")
    assert faults(journey) == []
    keep(journey.page, f"algorithm-{language}")


def test_the_jury_on_a_phone_is_short_and_has_a_row_of_56_pixels_an_algorithm(visit):
    """Before the tiles it was 6,476 pixels long with 555 words, in French."""
    journey = visit(390)
    journey.open("/?lang=fr")
    open_menu(journey, texts("fr")("pages.jury"))
    number = next(i for i, case in enumerate(samples()) if case.diagnosis == "BCC")
    journey.click(f".st-key-case-sample-{number} button")
    is_short(journey)
    journey.click('.st-key-language-switch button:has-text("English")')
    journey.page.wait_for_function("document.documentElement.lang === 'en'")
    is_short(journey)


def is_short(journey) -> None:
    """Every algorithm has its row, and the jury is not long in pixels and in words."""
    all_maps_are_there(journey)
    rows = [height for *_, height in journey.page.evaluate(PLACES)]
    assert rows == [56] * len(catalogue.slugs())
    assert journey.page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight") <= 2500
    words = journey.page.evaluate(WORDS)
    assert 100 < len(words) <= 220, words


def test_the_cards_are_sorted_with_the_keyboard_and_a_broken_submission_has_its_reason_here_and_on_its_own_page(
    visit, full_jury
):
    journey = visit(address=full_jury)
    examine_then_ask_the_others(journey, "en")
    are_sorted_by_verdict(journey)
    unfold(journey, stand_ins.BROKEN)
    journey.click('[data-testid="stPopoverBody"] [data-testid="stPageLink"] a')
    journey.sees("This submission cannot be used: RuntimeError: no such <library>", ".refusal")
    expect(journey.page.locator("h1")).to_have_text(stand_ins.BROKEN)
    journey.sees("This submission cannot be used: RuntimeError: no such <library>", ".st-key-submissions")


def are_sorted_by_verdict(journey) -> None:
    """With the keyboard, from the order of the families."""
    by_family = names(journey)
    journey.page.locator('.st-key-jury-sort button:has-text("By melanoma")').focus()
    journey.page.keyboard.press("Enter")
    expect(journey.page.locator(".juror h3")).not_to_have_text(by_family, use_inner_text=True)
    journey.settle()
    assert sorted(names(journey)) == sorted(by_family)
    answering = journey.page.locator("article.juror .juror-figure strong").all_inner_texts()
    figures = [float(re.sub(r"[^\d.]", "", each)) for each in answering]
    assert len(figures) > len(stand_ins.ANSWERING)
    assert figures == sorted(figures, reverse=True)


def test_a_tile_is_unfolded_with_the_keyboard_and_moves_no_other(visit, full_jury):
    journey = visit(390, address=full_jury)
    examine_then_ask_the_others(journey, "en")
    before = journey.page.evaluate(PLACES)
    journey.page.locator(".st-key-details-ink button").focus()
    journey.page.keyboard.press("Enter")
    assert "30" in details(journey)  # its threshold
    assert journey.page.evaluate(PLACES) == before
    assert faults(journey) == []
    fold(journey)
    journey.page.wait_for_function("document.activeElement.closest('.st-key-details-ink')")  # it gives the focus back


@pytest.mark.parametrize("width", WIDTHS)
def test_the_tiles_keep_their_places_and_sizes_from_the_first_frame(visit, full_jury, width):
    journey = visit(width, address=full_jury)
    journey.open()
    open_menu(journey, "Jury")
    journey.finds(".st-key-input")
    journey.page.evaluate(
        f"""() => {{
            window.seen = new Set();
            const look = () => {{
                const places = ({PLACES})();
                if (places.length) window.seen.add(JSON.stringify(places));
                requestAnimationFrame(look);
            }};
            look();
        }}"""
    )
    number = next(i for i, case in enumerate(samples()) if case.diagnosis == "BCC")
    journey.page.click(f".st-key-case-sample-{number} button")
    all_maps_are_there(journey)
    layouts = journey.page.evaluate("[...window.seen].map(JSON.parse)")
    final = {slug: place for slug, *place in layouts[-1]}
    moved = [(slug, place, final[slug]) for layout in layouts for slug, *place in layout if final[slug] != place]
    assert moved == []


def test_who_answers_is_chosen_on_the_examine_page(visit, full_jury):
    journey = visit(address=full_jury)
    journey.open()
    open_menu(journey, "Examine")
    pick_sample(journey, "NV")
    journey.page.locator(".st-key-algorithm-choice input").click()
    journey.page.locator('[role="option"]:has-text("quartz")').click()
    journey.sees("7.0%", ".figure")
    journey.page.wait_for_url("**algorithm=quartz**")


def test_the_cards_of_all_algorithms_follow_each_other(visit, full_jury):
    journey = visit(address=full_jury)
    journey.open()
    open_menu(journey, "About")
    journey.click('a:has-text("All algorithms and their cards")')
    journey.finds("h1:has-text('ResNet-18')")
    following = journey.page.locator('.st-key-algorithm-choice a:has-text("→")')
    name = following.inner_text().removesuffix("→").strip()
    following.click()
    journey.finds(f"h1:has-text('{name}')")
    journey.click('.st-key-algorithm-choice a:has-text("← ResNet-18")')
    journey.page.wait_for_selector("h1:has-text('ResNet-18')")

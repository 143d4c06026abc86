"""The photos of one visit: dropped and pasted on every mat, several at once, in the strip, compared, and on paper."""

from __future__ import annotations

import base64
import re
from itertools import cycle

import pytest
from playwright.sync_api import expect

from model.lesion.drawn_photos import drawn_photo
from model.lesion.gallery import samples
from model.text import LANGUAGES, texts
from tests.browser.test_journeys import faults

pytestmark = pytest.mark.browser
GIVE = """([how, selector, files]) => {
  const held = new DataTransfer();
  for (const [name, type, data] of files)
    held.items.add(new File([Uint8Array.from(atob(data), c => c.charCodeAt(0))], name, {type}));
  const on = document.querySelector(selector), told = {bubbles: true, cancelable: true};
  const events = how === "paste" ? [new ClipboardEvent("paste", {...told, clipboardData: held})]
    : ["dragenter", "dragover", "drop"].map(kind => new DragEvent(kind, {...told, dataTransfer: held}));
  return events.map(event => { on.dispatchEvent(event); return event.defaultPrevented; });
}"""
"""Gives files as a hand does; returns whether each event was kept from the browser, which would open the file."""
PRESSED = """() => [...document.querySelectorAll('.stMain :is(button, a[href], summary)')]
  .filter(one => one.checkVisibility() && !one.closest('.st-key-bars')).map(one => one.innerText)"""
"""Words of what can be pressed; the bars of the diagnoses are read."""
MATS = {
    "": ".st-key-input",
    "examine": ".st-key-input",
    "jury": ".st-key-input",
    "consultation": ".thousand",
    "leaderboard": "h1, h2",
    "stress": ".empty-mat",
}


@pytest.fixture
def app(quick):
    """The address of an app that answers at once: what it answers does not matter here."""
    return quick


def drawn(number: int) -> tuple[str, str, str]:
    return (f"{number}.jpg", "image/jpeg", base64.b64encode(drawn_photo(number).data).decode())


def sample(number: int) -> tuple[str, str, str]:
    return (f"{number}.jpg", "image/jpeg", base64.b64encode(samples()[number].path.read_bytes()).decode())


LETTER = ("letter.txt", "text/plain", base64.b64encode(b"Dear colleague").decode())


def go(journey, name: str) -> None:
    """Open a page from the English menu; it may go on filling."""
    journey.unfold(".st-key-menu")
    journey.page.click(f".st-key-menu a[href*={name}]")
    title = texts("en")(f"pages.{name}")
    journey.page.wait_for_function("title => document.title.startsWith(title)", arg=title)


def give(journey, how: str, selector: str, *files) -> None:
    journey.page.wait_for_selector('[data-testid="stFileUploaderDropzoneInput"]', state="attached")
    assert all(journey.page.evaluate(GIVE, [how, selector, files]))


def shown(journey, count: int) -> None:
    """Wait until so many photos are in the strip and the last one has its verdict; the page goes on filling."""
    journey.page.wait_for_selector(f".st-key-visit-{count - 1}")
    journey.page.wait_for_selector(".figure")
    journey.page.wait_for_function(
        "n => getComputedStyle(document.querySelector(`.st-key-visit-${n} button`), '::after').content !== 'none'",
        arg=count - 1,
    )


def verdict(journey, number: int) -> str:
    return str(
        journey.page.evaluate(
            "n => getComputedStyle(document.querySelector(`.st-key-visit-${n} button`), '::after').content", number
        )
    )


@pytest.mark.parametrize("how", ["drop", "paste"])
@pytest.mark.parametrize("name", ["jury", "stress"])
def test_a_photo_dropped_or_pasted_on_a_mat_is_answered_there(visit, name, how):
    journey = visit()
    journey.open("/?lang=en")
    go(journey, name)
    journey.page.wait_for_selector(MATS[name])
    give(journey, how, MATS[name], drawn(3))
    journey.page.wait_for_selector(".jury-picture" if name == "jury" else ".stress-curve")
    journey.forget_what_was_overtaken()


@pytest.mark.parametrize("ways", [("drop", "paste"), ("paste", "drop")], ids=" then ".join)
def test_photos_dropped_and_pasted_on_any_other_mat_are_answered_on_examine(visit, ways):
    journey = visit()
    journey.open("/?lang=en")
    for count, (name, how) in enumerate(zip(("", "examine", "consultation", "leaderboard"), cycle(ways)), 1):
        if name:
            go(journey, name)
            journey.page.wait_for_selector(MATS[name], state="attached")  # folded away once there is a photo
        give(journey, how, MATS[name], drawn(count))
        journey.page.wait_for_url("**/examine**")
        shown(journey, count)
    journey.forget_what_was_overtaken()


@pytest.mark.parametrize("name", ["", "jury", "leaderboard"])
def test_a_photo_dropped_while_the_page_changes_is_answered(visit, name):
    journey = visit()
    journey.open("/examine?lang=en")
    link = journey.page.locator(f".st-key-menu a[href*={name}]" if name else ".st-key-menu a").first
    link.evaluate(f"(link, given) => {{ link.click(); ({GIVE})(given); }}", ["drop", "body", [drawn(3)]])
    journey.page.wait_for_selector(".jury-picture" if name == "jury" else ".figure")
    journey.forget_what_was_overtaken()


def test_where_no_photo_can_be_given_a_drop_changes_nothing(visit):
    journey = visit()
    journey.open("/?lang=en")
    go(journey, "quiz")
    journey.page.wait_for_url("**/quiz**")
    address = journey.page.url
    assert all(journey.page.evaluate(GIVE, ["drop", "body", [drawn(3)]]))
    assert journey.page.url == address


@pytest.mark.parametrize(("width", "language", "scheme"), [(1440, "en", "light"), (390, "fr", "dark")])
def test_several_files_join_the_visit_a_bad_one_says_why_and_two_are_compared(visit, width, language, scheme):
    t, journey = texts(language), visit(width, color_scheme=scheme)
    page = journey.page
    journey.open(f"/?lang={language}")
    give(journey, "drop", ".st-key-input", sample(0), LETTER, sample(4), sample(14))
    shown(journey, 3)
    journey.sees(" ".join(t("errors.not_an_image").split()), ".refusal")
    expect(page.locator(".st-key-input")).to_be_hidden()
    assert t("jury.calm") in verdict(journey, 2)
    assert verdict(journey, 0) == "none", "no answer is computed for the strip"
    page.click(".st-key-visit-0 button")
    expect(page.locator(".refusal")).to_have_count(0)
    page.wait_for_function(
        "w => getComputedStyle(document.querySelector('.st-key-visit-0 button'), '::after').content.includes(w)",
        arg=t("jury.suspicious"),
    )
    page.locator(".st-key-compare-two button").press("Enter")
    expect(page.locator(".st-key-compare .figure")).to_have_count(2)
    journey.settle()
    page.wait_for_url("**compare=1**")
    assert [img.get_attribute("alt") != "" for img in page.locator(".compared img").all()] == [True] * 4
    first = journey.text(".st-key-compare-0")
    page.locator(".st-key-compare-choice-0 button").nth(1).press("Enter")
    journey.sees_other_words(first, ".st-key-compare-0")
    expect(page.locator(".st-key-compare .figure")).to_have_count(2)
    journey.settle()
    assert faults(journey, (width,)) == []
    page.go_back()
    expect(page.locator(".st-key-compare")).to_have_count(0)
    page.wait_for_selector(".st-key-result .figure")
    page.wait_for_url(re.compile("^(?!.*compare)"))


def test_a_reload_warns_of_photos_that_it_would_lose_and_a_visitor_with_a_sample_is_not_asked(visit):
    journey = visit()
    asked: list[str] = []
    journey.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    journey.open("/?lang=en")
    journey.page.click(".st-key-case-sample-0 button")
    shown(journey, 1)
    journey.page.reload()
    assert asked == []
    give(journey, "drop", ".st-key-input", drawn(3))
    shown(journey, 1)
    go(journey, "jury")
    go(journey, "examine")
    shown(journey, 1)
    assert asked == []
    journey.page.reload()
    assert asked == ["beforeunload"]
    journey.finds(".st-key-input")
    journey.complaints[:] = [words for words in journey.complaints if "404" not in words]  # as at every deep link


def test_the_first_page_says_little_and_its_header_takes_one_line(visit):
    journey = visit(390)
    for language in LANGUAGES:
        journey.open(f"/?lang={language}")
        for width in (390, 1280):
            journey.resize(width, 844)
            journey.finds(".opening-case img")
            assert len(re.findall(r"\w[\w’'-]*", journey.text())) <= 90
            boxes = [journey.page.locator(part).bounding_box() for part in (".brand", ".notice")]
            middles = [box["y"] + box["height"] / 2 for box in boxes]
            assert abs(middles[0] - middles[1]) < 10
            assert journey.page.locator(".st-key-frame").bounding_box()["height"] < 60
            assert boxes[1]["height"] < 30
        assert faults(journey) == []


def test_paper_holds_photo_map_verdict_figure_and_notice_and_nothing_to_press(visit):
    t, journey = texts("en"), visit()
    page = journey.page
    journey.open("/?lang=en")
    page.click(".st-key-case-sample-0 button")
    shown(journey, 1)
    for scheme in ("light", "dark"):
        page.emulate_media(media="print", color_scheme=scheme)
        journey.settle()
        for part in (".st-key-photo img", ".st-key-heat img", ".figure", ".notice", ".verdict .shape"):
            expect(page.locator(part).first).to_be_visible()
        assert t("app.notice") in journey.text()
        assert page.evaluate(PRESSED) == []
        sheets = page.pdf(format="A4").count(b"/Type /Page\n")
        assert 1 <= sheets <= 3

"""A journey through the practices: the figures follow, the verdict stays, and the choice is kept in the address."""

from __future__ import annotations

import pytest

from model.lesion.practice import practice_named
from model.lesion.practice_words import speaks_of
from model.text import texts
from pages.components.shell.practice_choice import option
from tests import stand_ins
from tests.browser.conftest import TWO_FRAMES, served
from tests.browser.test_journeys import faults, pick_sample, serious
from tests.browser.test_jury_journeys import all_maps_are_there, open_menu

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def in_clinic(tmp_path_factory):
    """The address of an app whose operating points speak of the clinic."""
    folder = tmp_path_factory.mktemp("practice")
    environment = stand_ins.environment(folder, *stand_ins.ANSWERING, stand_ins.COMMITTEE)
    stand_ins.into_practice(folder / "weights", "clinic", 0.05)
    with served(folder / "log.txt", **environment) as address:
        yield address


def plain(words: str) -> str:
    return " ".join(words.split())


def choose(journey, words: str, box: str = "practice") -> None:
    box = journey.page.locator(f".st-key-{box} input")
    box.scroll_into_view_if_needed()
    journey.page.evaluate(TWO_FRAMES)
    box.press("ArrowDown")  # an open list closes when the page scrolls
    journey.page.click(f'[role=option]:has-text("{words}")')
    journey.settle()


def test_the_figures_follow_the_practice_the_verdict_stays_and_a_reload_keeps_it(visit, in_clinic):
    t, journey = texts("fr"), visit(390, address=in_clinic)
    screening, centre = practice_named("screening"), practice_named("tumour_centre")
    journey.open("/?lang=fr&practice=screening")
    open_menu(journey, t("pages.examine"))
    pick_sample(journey, "MEL")
    verdict, rare = journey.text(".st-key-result .verdict"), journey.text(".figure")
    choose(journey, plain(option(t, centre)))
    journey.sees_other_words(rare, ".figure")
    assert journey.text(".st-key-result .verdict") == verdict
    journey.page.wait_for_url("**practice=tumour_centre**")
    assert not serious(journey)

    journey.click(".st-key-jury-line a")
    all_maps_are_there(journey)
    journey.sees(plain(speaks_of(t, centre)), ".st-key-jury-practice")
    journey.page.wait_for_url("**practice=tumour_centre**")
    voters = journey.text(".jury-summary h2")
    choose(journey, plain(option(t, screening)))
    journey.sees(plain(speaks_of(t, screening)), ".st-key-jury-practice")
    assert journey.text(".jury-summary h2") == voters
    assert not serious(journey)
    t = texts("en")
    journey.resize(1440, 900)
    known = journey.page.evaluate("location.search").replace("lang=fr", "lang=en")
    journey.open(f"/{known}")  # a new session, which knows the address alone
    open_menu(journey, t("pages.jury"))
    journey.click(".st-key-case-sample-0 button")
    journey.sees(plain(speaks_of(t, screening)), ".st-key-jury-practice")
    assert faults(journey) == []

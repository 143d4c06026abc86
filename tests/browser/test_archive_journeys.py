"""A journey to the ISIC Archive, with a stand-in on this computer: asked, found, examined blind, and told."""

from __future__ import annotations

import pytest

from model.text import texts
from tests.browser.conftest import served
from tests.browser.test_journeys import serious
from tests.isic_archive.stand_in_archive import image, standing_in

pytestmark = pytest.mark.browser


def plain(words: str) -> str:
    return " ".join(words.split())


@pytest.fixture(scope="module")
def archive():
    with standing_in() as found:
        yield found


@pytest.fixture(scope="module")
def offering(archive, tmp_path_factory):
    """The address of an app that asks the stand-in; its drawn spots are no lesions, so nothing is refused."""
    folder = tmp_path_factory.mktemp("archive")
    settings = {"TEN_OPINIONS_ARCHIVE": archive.address, "TEN_OPINIONS_ARCHIVE_CACHE": str(folder / "cache")}
    settings |= {"TEN_OPINIONS_CASES": "", "TEN_OPINIONS_DATA": "", "TEN_OPINIONS_GATE": "off"}
    with served(folder / "log.txt", **settings) as address:
        yield address


@pytest.mark.parametrize(("width", "language", "scheme"), [(390, "fr", "dark"), (1440, "en", "light")])
def test_a_case_is_searched_for_after_consent_examined_blind_and_told(
    visit, archive, offering, width, language, scheme
):
    t, journey = texts(language), visit(width, address=offering, color_scheme=scheme)
    page = journey.page
    archive.asked.clear()
    journey.open(f"/?lang={language}")
    journey.click(f'.st-key-menu a:has-text("{t("pages.examine")}")')
    page.click(f'.st-key-galleries a:has-text("{t("input.archive")}")')
    journey.sees(plain(t("archive.consent_1")))
    assert serious(journey) == []
    journey.click(".st-key-archive-agree button")
    journey.finds(".st-key-archive-go button")
    assert archive.asked == []
    page.click(".st-key-archive-go button")
    page.click(".st-key-archive-go button")  # impatient
    journey.finds(".st-key-case-archive-23 button")
    assert serious(journey) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click(".st-key-case-archive-0 button")
    journey.finds(".figure")
    known = plain(t("archive.known", diagnosis=t("diagnoses.MEL.name"), words="Melanoma in situ"))
    assert known not in journey.text()
    journey.click(".st-key-archive-reveal button")
    journey.sees(known)
    gets_pictures_of_the_nearest_cases(journey, t, archive)


def gets_pictures_of_the_nearest_cases(journey, t, archive) -> None:
    """On another visit, which agrees beside the photo itself."""
    page = journey.page
    journey.open(f"/examine?lang={t.language}&sample=nv_4.jpg&algorithm=nearest_cases")
    page.click(".st-key-fold-map summary")
    journey.finds(".known-cases a >> nth=5")
    names = page.locator(".known-cases a").all_inner_texts()
    archive.images += [image(int(name.removeprefix("ISIC_")), archive.address, "NV") for name in names]
    archive.asked.clear()
    journey.click(".st-key-archive-pictures-similar button")
    journey.sees(plain(t("archive.consent_3")))
    assert archive.asked == []
    journey.click(".st-key-archive-agree button")
    journey.finds(".known-cases img >> nth=5")
    assert t("cases.not_shipped") not in journey.text(".known-cases")
    assert serious(journey) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

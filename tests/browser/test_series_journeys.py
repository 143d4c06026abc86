"""A series in a real browser: thirty photos with one bad file, its contact sheet, one photo examined, and back."""

from __future__ import annotations

import csv
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import expect

from model.lesion.gallery import samples
from model.text import texts
from tests.browser.test_journeys import faults
from tests.reading.test_series import packed

pytestmark = pytest.mark.browser
COUNT = 30
TILES = '.st-key-series-grid [data-testid="stButton"]'


def figures(journey) -> list[str]:
    return [words.split("%")[0].strip() for words in journey.page.locator(TILES).all_inner_texts()]


@pytest.fixture
def files(tmp_path) -> list[Path]:
    """Thirty files, of which one is no photo."""
    data = [case.path.read_bytes() for case, _ in zip(cycle(samples()), range(COUNT - 1), strict=False)]
    paths = [tmp_path / f"{number:02}.jpg" for number in range(COUNT)]
    for path, content in zip(paths, [*data, b"no photo"], strict=True):
        path.write_bytes(content)
    return paths


@pytest.mark.parametrize(("width", "language", "scheme"), [(390, "fr", "dark")])
def test_thirty_photos_with_a_bad_one_become_a_contact_sheet(visit, files, width, language, scheme):
    t, journey = texts(language), visit(width, color_scheme=scheme)
    page = journey.page
    journey.open(f"/examine?lang={language}&algorithm=resnet18")
    page.set_input_files("input[type=file]", files)
    page.wait_for_selector(".stProgress")  # before the address, since it stands only while photos are answered
    page.wait_for_url("**/series**")
    journey.finds(".st-key-series-csv")  # offered once all are answered
    assert page.locator(TILES).count() == COUNT - 1
    journey.sees(" ".join(t("errors.not_an_image").split()), "li")
    assert faults(journey) == []
    sorted_by_figure = figures(journey)
    assert sorted_by_figure == sorted(sorted_by_figure, key=lambda figure: -float(figure.replace(",", ".")))
    with page.expect_download() as download:
        page.click(".st-key-series-csv button")
    rows = list(csv.DictReader(Path(download.value.path()).read_text("utf-8").splitlines()))
    assert len(rows) == COUNT
    page.locator(".st-key-series-order button").nth(1).press("Enter")
    page.wait_for_function("location.search.includes('order=given')")
    journey.settle()
    expect(page.locator(TILES).nth(4)).to_contain_text("04")
    page.locator(f"{TILES} button").nth(4).press("Enter")
    page.wait_for_url("**/examine**")
    journey.finds(".figure")
    page.click(f'.st-key-visit a:has-text("{COUNT}")')
    journey.finds(".st-key-series-csv")
    page.click(".st-key-series-clear button")
    expect(page.locator(".st-key-series-grid")).to_have_count(0)
    page.click(".st-key-series-undo button")
    journey.finds(".st-key-series-csv")
    journey.forget_what_was_overtaken()


def test_a_zip_archive_is_a_series_a_photo_joins_it_and_its_sheet_is_printed(visit, quick, files, tmp_path):
    journey = visit(address=quick)
    page = journey.page
    (tmp_path / "mine.zip").write_bytes(packed({"a.jpg": files[0].read_bytes(), "b.jpg": files[1].read_bytes()}))
    journey.open("/?lang=en")
    page.set_input_files("input[type=file]", tmp_path / "mine.zip")
    page.wait_for_url("**/series**")
    journey.finds(".st-key-series-csv")
    page.set_input_files("input[type=file]", files[2])
    expect(page.locator(TILES)).to_have_count(3)
    journey.finds(".st-key-series-csv")
    with page.expect_download() as download:
        page.click(".st-key-series-sheet button")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    journey.forget_what_was_overtaken()

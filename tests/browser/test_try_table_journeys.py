"""A visitor tries a table of their own: refused with the exact sentence, then in every chart, then gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from model.charts.identity import LIGHT, colour, marker
from model.evaluation.benchmark import read_benchmark
from model.evaluation.entry import YOURS, example
from model.text import texts
from tests.browser.test_journeys import faults
from tests.browser.test_leaderboard_journeys import arrived, plain

pytestmark = pytest.mark.browser
PLACE = ".st-key-own-table"
DROPPED = """([name, text]) => {
  const held = new DataTransfer();
  held.items.add(new File([text], name, {type: "text/csv"}));
  const options = {bubbles: true, cancelable: true, dataTransfer: held};
  for (const kind of ["dragenter", "drop"]) document.querySelector("h1").dispatchEvent(new DragEvent(kind, options));
}"""
DRAWN = """([chart, slug, there]) => {
  const plot = document.querySelector(`.st-key-chart-${chart} .js-plotly-plot`);
  return Boolean(plot?.data?.some(trace => trace.legendgroup === slug)) === there && Boolean(plot?.data);
}"""
LOOK = """([chart, slug]) => {
  const {name, marker} = document.querySelector(`.st-key-chart-${chart} .js-plotly-plot`).data
    .find(trace => trace.legendgroup === slug && trace.showlegend !== false);
  return [name, marker.color, marker.symbol];
}"""


def drawn(journey, there: bool = True) -> None:
    """Wait until the table is in three charts, or in none of them."""
    for chart in ("forest", "roc", "corner"):
        journey.page.wait_for_function(DRAWN, arg=[chart, YOURS, there])
    journey.settle()


@pytest.fixture(scope="module")
def table() -> str:
    """Answers to all sets in one table."""
    return example(read_benchmark(), "nearest_cases")


@pytest.mark.parametrize(("width", "language"), [(390, "fr"), (1440, "en")])
def test_a_broken_table_is_refused_a_good_one_is_in_the_charts_and_a_reload_removes_it(
    visit, board, table, tmp_path, width, language
):
    t, journey = texts(language), visit(width, address=board)
    page, own, broken = journey.page, t("algorithms.your-table.name"), tmp_path / "broken.csv"
    journey.open(f"/leaderboard?lang={language}&question=misses")
    arrived(journey)
    image = table.splitlines()[3].split(",")[0]
    broken.write_text(re.sub(rf"{image},[\d.]+", f"{image},NaN", table), encoding="utf-8")
    journey.click(f"{PLACE} summary")
    page.set_input_files(f"{PLACE} input[type=file]", broken)
    data = {"file": "broken.csv", "line": 4, "image": image, "column": "MEL", "got": "NaN"}
    expect(page.locator(f"{PLACE} .refusal")).to_have_text(plain(t("errors.table_no_number", **data)))

    page.evaluate(DROPPED, ["mine.csv", table])  # anywhere on the page
    drawn(journey)
    for chart in ("forest", "roc", "corner"):
        assert page.evaluate(LOOK, [chart, YOURS]) == [own, colour(YOURS, LIGHT), marker(YOURS)]
    journey.sees(plain(t("leaderboard.own.in", name=own, files="mine.csv (")).rstrip("."), PLACE)
    journey.sees(own, ".standings .chosen")
    expect(page.locator(f"{PLACE} .refusal")).to_have_count(0)
    assert page.locator(PLACE).evaluate("place => place.getBoundingClientRect().top") < page.viewport_size["height"]
    assert faults(journey) == []
    with page.expect_download() as download:
        page.click(".st-key-csv-forest button")
    assert download.value.suggested_filename == f"ten-opinions-forest-{YOURS}.csv"
    assert f",{own},0." in Path(download.value.path()).read_text(encoding="utf-8-sig")

    journey.click(".st-key-own-out button")
    drawn(journey, there=False)
    journey.click(".st-key-chip-attention button")
    drawn(journey, there=False)
    page.set_input_files(
        f"{PLACE} input[type=file]", {"name": "mine.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    drawn(journey)
    page.reload()
    arrived(journey)
    drawn(journey, there=False)
    assert own not in journey.text(".standings")
    assert YOURS not in page.url

"""Journeys through the leaderboard: read, change the rule, highlight, compare, share, save; on a laptop and a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from model.algorithms import catalogue
from model.evaluation.evaluation import evaluate
from model.evaluation.qi import rank
from model.text import texts
from tests.browser.test_journeys import faults, keep

pytestmark = pytest.mark.browser


@pytest.fixture
def begin(visit, board):
    """Opens the leaderboard at an address of its own."""

    def start(query: str = "", width: int = 1440, **options: object):
        journey = visit(width, **{"address": board, **options})
        journey.open(f"/leaderboard{query}")
        arrived(journey)
        return journey

    return start


def arrived(journey) -> None:
    """Wait for the last thing that is drawn, and for every chart."""
    journey.page.wait_for_selector(".share")
    journey.settle()
    journey.page.wait_for_function(
        "[...document.querySelectorAll('.stPlotlyChart')].every(chart => chart.querySelector('.main-svg'))"
    )


def plain(words: str) -> str:
    """With plain spaces, as `sees` compares."""
    return " ".join(words.split())


def leader(journey) -> str:
    return journey.page.locator(".standings tbody tr").first.locator("th").inner_text()


def first_in_the_forest(journey) -> str:
    """Whose row is the highest of the forest plot."""
    script = """() => {
      const plot = document.querySelector('.st-key-chart-forest .js-plotly-plot');
      return plot?.data?.find(trace => trace.showlegend !== false && trace.y[0] === 0)?.name;
    }"""
    return journey.page.wait_for_function(script).json_value()


def widths_of_lines(journey, chart: str) -> dict[str, float]:
    script = """chart => Object.fromEntries(document.querySelector(`.st-key-chart-${chart} .js-plotly-plot`).data
        .filter(t => t.legendgroup && t.line && t.line.width).map(t => [t.legendgroup, t.line.width]))"""
    journey.page.wait_for_function("c => document.querySelector(`.st-key-chart-${c} .js-plotly-plot`)?.data", arg=chart)
    return journey.page.evaluate(script, chart)


@pytest.mark.parametrize(("width", "language"), [(1440, "fr"), (390, "en")])
def test_the_committed_tables_make_a_leaderboard(visit, width, language):
    t = texts(language)
    journey = visit(width, locale={"fr": "fr-FR", "en": "en-GB"}[language])
    journey.open()
    journey.click(f'.st-key-menu a:has-text("{t("pages.leaderboard")}")')
    arrived(journey)
    first = rank(evaluate(unranked=catalogue.combining(catalogue.slugs()))).standings[0].slug
    assert leader(journey) == first_in_the_forest(journey) == t(f"algorithms.{first}.name")
    journey.sees(plain(t("charts.reference", name=t("algorithms.committee.name"))), ".standings .reference")
    keep(journey.page, f"leaderboard-{language}", highest=2500)


def test_the_rule_is_changed_and_the_table_moves(begin):
    journey = begin("?lang=en&question=firm", 390)
    assert leader(journey) == first_in_the_forest(journey) == "ResNet-18"
    journey.click(".st-key-rule-fold button")
    journey.page.locator('.st-key-rule-metric [role="combobox"], .st-key-rule-metric input').first.click()
    journey.page.keyboard.type("Calibration")  # the list draws only the options in view
    journey.page.get_by_role("option", name="Calibration error", exact=True).click()
    journey.page.wait_for_function("location.search.includes('metric=expected_calibration_error')")
    arrived(journey)
    assert leader(journey) == first_in_the_forest(journey) != "ResNet-18"
    journey.sees("Calibration error", "h2")


def test_an_algorithm_is_highlighted_in_every_chart_and_the_link_opens_the_same_view(begin):
    journey = begin("?lang=fr&question=misses", 1440, locale="fr-FR")
    journey.click(".st-key-chip-attention button")
    journey.page.wait_for_function("location.search.includes('algorithm=attention')")
    arrived(journey)
    for chart in ("roc", "corner"):
        lines = widths_of_lines(journey, chart)
        assert max(lines, key=lines.__getitem__) == "attention"
    shared = begin(journey.page.evaluate("location.search"), 1440, locale="en-GB")
    shared.sees("Qui manque des mélanomes ?", "h2")
    assert widths_of_lines(shared, "roc") == widths_of_lines(journey, "roc")


def test_a_click_on_a_curve_highlights_its_algorithm(begin):
    journey = begin("?lang=en&question=misses")
    page = journey.page
    page.locator(".st-key-chart-roc .js-plotly-plot").scroll_into_view_if_needed()
    place = page.evaluate(
        """() => {
          const plot = document.querySelector('.st-key-chart-roc .js-plotly-plot');
          plot.scrollIntoView({block: 'center'});
          const trace = plot._fullData.find(t => t.legendgroup === 'small_cnn'), middle = trace.x.length >> 1;
          const {xaxis, yaxis} = plot._fullLayout, box = plot.getBoundingClientRect();
          return [box.x + xaxis._offset + xaxis.d2p(trace.x[middle]),
                  box.y + yaxis._offset + yaxis.d2p(trace.y[middle])];
        }"""
    )
    page.mouse.move(*place)
    page.wait_for_selector(".st-key-chart-roc .hoverlayer .hovertext")
    page.mouse.click(*place)
    page.wait_for_function("location.search.includes('algorithm=small_cnn')")
    arrived(journey)
    assert widths_of_lines(journey, "roc")["small_cnn"] == max(widths_of_lines(journey, "roc").values())


def test_a_click_on_a_cell_highlights_the_algorithm_of_its_row(begin):
    journey = begin("?lang=en&question=disagree")
    page = journey.page
    page.wait_for_selector(".st-key-chart-kappa .js-plotly-plot .main-svg")
    place = page.evaluate(
        """() => {
          const plot = document.querySelector('.st-key-chart-kappa .js-plotly-plot');
          plot.scrollIntoView({block: 'center'});
          const row = plot._fullData.findIndex(t => t.legendgroup === 'small_cnn');
          const {xaxis, yaxis} = plot._fullLayout, box = plot.getBoundingClientRect();
          return [box.x + xaxis._offset + xaxis.d2p(plot._fullData[row].x[0]),
                  box.y + yaxis._offset + yaxis.d2p(plot._fullData[row].y[0])];
        }"""
    )
    page.mouse.move(*place)
    page.wait_for_selector(".st-key-chart-kappa .hoverlayer .hovertext")
    page.mouse.click(*place)
    page.wait_for_function("location.search.includes('algorithm=small_cnn')")


def test_a_chart_is_saved_as_picture_drawing_and_numbers_that_can_be_read(begin, tmp_path):
    journey = begin("?lang=en&question=fair")
    page = journey.page
    for kind in ("png", "svg"):
        with page.expect_download() as download:
            page.click(f'.st-key-save-forest [data-save="{kind}"]')
        assert download.value.suggested_filename == f"ten-opinions-forest.{kind}"
        download.value.save_as(tmp_path / f"forest.{kind}")
    with Image.open(tmp_path / "forest.png") as picture:
        assert picture.size[0] >= 1900
    drawing = (tmp_path / "forest.svg").read_text(encoding="utf-8")
    assert "Scores and intervals" in drawing
    assert "Nearest cases" in drawing
    with page.expect_download() as download:
        page.click(".st-key-csv-forest button")
    rows = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert rows[1].startswith("1,ResNet-18,0.")
    assert page.evaluate("document.querySelector('.st-key-chart-forest .js-plotly-plot').layout.title?.text") is None
    expander = page.locator(".st-key-chart-forest [data-testid='stExpander']")
    expander.locator("summary").click()
    expect(expander.locator("table th").nth(1)).to_be_visible()
    journey.sees("ResNet-18", ".st-key-chart-forest table")


@pytest.mark.parametrize(("width", "language"), [(390, "fr"), (1440, "en")])
def test_the_seventh_question_is_asked_with_the_keyboard_and_says_what_is_lost_elsewhere(begin, width, language):
    t = texts(language)
    journey = begin(f"?lang={language}&question=cost&algorithm=committee", width)
    page = journey.page
    tab = page.get_by_role("tab", name=t("leaderboard.questions.elsewhere"), exact=True)
    tab.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('question=elsewhere')")
    arrived(journey)
    finding = plain(t("charts.fall.finding_all", all=10, fallen=10))
    journey.sees(plain(t("leaderboard.questions.elsewhere")), "h2")
    journey.sees(finding, ".st-key-chart-fall .finding")
    journey.sees(plain(t("charts.point.title")), ".st-key-chart-point h3")
    assert plain(page.locator(".st-key-chart-fall [aria-label]").first.get_attribute("aria-label")).startswith(finding)
    assert texts(language).number(0.87, 2) in page.inner_text(".st-key-chart-fall .js-plotly-plot")
    with page.expect_download() as download:
        page.click(".st-key-csv-fall button")
    rows = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 12
    assert rows[0].count(t("charts.fall.by")) == 3
    assert faults(journey) == []


def test_the_charts_of_one_set_can_be_those_of_elsewhere(begin):
    journey = begin("?lang=fr&question=misses", 390, locale="fr-FR")
    journey.page.locator(".st-key-ask-set button", has_text="autres centres").click()
    journey.page.wait_for_function("location.search.includes('set=elsewhere')")
    arrived(journey)
    journey.sees("Courbes ROC du mélanome, autres centres", "h3")
    journey.sees("Là où peu de mélanomes échappent, autres centres", "h3")
    shared = begin(journey.page.evaluate("location.search"), 390, locale="en-GB")
    shared.sees("Courbes ROC du mélanome, autres centres", "h3")


HIGHEST = 1200
"""Pixels from the top of the page within which a laptop shows sentence, table and forest."""
WORDS_BEFORE = {"fr": 1786, "en": 1682}
"""Words of the page as it opened before it was shortened, counted in the same way."""
COUNTED = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const bottom = at => document.querySelector(at).getBoundingClientRect().bottom + main.scrollTop;
  return [main.innerText.split(/\\s+/).filter(word => /[\\p{L}\\p{N}]/u.test(word)).length,
    bottom('.standings'), bottom('.st-key-chart-forest')];
}"""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_first_view_is_one_screen_and_the_page_has_half_its_words(begin, app, language):
    journey = begin(f"?lang={language}", address=app)
    words, table, forest = journey.page.evaluate(COUNTED)
    assert max(table, forest) <= HIGHEST
    assert words <= WORDS_BEFORE[language] / 2


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_legend_stays_in_sight_and_the_chosen_name_can_be_read(begin, width, scheme):
    journey = begin("?lang=en&question=firm&algorithm=attention", width, color_scheme=scheme)
    page = journey.page
    page.locator(".share").scroll_into_view_if_needed()
    chosen = page.locator(".st-key-chip-attention button")
    page.wait_for_function("document.querySelector('.st-key-legend').getBoundingClientRect().top >= 0")
    page.wait_for_function("document.querySelector('.st-key-legend').getBoundingClientRect().bottom <= innerHeight")
    expect(chosen.locator("p")).to_have_css("font-weight", "700")
    ink = {"light": "rgb(27, 34, 43)", "dark": "rgb(236, 233, 226)"}[scheme]
    expect(chosen.locator("p")).to_have_css("color", ink)
    paper = page.evaluate("document.querySelector('.js-plotly-plot').layout.paper_bgcolor")
    assert paper == {"light": "#fbfaf7", "dark": "#14181c"}[scheme]
    assert faults(journey) == []


def test_two_picks_go_head_to_head_and_the_link_opens_the_same_view(begin):
    journey = begin("?lang=en&question=cost", 390)
    page = journey.page
    tab = page.get_by_role("tab", name="Head to head", exact=True)
    tab.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('question=duel')")
    arrived(journey)
    for name, pick in (("one", "Attention"), ("other", "Gradients and kernel")):
        page.locator(f'.st-key-ask-{name} [role="combobox"], .st-key-ask-{name} input').first.click()
        page.get_by_role("option", name=pick, exact=True).click()
        page.wait_for_function("name => new RegExp(`[?&]${name}=`).test(location.search)", arg=name)
        arrived(journey)
    journey.sees("Attention against Gradients and kernel, day 2", ".st-key-chart-differences h3")
    journey.sees("Only Attention is right: ", ".st-key-chart-right_where .finding")
    journey.sees("Only Gradients and kernel is right: ", ".disputed h3")
    assert faults(journey) == []
    shared = begin(page.evaluate("location.search"), 390)
    shared.sees("Attention against Gradients and kernel, day 2", ".st-key-chart-differences h3")


def test_a_family_is_shown_alone_and_all_answers_are_saved(begin):
    journey = begin("?lang=en&question=fair&family=convolutional")
    page = journey.page
    assert page.locator(".standings tbody tr").count() == 3
    journey.sees("Ranks stay those among all 10", ".note")
    with page.expect_download() as download:
        page.click(".st-key-csv-answers button")
    header = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()[0]
    assert header.startswith("set,image,truth,abcd_rule MEL,")

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
    """Who leads the table, once the forest plot has the same in its highest row."""
    script = """leader => {
      const plot = document.querySelector('.st-key-chart-forest .js-plotly-plot');
      return plot?.data?.find(trace => trace.showlegend !== false && trace.y[0] === 0)?.name === leader;
    }"""
    found = journey.page.locator(".standings tbody tr").first.locator("th").inner_text()
    journey.page.wait_for_function(script, arg=found)
    return found


def stands_out(journey, chart: str, slug: str) -> None:
    """Wait until the line of the algorithm is thicker than all others of the chart."""
    script = """([chart, slug]) => {
      const drawn = document.querySelector(`.st-key-chart-${chart} .js-plotly-plot`)?.data ?? [];
      const lines = drawn.filter(trace => trace.legendgroup && trace.line?.width);
      const thickest = Math.max(...lines.map(trace => trace.line.width));
      const own = lines.filter(trace => trace.line.width === thickest).map(trace => trace.legendgroup);
      return own.length && own.every(group => group === slug);
    }"""
    journey.page.wait_for_function(script, arg=[chart, slug])


def click_on(journey, chart: str, place: str) -> None:
    """Click on a point of the chart, whose pixels the script `place` returns from its axes and traces."""
    plot = journey.page.locator(f".st-key-chart-{chart} .js-plotly-plot")
    plot.locator(".nsewdrag").first.wait_for(state="attached")  # the last thing drawn; it feels the mouse
    x, y = plot.evaluate(
        f"""plot => {{
          const {{xaxis, yaxis}} = plot._fullLayout, traces = plot._fullData.filter(t => t.legendgroup === 'small_cnn');
          const [x, y] = ({place})(traces[0]);
          return [xaxis._offset + xaxis.d2p(x), yaxis._offset + yaxis.d2p(y)];
        }}"""
    )
    plot.hover(position={"x": x, "y": y})
    plot.locator(".hoverlayer .hovertext").first.wait_for()
    plot.click(position={"x": x, "y": y})
    journey.page.wait_for_function("location.search.includes('algorithm=small_cnn')")


def test_the_committed_tables_make_a_leaderboard_whose_first_view_is_one_screen_with_half_its_words(visit):
    first = rank(evaluate(unranked=catalogue.combining(catalogue.slugs()))).standings[0].slug
    journey = visit(1440, locale="fr-FR")
    journey.open()
    for width, language in ((1440, "fr"), (390, "en")):
        t = texts(language)
        if language == "fr":
            journey.click(f'.st-key-menu a:has-text("{t("pages.leaderboard")}")')
        else:
            journey.click('.st-key-language-switch button:has-text("English")')
            journey.page.wait_for_function("document.documentElement.lang === 'en'")
        arrived(journey)
        assert leader(journey) == t(f"algorithms.{first}.name")
        is_one_screen_of_few_words(journey, language)
        journey.resize(width, 844)
        arrived(journey)
        journey.sees(plain(t("charts.reference", name=t("algorithms.committee.name"))), ".standings .reference")
        keep(journey.page, f"leaderboard-{language}", highest=2500)


def test_the_rule_is_changed_and_the_table_moves(begin):
    journey = begin("?lang=en&question=firm", 390)
    assert leader(journey) == "ResNet-18"
    journey.click(".st-key-rule-fold button")
    journey.page.locator('.st-key-rule-metric [role="combobox"], .st-key-rule-metric input').first.click()
    journey.page.keyboard.type("Calibration")  # the list draws only the options in view
    journey.page.get_by_role("option", name="Calibration error", exact=True).click()
    journey.page.wait_for_function("location.search.includes('metric=expected_calibration_error')")
    arrived(journey)
    assert leader(journey) != "ResNet-18"
    journey.sees("Calibration error", "h2")


def test_an_algorithm_is_highlighted_in_every_chart_by_its_name_a_link_and_a_click_on_its_curve(begin):
    journey = begin("?lang=fr&question=misses", 1440, locale="fr-FR")
    journey.click(".st-key-chip-attention button")
    journey.page.wait_for_function("location.search.includes('algorithm=attention')")
    arrived(journey)
    for chart in ("roc", "corner"):
        stands_out(journey, chart, "attention")
    shared = begin(journey.page.evaluate("location.search"), 1440, locale="en-GB")
    shared.sees("Qui manque des mélanomes ?", "h2")
    stands_out(shared, "roc", "attention")
    click_on(journey, "roc", "trace => [trace.x[trace.x.length >> 1], trace.y[trace.x.length >> 1]]")
    arrived(journey)
    stands_out(journey, "roc", "small_cnn")


def test_a_click_on_a_cell_highlights_the_algorithm_of_its_row(begin):
    click_on(begin("?lang=en&question=disagree"), "kappa", "trace => [trace.x[0], trace.y[0]]")


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
    expect(page.locator(".st-key-chart-fall .js-plotly-plot")).to_contain_text(texts(language).number(0.87, 2))
    with page.expect_download() as download:
        page.click(".st-key-csv-fall button")
    rows = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 12
    assert rows[0].count(t("charts.fall.by")) == 3
    assert faults(journey, (width,)) == []


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


def is_one_screen_of_few_words(journey, language: str) -> None:
    """Sentence, table and forest fit a laptop, and the page has half the words that it once had."""
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
    paper = {"light": "#fbfaf7", "dark": "#14181c"}[scheme]
    page.wait_for_function(
        "paper => document.querySelector('.js-plotly-plot').layout?.paper_bgcolor === paper", arg=paper
    )
    assert faults(journey, (width,)) == []


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
    expect(page.locator(".standings tbody tr")).to_have_count(3)
    journey.sees("Ranks stay those among all 10", ".note")
    with page.expect_download() as download:
        page.click(".st-key-csv-answers button")
    header = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()[0]
    assert header.startswith("set,image,truth,abcd_rule MEL,")

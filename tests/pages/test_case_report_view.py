"""The case report on Examine and Jury: one click once all have answered, and it says what the page says."""

from __future__ import annotations

import pytest

from model.report.case.contents import write_case
from model.report.case.facts import case_facts
from model.settings import settings
from model.text import LANGUAGES, texts
from pages.components.report import case_report_view
from tests import stand_ins
from tests.pages.test_gate import before_a_page_of_text
from tests.pages.test_jury import jury
from tests.pages.test_pages import html, opened

PHOTO = "case-sample-0"


@pytest.fixture
def offered(monkeypatch):
    """The facts of every report that was offered."""
    found = []
    page = case_report_view._page

    def noted(t, findings, maps):
        found.append(case_facts(findings, case_report_view._detail(findings), maps, t))
        return page(t, findings, maps)

    monkeypatch.setattr(case_report_view, "_page", noted)
    return found


@pytest.fixture
def browser(monkeypatch):
    """Names a program in place of Chromium."""

    def name(path):
        monkeypatch.setenv("TEN_OPINIONS_CHROMIUM", str(path))
        settings.cache_clear()

    return name


def labels(app):
    return [button.proto.label for button in app.get("download_button")]


def examined(language="en"):
    app = opened("pages/examine.py", language)
    return app.button(key=PHOTO).click().run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_offered_once_every_algorithm_has_answered_or_failed(beside, offered, browser, language):
    browser("/bin/sh")
    app, t = examined(language), texts(language)
    assert not app.exception
    assert t("report.as_pdf", label=t("case_report.one")) in labels(app)
    assert "report-awaited" not in [button.key for button in app.button]
    answered = {one.slug for one in offered[-1].answers if one.prediction}
    assert {"resnet18", stand_ins.COMMITTEE, *stand_ins.ANSWERING} <= answered
    reasons = {one.slug: one.failure for one in offered[-1].answers}
    assert "the lens is on the table" in str(reasons[stand_ins.RAISING])
    assert reasons[stand_ins.BROKEN]


def test_the_figures_of_the_report_are_those_of_the_page(beside, offered):
    app, t = examined(), texts("en")
    contents = write_case(offered[-1], t)
    shown = html(app)
    (row,) = [row for row in contents.rows if row.name == "ResNet-18"]
    assert f'<div class="figure">{row.cells[0].figure}</div>' in shown
    assert contents.detail[0] == "ResNet-18"
    assert contents.detail[1][0] in shown
    assert [slug for slug, _ in offered[-1].maps] == ["resnet18"]


def test_another_photo_has_a_report_of_its_own(beside, offered):
    app = examined()
    app.button(key="case-sample-3").click().run()
    assert len({facts.findings.image.sha256 for facts in offered}) == 2


def test_without_a_browser_that_prints_the_pages_offer_html_and_the_jury_says_why(beside, browser, tmp_path):
    browser(tmp_path / "no-browser")
    t = texts("en")
    assert t("report.as_html", label=t("case_report.one")) in labels(examined())
    app = jury()
    assert t("case_report.save_html") in labels(app)
    assert t("case_report.save_pdf") not in labels(app)
    assert t("errors.chromium_missing", names="chromium, chromium-browser, google-chrome") in html(app)


@pytest.mark.parametrize("page", ["pages/examine.py", "pages/jury.py"])
def test_a_refused_photo_has_no_report_and_an_insisted_one_is_marked(beside, offered, page):
    app = before_a_page_of_text(page)
    assert not offered
    app.button(key="insist").click().run()
    assert not app.exception
    assert offered[-1].caution == texts("en")("gate.shown_anyway")


def test_on_the_jury_page_the_maps_are_chosen_and_one_too_many_changes_nothing(beside, offered):
    app = jury()
    first = [slug for slug, _ in offered[-1].maps]
    assert 0 < len(first) <= case_report_view.MOST_MAPS
    app.get("button_group")[-1].set_value(["ink", "marble"]).run()
    assert [slug for slug, _ in offered[-1].maps] == ["ink", "marble"]
    assert not app.exception


def test_who_combines_stands_last(beside, offered):
    jury()
    last = [one.combines for one in offered[-1].answers]
    assert last == sorted(last)
    assert last[-1]


def test_most_maps_is_the_one_of_the_report():
    from model.report.case.facts import MOST_MAPS

    assert case_report_view.MOST_MAPS == MOST_MAPS

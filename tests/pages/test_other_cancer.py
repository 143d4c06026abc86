"""What stands beside the verdict where another cancer is possible, and where it may be none of the seven."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from model.algorithms.weights import MalignantPoint, UnknownPoint, read_sheet
from model.lesion.diagnosis import MALIGNANT
from model.text import LANGUAGES, texts
from pages.components.examine import sureness_view
from tests.pages.test_pages import html, opened


def examined(beside, language: str, point: MalignantPoint | None, unknown: UnknownPoint | None = None) -> str:
    """Everything on Examine about a sample that a stand-in finds calm."""
    weights = beside / "weights"
    replace(read_sheet(weights, "quartz"), malignant=point, unknown=unknown).write(weights)
    app = opened(None, language)
    app.query_params["algorithm"] = "quartz"
    app.switch_page("pages/examine.py").run()
    app.button(key="case-sample-0").click().run()
    assert not app.exception
    return unescape(html(app))


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_possible_cancer_stands_beside_the_verdict_and_in_what_a_screen_reader_hears(beside, language):
    t = texts(language)
    words = t("result.other_cancer", malignant="@").partition("@")[0]
    page = examined(beside, language, MalignantPoint(0.01, 10, 9, 10, 8, "clinic"))
    spoken, shown = page.split('role="status">')[1].split("</p>")[0], page.split('class="other-cancer">')[1]
    assert t("jury.calm") in page.split('class="answer calm"')[1].split('class="scale"')[0]
    assert words in spoken
    assert shown.startswith(words)
    assert page.index('class="other-cancer"') < page.index('class="scale"')
    kinds = ", ".join(t(f"diagnoses.{diagnosis}.short") for diagnosis in MALIGNANT)
    assert t("details.malignant", diagnoses=kinds) in page


@pytest.mark.parametrize("point", [None, MalignantPoint(0.99, 10, 9, 10, 8, "clinic")])
def test_without_a_point_or_below_it_nothing_more_is_said(beside, point):
    page = examined(beside, "en", point)
    assert 'class="other-cancer"' not in page
    assert texts("en")("result.other_cancer", malignant="@").partition("@")[0] not in page
    assert (texts("en")("details.malignant", diagnoses="@").partition("@")[0] in page) == (point is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_of_the_seven_is_seen_and_heard_with_its_reliability_where_the_doubt_is_large(
    beside, language, monkeypatch
):
    words = texts(language)("result.none_of_seven")
    monkeypatch.setattr(sureness_view, "unknown_words", lambda t, slug: f"measured for {slug}")
    doubtful = examined(beside, language, None, UnknownPoint(0.0001, 100, 5))
    assert "measured for quartz" in doubtful
    assert words in doubtful.split('role="status">')[1].split("</p>")[0]
    assert words in doubtful.split('class="said"')[1].split("</p>")[0]


def test_none_of_the_seven_is_not_said_below_the_point(beside, monkeypatch):
    monkeypatch.setattr(sureness_view, "unknown_words", lambda t, slug: f"measured for {slug}")
    page = examined(beside, "en", None, UnknownPoint(0.9999, 100, 5))
    assert texts("en")("result.none_of_seven") not in page
    assert "measured for" not in page

"""A picture without a lesion on the pages: no answer, the reason, the way to insist, and what insisting leaves."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from model.text import texts
from model.trust.scenes import drawn_scene
from pages.components.cache import loaded_algorithms
from tests.pages.test_held_back import before
from tests.pages.test_pages import html

PAGES = ("pages/examine.py", "pages/jury.py", "pages/stress.py")


def before_a_page_of_text(page: str, language: str = "en") -> AppTest:
    """The page with a picture that is no lesion photo."""
    return before(page, [drawn_scene("page", 3)], language)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_picture_without_a_lesion_gets_no_diagnosis_and_the_page_says_why(page, language, beside):
    app, t = before_a_page_of_text(page, language), texts(language)
    assert not app.exception
    assert t("gate.title") in html(app)
    assert t("gate.what_to_do") in html(app)
    for answer in ('class="figure"', 'class="juror', 'class="jury-summary', t("result.figure_label")):
        assert answer not in html(app)
    assert not [button for button in app.button if (button.key or "").startswith("bar-")]
    assert app.button(key="insist").label == t("gate.insist")


@pytest.mark.parametrize("page", PAGES)
def test_who_insists_gets_an_answer_under_a_sentence_that_says_so(page, beside):
    app = before_a_page_of_text(page)
    app.button(key="insist").click().run()
    assert not app.exception
    assert texts("en")("gate.shown_anyway") in html(app)
    assert texts("en")("gate.title") not in html(app)
    assert any(answer in html(app) for answer in ('class="figure"', 'class="juror', "stress-curve"))


def test_insisting_ends_with_the_photo(beside):
    app = before_a_page_of_text("pages/examine.py")
    app.button(key="insist").click().run()
    app.button(key="case-sample-0").click().run()
    assert texts("en")("gate.shown_anyway") not in html(app)
    assert 'class="figure"' in html(app)
    app.button(key="previous").click().run()
    assert texts("en")("gate.title") in html(app)


def test_insisting_goes_along_to_the_other_page(beside):
    app = before_a_page_of_text("pages/examine.py")
    app.button(key="insist").click().run()
    app.switch_page("pages/jury.py").run()
    assert texts("en")("gate.shown_anyway") in html(app)


@pytest.mark.parametrize("page", PAGES)
def test_where_the_gate_cannot_be_had_the_answer_says_that_nobody_has_looked(page, beside, monkeypatch, tmp_path):
    monkeypatch.setattr("model.trust.gate.FILE", "nowhere.safetensors")
    loaded_algorithms.gate.clear()
    app = before_a_page_of_text(page)
    loaded_algorithms.gate.clear()
    assert not app.exception
    assert texts("en")("gate.unchecked") in html(app)
    assert any(answer in html(app) for answer in ('class="figure"', 'class="juror', "stress-curve"))

"""A photo taken without a dermatoscope on the pages: no answer before a click, and a mark on every answer after it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from model.reading.admission import Admission
from model.reading.words import caution, held_back
from model.text import texts
from pages.components.session.photos import ChosenPhoto, InputState
from tests.pages.test_pages import html, opened
from tests.photos import lesion, looks_like_a_close_up

PAGES = ("pages/examine.py", "pages/jury.py", "pages/stress.py")
HELD_BACK = Admission("refused", 0.5, close_up=True)
SHOWN = Admission("insisted", 0.5, close_up=True)


@pytest.fixture(autouse=True)
def close_up(monkeypatch):
    """Every lesion photo looks as if taken without a dermatoscope."""
    looks_like_a_close_up(monkeypatch)


def before_a_close_up(page: str, language: str = "en", photos: int = 1) -> AppTest:
    app = opened(None, language)
    state = InputState()
    for seed in range(photos):
        state.choose(ChosenPhoto(lesion(seed), "upload"))
    app.session_state["lesion_input"] = state
    return app.switch_page(page).run()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_close_up_gets_no_answer_before_a_click_and_the_page_says_why(page, language, beside):
    app, t = before_a_close_up(page, language), texts(language)
    assert not app.exception
    for words in ("title", "why", "what_to_do"):
        assert held_back(t, HELD_BACK, words) in html(app)
    assert t("gate.title") not in html(app)
    for answer in ('class="figure"', 'class="juror', 'class="jury-summary', t("result.figure_label")):
        assert answer not in html(app)
    assert app.button(key="insist").label == t("gate.insist")


@pytest.mark.parametrize("page", PAGES)
def test_who_asks_for_the_answer_gets_it_under_a_mark(page, beside):
    app = before_a_close_up(page)
    app.button(key="insist").click().run()
    assert not app.exception
    assert caution(texts("en"), SHOWN) in html(app)
    assert any(answer in html(app) for answer in ('class="figure"', 'class="juror', "stress-curve"))


def test_the_thumbnail_of_a_close_up_tells_no_verdict_before_the_click(beside):
    app = before_a_close_up("pages/examine.py")
    assert "st-key-visit-0 button::after" not in html(app)
    app.button(key="insist").click().run()
    assert "st-key-visit-0 button::after" in html(app)


def test_two_photos_beside_each_other_say_so_too(beside):
    app = before_a_close_up("pages/examine.py", photos=2)
    app.button(key="insist").click().run()
    app.button(key="compare-two").click().run()
    assert not app.exception
    assert caution(texts("en"), SHOWN) in html(app)
    assert held_back(texts("en"), HELD_BACK, "title") in html(app)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_figure_beside_the_verdict_is_the_measured_one(language):
    from model.trust.close_up import melanoma_auc

    t, measured = texts(language), melanoma_auc("committee")
    for words in (held_back(t, HELD_BACK, "why"), caution(t, SHOWN)):
        for value in (measured.value, measured.low, measured.high):
            assert t.number(value, 2) in words
        assert str(measured.n) in words

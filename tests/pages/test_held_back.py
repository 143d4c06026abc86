"""A damaged picture, and a photo without a dermatoscope: no answer before a click, a mark on every answer after it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from streamlit.testing.v1 import AppTest

from model.lesion.image import LesionImage
from model.reading.admission import Admission
from model.reading.words import caution, held_back
from model.text import texts
from pages.components.session.photos import ChosenPhoto, InputState
from tests.pages.test_pages import html, opened
from tests.photos import lesion, looks_like

PAGES = ("pages/examine.py", "pages/jury.py", "pages/stress.py")


@pytest.fixture(params=["garbled", "close_up"], autouse=True)
def reason(request, monkeypatch):
    """Every lesion photo looks damaged, or as if taken without a dermatoscope."""
    looks_like(request.param, monkeypatch)
    return request.param


def before(page: str, images: Sequence[LesionImage], language: str = "en") -> AppTest:
    """The page with these photos, the last one chosen."""
    app = opened(None, language)
    state = InputState()
    for image in images:
        state.choose(ChosenPhoto(image, "upload"))
    app.session_state["lesion_input"] = state
    return app.switch_page(page).run()


def held_back_words(reason: str, language: str = "en") -> list[str]:
    """All that a page says about a photo that is held back."""
    t, admission = texts(language), Admission("refused", 0.5, reason)
    return [held_back(t, admission, words) for words in ("title", "why", "what_to_do")]


def mark(reason: str, language: str = "en") -> str:
    """Return the warning that a page shows with an answer that the user insisted on."""
    return caution(texts(language), Admission("insisted", 0.5, reason))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_what_is_held_back_gets_no_answer_before_a_click_and_the_page_says_why(page, language, reason, beside):
    app, t = before(page, [lesion(0)], language), texts(language)
    assert not app.exception
    assert all(words in html(app) for words in held_back_words(reason, language))
    assert t("gate.title") not in html(app)
    for answer in ('class="figure"', 'class="juror', 'class="jury-summary', t("result.figure_label")):
        assert answer not in html(app)
    assert app.button(key="insist").label == t("gate.insist")


@pytest.mark.parametrize("page", PAGES)
def test_who_asks_for_the_answer_gets_it_under_a_mark(page, reason, beside):
    app = before(page, [lesion(0)])
    app.button(key="insist").click().run()
    assert not app.exception
    assert mark(reason) in html(app)
    assert any(answer in html(app) for answer in ('class="figure"', 'class="juror', "stress-curve"))


def test_the_thumbnail_of_what_is_held_back_tells_no_verdict_before_the_click(beside):
    app = before("pages/examine.py", [lesion(0)])
    assert "st-key-visit-0 button::after" not in html(app)
    app.button(key="insist").click().run()
    assert "st-key-visit-0 button::after" in html(app)


def test_two_photos_beside_each_other_say_so_too(reason, beside):
    app = before("pages/examine.py", [lesion(0), lesion(1)])
    app.button(key="insist").click().run()
    app.button(key="compare-two").click().run()
    assert not app.exception
    assert mark(reason) in html(app)
    assert held_back_words(reason)[0] in html(app)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_figure_beside_the_verdict_is_the_measured_one(language):
    from model.trust.close_up import melanoma_auc

    t, measured = texts(language), melanoma_auc("committee")
    for words in (held_back_words("close_up", language)[1], mark("close_up", language)):
        for value in (measured.value, measured.low, measured.high):
            assert t.number(value, 2) in words
        assert str(measured.n) in words

"""The pages without a browser: they open in both languages, and what nobody foresaw becomes a sentence."""

from __future__ import annotations

import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from model.errors import NotAnImage
from model.lesion.gallery import samples
from model.lesion.image import LesionImage
from model.settings import ROOT
from model.text import texts
from pages.components.session import runner
from pages.components.session.photos import KEPT, ChosenPhoto, InputState
from tests.photos import lesion

PAGES = ("pages/examine.py", "pages/about.py")


def html(app: AppTest) -> str:
    return " ".join(str(element.proto.body) for element in app.get("html"))


def opened(page: str | None, language: str) -> AppTest:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.query_params["lang"] = language
    app.run()
    return app.switch_page(page).run() if page else app


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("page", [None, *PAGES])
def test_a_page_opens_with_the_notice_in_its_language(page, language):
    app = opened(page, language)
    assert not app.exception
    assert texts(language)("app.notice") in html(app)
    assert texts(language)("errors.unexpected") not in html(app)


def test_a_sample_gives_a_prediction_and_a_click_on_a_bar_explains_that_diagnosis():
    app = opened("pages/examine.py", "en")
    app.button(key="case-sample-0").click().run()
    assert 'class="figure"' in html(app)
    app.button(key="bar-VASC").click().run()
    assert texts("en")("view.heat_caption", diagnosis=texts("en")("diagnoses.VASC.name")) in html(app)
    assert ".st-key-bar-VASC button { border-color" in html(app)


def test_the_bars_show_melanoma_first_and_then_the_most_probable():
    app = opened("pages/examine.py", "en")
    app.button(key="case-sample-0").click().run()
    keys = [button.key for button in app.button if (button.key or "").startswith("bar-")]
    assert keys[0] == "bar-MEL"
    assert len(set(keys)) == 7


def test_an_error_that_nobody_foresaw_becomes_a_sentence(monkeypatch):
    from pages.components.cache import loaded_algorithms

    def fail(slug: str) -> None:
        raise ZeroDivisionError(slug)

    monkeypatch.setattr(loaded_algorithms, "algorithm", fail)
    app = opened("pages/examine.py", "fr")
    assert not app.exception
    assert texts("fr")("errors.unexpected") in html(app)


def photo(seed: int) -> ChosenPhoto:
    image: LesionImage = lesion(seed)
    return ChosenPhoto(image, "upload")


def test_only_so_many_earlier_photos_are_kept_in_memory():
    state = InputState()
    for seed in range(KEPT + 4):
        state.choose(photo(seed))
    assert len(state.photos) == KEPT + 1


def test_a_good_photo_clears_the_refusal_and_going_back_brings_the_one_before():
    state = InputState(refusals=[NotAnImage()])
    first, second = photo(1), photo(2)
    state.choose(first)
    assert state.refusals == []
    state.choose(second)
    state.go_back()
    assert state.photos == [second, first], "the other one stays among the photos of the visit"
    assert state.in_order == [first, second]


@pytest.mark.parametrize("view", ["side_by_side", "overlay", "photo"])
@pytest.mark.parametrize("page", ["pages/examine.py", "pages/jury.py"])
def test_while_a_new_photo_is_examined_nothing_of_the_old_answer_stands_beside_it(monkeypatch, page, view, beside):
    app = opened(page, "en")
    app.session_state["kept-view"] = view
    app.button(key="case-sample-0").click().run()
    old = re.findall(r'(?:class="figure"|juror-figure"><strong)>([^<]+)<', html(app))
    assert old

    def wait_for_ever(what, work, standing):
        st.stop()

    monkeypatch.setattr(runner, "done_in_turn", wait_for_ever)
    app.button(key="case-sample-4").click().run()
    now = html(app)
    assert re.findall(r'(?:class="figure"|juror-figure"><strong)>([^<]+)<', now) == []
    assert "Examining" in now or "Pending" in now
    assert [button.key for button in app.button if (button.key or "").startswith("bar-")] == []
    assert app.session_state["lesion_input"].photos[-1].case.path.name == samples()[4].path.name


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_first_page_shows_a_case_with_a_mark_for_every_verdict_and_the_committee_apart(language):
    t, shown = texts(language), html(opened(None, language))
    meter = re.search(r'<div class="meter".*?</div>', shown)
    assert meter
    assert meter[0].count('class="shape"') == 12
    assert re.search(rf"{re.escape(t('algorithms.committee.name'))} \(\w+ \w+\)", shown)
    assert "data:image/jpeg;base64," in shown


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_address_opens_exactly_the_sample_it_names(language):
    t = texts(language)
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.query_params["lang"] = language
    app.run()
    app.query_params["sample"] = "bcc_4.jpg"
    app.switch_page("pages/examine.py").run()
    assert t("diagnoses.BCC.name") in html(app)
    assert "sample" not in app.query_params
    app.button(key="case-sample-0").click().run()
    assert t("diagnoses.MEL.name") in html(app)
    assert app.session_state["lesion_input"].photos[-1].case.diagnosis == "MEL"


def test_a_sample_chosen_on_the_first_page_opens_on_examine():
    app = opened(None, "en")
    app.button(key="case-sample-4").click().run()
    assert not app.exception
    assert 'class="figure"' in html(app)


def test_choosing_a_photo_of_the_visit_again_keeps_its_place_in_the_strip():
    state = InputState()
    first, second = photo(1), photo(2)
    state.choose(first)
    state.choose(second)
    state.choose(first)
    assert (state.photos, state.in_order) == ([second, first], [first, second])


def test_an_address_with_an_unknown_sample_opens_the_page_without_a_photo():
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.run()
    app.query_params["sample"] = "../../etc/passwd"
    app.switch_page("pages/examine.py").run()
    assert not app.exception
    assert app.session_state["lesion_input"].photos == []

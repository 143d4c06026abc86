"""The strip of known cases: words, the way to the picture, and the picture itself only where its folder is."""

from __future__ import annotations

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from model.algorithms.contract import Explanation, SimilarCase
from model.lesion.diagnosis import Diagnosis
from model.settings import ROOT
from model.text import texts
from pages.components.examine.similar_cases import show_cases, summary
from tests.pages.test_pages import html

CASES = (
    SimilarCase("ISIC_0000001", Diagnosis.NV, 0.934),
    SimilarCase("ISIC_0000002", Diagnosis.MEL, 0.9),
    SimilarCase("ISIC_0000003", Diagnosis.NV, -0.1),
)
IDS = [case.image_id for case in CASES]


def explanation(cases=CASES):
    return Explanation(Diagnosis.MEL, np.zeros((224, 224), np.float32), 0.0, 1.0, cases=cases)


@pytest.fixture
def drawn(monkeypatch):
    """What was put on the page."""
    bodies = []
    monkeypatch.setattr(st, "html", bodies.append)
    return bodies


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_case_has_its_diagnosis_its_similarity_and_the_way_to_its_picture(drawn, language):
    t = texts(language)
    show_cases(t, explanation())
    (page,) = drawn
    assert page.count("<li>") == 3
    assert t("diagnoses.MEL.name") in page
    assert t("cases.similarity", value=t.number(0.934, 2)) in page
    for case in CASES:
        assert f'href="https://api.isic-archive.com/images/{case.image_id}/"' in page
    assert t("cases.not_shipped") in page
    assert "<img" not in page


def test_the_pictures_are_shown_where_their_folder_is(drawn, data):
    data(IDS)
    t = texts("en")
    show_cases(t, explanation())
    assert drawn[0].count('<img src="data:image/jpeg;base64,') == 3
    assert t("cases.alt", diagnosis="melanoma", image="ISIC_0000002") in drawn[0]
    assert t("cases.not_shipped") not in drawn[0]


def test_one_picture_that_is_missing_is_said_and_the_others_are_shown(drawn, data):
    data(IDS[:1], IDS)
    show_cases(texts("en"), explanation())
    assert drawn[0].count("<img") == 1
    assert texts("en")("cases.not_shipped") in drawn[0]


def test_a_picture_that_appears_is_found(drawn, data):
    data([], IDS)
    show_cases(texts("en"), explanation())
    data(IDS[:1], IDS)
    show_cases(texts("en"), explanation())
    assert [page.count("<img") for page in drawn] == [0, 1]


@pytest.mark.usefixtures("data")
def test_an_explanation_without_cases_draws_nothing(drawn):
    show_cases(texts("en"), explanation(()))
    assert not drawn


def test_the_diagnoses_of_the_cases_are_counted_the_most_frequent_first():
    assert summary(texts("en"), CASES) == "naevus × 2, melanoma × 1"


@pytest.mark.usefixtures("data")
def test_the_examine_page_shows_them_when_the_algorithm_that_compares_answers():
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.query_params["lang"] = "en"
    app.query_params["algorithm"] = "nearest_cases"
    app.run()
    app.switch_page("pages/examine.py").run()
    app.button(key="case-sample-0").click().run()
    assert not app.exception
    assert texts("en")("cases.title") in html(app)
    assert html(app).count("https://api.isic-archive.com/images/ISIC_") == 6

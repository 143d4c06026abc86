"""1,000 patients on the page: figures are those of the committed tables, every choice is kept in the address."""

from __future__ import annotations

import json
from dataclasses import astuple

import pytest

from model.algorithms.weights import read_sheet
from model.charts.chart import View
from model.charts.identity import DARK, LIGHT
from model.charts.outcomes import MARKS, outcomes_figure
from model.evaluation.consultation import Consultation, Outcomes
from model.evaluation.operating_point import at_the_point
from model.lesion.practice import practice_named, practices
from model.settings import settings
from model.text import texts
from tests.pages.test_pages import html, opened

PAGE = "pages/consultation.py"


def shown(language="en", **parameters):
    app = opened(None, language)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.switch_page(PAGE).run()


def expected(slug, practice, scored):
    point = read_sheet(settings().weights, slug).operating_point.shown_in(practice_named(practice))
    return Consultation.at(at_the_point(scored, slug, point), point)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("practice", list(practices()))
@pytest.mark.parametrize("scored", ["day2", "elsewhere"])
def test_the_outcomes_are_those_of_the_sheet_and_the_committed_tables(language, practice, scored):
    app, t = shown(language, algorithm="committee", practice=practice, set=scored), texts(language)
    assert not app.exception
    outcomes = expected("committee", practice, scored).outcomes
    words = html(app)
    assert t("practices." + practice + ".where") in words
    for kind, number in zip(MARKS, astuple(outcomes), strict=True):
        assert f"<strong>{t.number(number)}</strong> <span>{t(f'consultation.{kind}')}</span>" in words
    (picture,) = app.get("plotly_chart")
    assert picture.proto.alt == t("consultation.alt", patients=1000, **dict(zip(MARKS, astuple(outcomes), strict=True)))


def test_the_picture_shows_as_many_figures_as_there_are_patients_each_with_its_own_shape():
    traces = outcomes_figure(View(texts("en"), theme=LIGHT), Outcomes(90, 10, 180, 720)).data
    assert [len(trace.x) for trace in traces] == [90, 10, 180, 720]
    assert len({place for trace in traces for place in zip(trace.x, trace.y, strict=True)}) == 1000
    assert len({(trace.marker.symbol, trace.marker.size) for trace in traces}) == 4
    assert len({mark.glyph for mark in MARKS.values()}) == 4
    assert all(mark.colour(DARK) != mark.colour(LIGHT) for mark in MARKS.values())


def test_the_picture_on_the_page_is_the_one_of_its_numbers():
    app = shown(algorithm="resnet18")
    (picture,) = app.get("plotly_chart")
    outcomes = expected("resnet18", "clinic", "day2").outcomes
    assert json.loads(picture.proto.spec) == json.loads(outcomes_figure(View(texts("en")), outcomes).to_json())


def test_another_point_is_kept_in_the_address_and_the_way_back_leads_to_its_own():
    app = shown(algorithm="resnet18")
    before = html(app)
    app.select_slider(key="consultation-point").set_value(0.2).run()
    assert app.query_params["point"] == "0.2"
    assert html(app) != before
    app.button(key="consultation-own").click().run()
    assert "point" not in app.query_params
    assert html(app) == before


def test_an_address_opens_the_same_view():
    app = shown(algorithm="mobilenet_v1", practice="screening", set="elsewhere", point="0.2")
    assert app.selectbox(key="consultation-algorithm").value == "mobilenet_v1"
    assert app.selectbox(key="practice").value == "screening"
    assert app.select_slider(key="consultation-point").value == 0.2


def test_another_algorithm_begins_at_its_own_point():
    app = shown(algorithm="resnet18", point="0.2")
    app.selectbox(key="consultation-algorithm").set_value("committee").run()
    assert app.query_params["algorithm"] == "committee"
    assert "point" not in app.query_params
    assert not app.exception


@pytest.mark.parametrize("wrong", [{"algorithm": "nobody"}, {"point": "ten"}, {"set": "day9"}, {"practice": "moon"}])
def test_an_address_that_asks_for_what_there_is_not_shows_the_default(wrong):
    app = shown(**wrong)
    assert not app.exception
    assert texts("en")("errors.unexpected") not in html(app)
    assert app.selectbox(key="practice").value == "clinic"


def test_an_algorithm_without_tables_says_so(beside):
    app = shown(algorithm="quartz")
    assert not app.exception
    assert texts("en")("algorithm.not_scored") in html(app)


def test_the_examine_page_leads_here_with_the_algorithm_that_answered():
    app = opened("pages/examine.py", "en")
    app.button(key="case-sample-0").click().run()
    label = texts("en")("consultation.link")
    links = [link.proto for link in app.get("page_link") if link.proto.label == label]
    assert len(links) == 1
    assert "consultation" in links[0].page

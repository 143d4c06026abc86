"""The stress bench without a browser: it asks for a photo, sliders move the answer, a published failure is replayed."""

from __future__ import annotations

from html import unescape

import pytest

from model.charts.chart import View
from model.charts.losses import losses
from model.lesion.disturbances import DISTURBANCES
from model.text import texts
from model.trust.characteristic import read
from pages.components.stress.stress_view import sentence
from tests.pages.test_pages import html, opened
from tests.trust.test_stress import StressCurve


def bench(language="en"):
    app = opened("pages/examine.py", language)
    app.button(key="case-sample-0").click().run()
    return app.switch_page("pages/stress.py").run()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_a_photo_the_page_says_where_to_choose_one(language):
    app = opened("pages/stress.py", language)
    assert not app.exception
    assert texts(language)("stress.no_photo") in html(app)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_there_is_a_slider_for_every_disturbance_and_a_curve_of_who_answers(language):
    app = bench(language)
    assert not app.exception
    assert {f"stress-{slug}" for slug in DISTURBANCES} <= {one.key for one in app.slider}
    assert "ResNet-18" in html(app)
    assert 'class="finding stress-curve"' in html(app)


def test_a_slider_draws_its_own_range_and_undo_brings_all_back():
    app = bench()
    app.slider(key="stress-blur").set_value(3.0).run()
    assert not app.exception
    assert app.selectbox(key="stress-shown").value == "blur"
    assert app.slider(key="stress-blur").value == 3.0
    app.button(key="stress-undo").click().run()
    assert all(app.slider(key=f"stress-{slug}").value == 0 for slug in DISTURBANCES)


def test_a_published_failure_sets_its_sliders_and_they_stay_when_the_page_changes():
    app = bench()
    app.button(key="stress-preset-pen").click().run()
    assert app.slider(key="stress-pen").value == 80
    assert app.selectbox(key="stress-shown").value == "pen"
    app.switch_page("pages/examine.py").run()
    app.switch_page("pages/stress.py").run()
    assert app.slider(key="stress-pen").value == 80


def test_nobody_chosen_is_said():
    app = bench()
    app.multiselect(key="stress-algorithms").set_value([]).run()
    assert not app.exception
    assert texts("en")("stress.choose") in html(app)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_change_of_mind_is_said_for_either_side(language):
    t = texts(language)
    rising = StressCurve("resnet18", (0.0, 1.0), (0.1, 0.6), (1.0, 0.6), 0.3, 0.1)
    falling = StressCurve("resnet18", (0.0, 1.0), (0.6, 0.1), (1.0, 0.1), 0.3, 0.6)
    assert sentence(t, rising)[-30:] == t("stress.above", name="", before="", after="")[-30:]
    assert sentence(t, falling)[-30:] == t("stress.below", name="", before="", after="")[-30:]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_below_the_bench_stands_what_a_disturbance_takes_of_every_algorithm_with_or_without_a_photo(language):
    t = texts(language)
    app = opened("pages/stress.py", language)
    for shown in ("pen", "blur"):
        app.selectbox(key="stress-loss").select(shown).run()
        assert not app.exception
        assert losses(read("stress"), shown, View(t)).alt in unescape(html(app))
    assert t("stress.losses.heading") in html(bench(language))

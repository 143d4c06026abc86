"""The practice on the pages: of which frequencies the figures speak, what the choice changes and what it never does."""

from __future__ import annotations

import re

import pytest

from model.lesion.practice import DEFAULT_PRACTICE, practice_named, practices, threshold_in
from model.lesion.practice_words import speaks_of
from model.text import texts
from pages.components.shell.practice_choice import option
from tests import stand_ins
from tests.pages.test_jury import details, tiles
from tests.pages.test_pages import html, opened

POINT = 0.05


@pytest.fixture
def in_clinic(beside):
    """Every sheet has its operating point in the clinic."""
    stand_ins.into_practice(beside / "weights", "clinic", POINT)
    return beside


def shown(page, language="en", practice=None, **parameters):
    """A page with the first sample, and the practice in its address."""
    app = opened(None, language)
    for name, value in {**parameters, **({"practice": practice} if practice else {})}.items():
        app.query_params[name] = value
    app.switch_page(page).run()
    return app.button(key="case-sample-0").click().run()


@pytest.mark.parametrize("page", ["pages/examine.py", "pages/jury.py"])
@pytest.mark.parametrize(("language", "slug"), [*zip(("fr", "en", "fr"), practices(), strict=True)])
def test_the_frequencies_that_the_figures_speak_of_are_named(in_clinic, page, language, slug):
    app, t = shown(page, language, slug), texts(language)
    assert not app.exception
    control = app.selectbox(key="practice")
    assert speaks_of(t, practice_named(slug)) in (html(app) if page == "pages/jury.py" else control.help)
    assert t("result.prior") not in html(app)
    assert control.value == slug
    assert control.options == [option(t, practice) for practice in practices().values()]


def test_another_practice_changes_the_figures_and_no_verdict(in_clinic):
    app = shown("pages/jury.py")
    before = tiles(app), details(app)
    app.selectbox(key="practice").set_value("screening").run()
    after = tiles(app), details(app)
    assert app.query_params["practice"] == "screening"
    t, point = texts("en"), threshold_in(POINT, practice_named("clinic"), practice_named("screening"))
    for name in stand_ins.ANSWERING:
        verdicts = [re.search(r'class="juror (\w+)', words)[1] for words in (before[0][name], after[0][name])]
        assert verdicts[0] == verdicts[1]
        assert t("result.threshold", threshold=t.percent(POINT)) in before[1][name]
        assert t("result.threshold", threshold=t.percent(point)) in after[1][name]
        assert re.search("juror-figure.*?</p>", before[0][name]) != re.search("juror-figure.*?</p>", after[0][name])


def test_a_tile_speaks_of_the_practice_alone(in_clinic):
    found = details(shown("pages/jury.py", practice="screening"))
    assert "Most probable: naevus" in found["marble"]
    assert "equally frequent" not in found["marble"]


def test_the_practice_stays_chosen_on_the_next_page_and_in_its_address(in_clinic):
    app = shown("pages/examine.py")
    app.selectbox(key="practice").set_value("tumour_centre").run()
    app.switch_page("pages/about.py").run()
    app.switch_page("pages/jury.py").run()
    assert app.selectbox(key="practice").value == "tumour_centre"
    assert app.query_params["practice"] == "tumour_centre"


def test_the_bars_and_the_details_follow_the_practice(in_clinic):
    rare, frequent = (
        shown("pages/examine.py", practice=slug, algorithm="ink") for slug in ("screening", "tumour_centre")
    )
    labels = [app.button(key="bar-MEL").label for app in (rare, frequent)]
    figures = [float(re.search(r"([\d.]+)%", label)[1]) for label in labels]
    assert figures[0] < 10 < figures[1]
    assert texts("en")("details.equal") in html(rare)


def test_an_address_with_an_unknown_practice_falls_back_on_the_default(in_clinic):
    app = shown("pages/examine.py", practice="ward")
    assert app.selectbox(key="practice").value == DEFAULT_PRACTICE
    assert app.query_params["practice"] in (DEFAULT_PRACTICE, [DEFAULT_PRACTICE])


def test_where_an_operating_point_speaks_of_equal_frequencies_so_do_the_figures(beside):
    app = shown("pages/examine.py", practice="screening", algorithm="ink")
    assert texts("en")("result.prior") in html(app)
    assert not [control for control in app.selectbox if control.key == "practice"]
    assert "34%" in app.button(key="bar-MEL").label


def test_on_a_jury_of_both_kinds_those_that_cannot_follow_are_named(in_clinic):
    stand_ins.sheet("quartz").write(in_clinic / "weights")
    app, t = shown("pages/jury.py"), texts("en")
    assert speaks_of(t, practice_named(DEFAULT_PRACTICE)) in html(app)
    assert f"quartz: {t('result.prior')}" in html(app)

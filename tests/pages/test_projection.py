"""A photo projected: the jury's answer without chrome, and the way back to the page that it came from."""

from __future__ import annotations

import pytest

from model.text import texts
from tests import stand_ins
from tests.pages.test_jury import jury
from tests.pages.test_pages import html, opened


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_jury_of_the_photo_on_the_page_is_projected_and_left_again(beside, language):
    app, t = jury(language), texts(language)
    suspicious = html(app).count('class="juror suspicious')
    app.button(key="project-begin").click().run()
    assert not app.exception
    shown = html(app)
    assert app.query_params["project"] in ("1", ["1"])
    assert t("story.opinions.figure", suspicious=suspicious, voters=suspicious + calm(shown)) in shown
    assert t("story.opinions.label") in shown
    assert t("project.committee", name=stand_ins.COMMITTEE) in shown
    assert t("app.notice") in shown
    assert 'class="juror' not in shown
    app.button(key="project-Esc").click().run()
    assert "project" not in app.query_params
    assert 'class="juror suspicious' in html(app)


def calm(shown):
    return shown.count('<span class="calm">')


def test_from_examine_it_is_the_same_photo_and_leaving_goes_back_there(beside):
    app = opened("pages/examine.py", "en")
    assert not [button for button in app.button if button.key == "project-begin"]
    app.button(key="case-sample-0").click().run()
    app.button(key="project-begin").click().run()
    assert texts("en")("story.opinions.label") in html(app)
    app.button(key="project-P").click().run()
    assert "bar-MEL" in {button.key for button in app.button}


def test_without_a_photo_the_projection_waits_for_one(beside):
    app = opened("pages/jury.py", "en")
    app.query_params["project"] = "1"
    app.run()
    assert texts("en")("story.opinions.label") not in html(app)
    app.button(key="case-sample-0").click().run()
    assert texts("en")("story.opinions.label") in html(app)

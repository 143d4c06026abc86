"""The check of a map on the examine page: on demand, kept for the session, in words, and why there is none."""

from __future__ import annotations

from html import unescape

import numpy as np
import pytest

from model.lesion.diagnosis import Diagnosis
from model.reading import checks
from model.text import texts
from model.trust.faithfulness import RANDOM, SHARES, Deletion
from pages.components.examine import map_check_view
from pages.components.examine.map_check_view import verdict
from tests.pages.test_pages import html, opened

PASSING = Deletion(Diagnosis.MEL, 0.8, np.array([0.6, 0.3]), np.full((RANDOM, len(SHARES)), 0.75))
FAILING = Deletion(Diagnosis.MEL, 0.8, np.full(len(SHARES), 0.78), np.full((RANDOM, len(SHARES)), 0.6))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_verdict_names_both_falls_and_how_many_random_areas_did_as_well(language):
    t = texts(language)
    assert t.percent(PASSING.whole) in verdict(t, PASSING)
    blanks = dict.fromkeys(("diagnosis", "before", "after", "random"), "")
    assert verdict(t, PASSING).startswith(t("check.passes", **blanks, number=9)[:12])
    assert verdict(t, FAILING).startswith(t("check.fails", **blanks, number=9, better=9)[:8])
    assert f"{RANDOM}" in verdict(t, FAILING)


def test_a_map_is_checked_when_asked_for_and_not_again(monkeypatch):
    app = opened(None, "en")
    app.query_params["algorithm"] = "resnet18"
    app.switch_page("pages/examine.py").run()
    app.button(key="case-sample-0").click().run()
    assert 'class="map-check"' not in html(app)
    app.button(key="check-map").click().run()
    assert not app.exception
    assert texts("en")("check.title") in html(app)
    (curve,) = app.get("plotly_chart")
    assert curve.proto.alt
    assert "an untrained copy of the network" in html(app)

    def refuse(*_: object) -> None:
        raise AssertionError("checked again")

    monkeypatch.setattr(checks, "check_map", refuse)
    app.run()
    assert 'class="map-check"' in html(app)
    app.button(key="bar-VASC").click().run()
    assert 'class="map-check"' not in html(app)


def test_a_measuring_algorithm_has_no_network_to_draw_anew():
    t = texts("en")
    assert t("check.no_network") in unescape(map_check_view.unlearned_html(t, None, None, None))

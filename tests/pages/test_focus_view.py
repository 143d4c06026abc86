"""The focus gauge in words: share and even spread, a warning where a map looks elsewhere, and why there is no gauge."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pytest

from model.text import texts
from model.trust.focus import FRAME, LesionOutline
from pages.components.examine import focus_view
from tests.pages.test_jury import details, jury
from tests.pages.test_pages import html, opened
from tests.trust.test_focus import explanation, focus, lesion


def focus_html(*of):
    return unescape(focus_view.focus_html(*of))


def short_focus_html(*of):
    return unescape(focus_view.short_focus_html(*of))


AT_THE_EDGE = np.zeros((224, 224))
AT_THE_EDGE[:FRAME] = 1
NOWHERE = explanation(np.zeros((224, 224)), peak=0.0)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_map_on_the_lesion_gets_its_share_and_no_warning(language):
    t = texts(language)
    words = focus_html(t, explanation(lesion().mask.astype(float)), lesion())
    assert t("focus.short", share=t.percent(1.0), even=t.percent(lesion().zone.mean())) in words
    assert "note" not in words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_map_at_the_edge_is_warned_of_on_the_card_and_beside_the_map(language):
    t, found = texts(language), focus(explanation(AT_THE_EDGE), lesion())
    assert t("focus.edge", edge=t.percent(found.at_edge), share=t.percent(0.0)) in focus_html(
        t, explanation(AT_THE_EDGE), lesion()
    )
    assert t("focus.short_edge") in short_focus_html(t, explanation(AT_THE_EDGE), lesion())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_map_spread_evenly_is_warned_of_as_looking_beside(language):
    t, even = texts(language), explanation(np.ones((224, 224)))
    assert t("focus.beside") in focus_html(t, even, lesion())
    assert t("focus.short_beside") in short_focus_html(t, even, lesion())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_where_there_is_no_gauge_it_is_said_why(language):
    t, spread = texts(language), explanation(np.ones((224, 224)))
    assert t("focus.blank") in focus_html(t, NOWHERE, lesion())
    assert t("focus.blank") in short_focus_html(t, NOWHERE, lesion())
    assert t("focus.no_lesion") in focus_html(t, spread, LesionOutline(np.zeros((224, 224), bool)))
    assert t("focus.no_drawer") in focus_html(t, spread, None)
    assert t("focus.fills", even=t.percent(1.0)) in focus_html(t, spread, lesion(side=224))


def test_the_gauge_tells_its_figures_to_who_does_not_see_it():
    t, found = texts("en"), focus(explanation(lesion().mask.astype(float)), lesion())
    assert f'aria-label="{t("focus.gauge_alt", share=t.percent(1.0), even=t.percent(found.even))}"' in unescape(
        focus_view.gauge_html(t, found)
    )


def test_the_examine_page_shows_the_gauge_beside_the_outline():
    app = opened("pages/examine.py", "en")
    app.button(key="case-sample-0").click().run()
    assert not app.exception
    assert re.search(r'<section class="focus"><img [^>]*alt="Photo with the outline', html(app))


def test_without_the_network_that_draws_the_jury_answers_without_gauges(beside):
    found = details(jury())
    assert all("gauge" not in card for card in found.values())
    assert "without-map" not in found["ink"]

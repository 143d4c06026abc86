"""Known limits on the about page: the committed figures and no others, and nothing where nobody has measured."""

from __future__ import annotations

from html import unescape

import pytest

from model.text import texts
from model.trust import malignant, skin_tones
from model.trust.characteristic import read
from model.trust.criteria_figures import limits_words
from pages.components.about import limits_view
from tests.pages.test_pages import html, opened
from tests.trust.test_measured_words import SQUAMOUS_ROWS, TONE_ROWS


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_about_page_shows_every_measured_limit(language):
    t, page = texts(language), unescape(html(opened("pages/about.py", language)))
    assert t("known_limits.title") in page
    for row in read("limits"):
        if row.measure == "training_photos":
            assert t("known_limits.counted", found=t.number(row.value), photos=t.number(row.n)) in page
        else:
            assert row.low is not None
            assert row.high is not None
            low, high = t.number(row.low, 2), t.number(row.high, 2)
            assert t("known_limits.area", value=t.number(row.value, 2), low=low, high=high) in page
    assert limits_view.skin(t) in page
    assert limits_words(t) in page
    assert limits_view.skin(t)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_about_page_tells_squamous_cell_carcinomas_and_skin_tones_where_they_were_measured(monkeypatch, language):
    monkeypatch.setattr(malignant, "read", lambda check: SQUAMOUS_ROWS)
    monkeypatch.setattr(skin_tones, "read", lambda check: TONE_ROWS)
    t, page = texts(language), unescape(html(opened("pages/about.py", language)))
    assert malignant.squamous_words(t, "committee") in page
    assert skin_tones.tone_words(t, "committee") in page
    assert t("about.limits_skin_unmeasured") not in page


def test_without_figures_by_tone_the_about_page_says_that_fairness_is_unknown(monkeypatch):
    monkeypatch.setattr(skin_tones, "read", lambda check: ())
    assert texts("en")("about.limits_skin_unmeasured") in unescape(html(opened("pages/about.py", "en")))


def test_without_figures_nothing_is_said(monkeypatch):
    monkeypatch.setattr(limits_view, "read", lambda check: ())
    page = html(opened("pages/about.py", "en"))
    assert texts("en")("known_limits.title") not in page
    assert limits_view.skin(texts("en")) == ""

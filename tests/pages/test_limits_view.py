"""Known limits on the about page: the committed figures and no others, and nothing where nobody has measured."""

from __future__ import annotations

from html import unescape

import pytest

from model.text import texts
from model.trust.characteristic import read
from pages.components.about import limits_view
from tests.pages.test_pages import html, opened


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
    assert limits_view.skin(t)


def test_without_figures_nothing_is_said(monkeypatch):
    monkeypatch.setattr(limits_view, "read", lambda check: ())
    page = html(opened("pages/about.py", "en"))
    assert texts("en")("known_limits.title") not in page
    assert limits_view.skin(texts("en")) == ""

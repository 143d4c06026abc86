"""What is said of the photo on the examine page: all of it, in both languages, and nothing too early."""

from __future__ import annotations

from html import unescape

import pytest

from model.lesion.decode import read_lesion_image
from model.lesion.gallery import samples
from model.reading import checks
from model.settings import ASSETS
from model.text import texts
from model.trust.photo_words import all_words, photo_words, size_words
from model.trust.remarks import Remark, RemarkCode
from tests.pages.test_pages import html, opened
from tests.trust.test_focus import lesion

IMAGE = read_lesion_image((ASSETS / "samples" / "mel_1.jpg").read_bytes())


def examined(name, language="en"):
    app = opened("pages/examine.py", language)
    number = [case.path.stem for case in samples()].index(name)
    app.button(key=f"case-sample-{number}").click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_ruler_on_the_photo_is_remarked_and_nothing_of_a_good_photo(language):
    t = texts(language)
    with_ruler, good = (unescape(html(examined(name, language))) for name in ("nv_1", "mel_1"))
    assert f"<li>{t('remarks.ruler')}</li>" in with_ruler
    assert f'remarked">{t("photo_short.some", what=t("photo_short.ruler"))}<' in with_ruler
    assert 'remarked nothing">\N{NO-BREAK SPACE}<' in good
    assert t("quality.good") not in with_ruler
    assert f"<li>{t('quality.good')}</li>" in good


def test_the_photo_alone_gets_its_remarks_too_and_they_are_made_once(monkeypatch):
    app = examined("nv_1")
    monkeypatch.setattr(checks, "remarks", None)
    app.session_state["kept-view"] = "photo"
    app.run()
    assert not app.exception
    assert texts("en")("remarks.ruler") in unescape(html(app))


def test_without_the_network_that_draws_it_is_said_what_was_not_looked_at(monkeypatch):
    monkeypatch.setattr(checks, "DRAWN_BY", "nobody")
    assert texts("en")("quality.not_outlined") in unescape(html(examined("mel_1")))


def test_a_share_has_a_tenth_where_it_is_small():
    t = texts("en")
    said = (Remark(RemarkCode.CUT, 0.256), Remark(RemarkCode.TOO_SMALL, 0.0123), Remark(RemarkCode.INK))
    words = all_words(t, IMAGE, lesion(), said)
    assert [t.percent(0.256), t.percent(0.0123)] == ["26%", "1.2%"]
    assert all(figure in sentence for figure, sentence in zip(("26", "1.2"), words, strict=False))
    assert words[2] == t("remarks.ink")


def test_the_case_report_gets_the_size_and_the_same_words():
    t = texts("en")
    assert photo_words(t, IMAGE, lesion()) == [size_words(t, IMAGE), t("quality.good")]
    assert photo_words(t, IMAGE, None)[1:] == [t("quality.not_outlined")]

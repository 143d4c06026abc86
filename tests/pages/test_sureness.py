"""How sure: what the set promises and the range over altered views, each only where it is known; never 'safe'."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from model.algorithms.contract import Prediction
from model.algorithms.jury import Opinion
from model.algorithms.weights import read_sheet
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.practice import default_practice
from model.settings import settings
from model.text import texts
from model.trust.coverage import Coverage
from model.trust.stability import LOOKS, Stability
from model.trust.words import melanoma_range, range_words, sureness_words, views_of
from pages.components.examine.sureness_view import misses
from tests.pages.test_pages import html, opened


class Known:
    """An algorithm with the sheet of a committed one, and levels of its own."""

    def __init__(self, **sets):
        sheet = read_sheet(settings().weights, "resnet18")
        self.sheet = replace(sheet, sets=sets)
        self.card = type("Card", (), {"slug": "nobody"})


LEVELS = {str(d): 0.3 for d in DIAGNOSES}
ROW = np.array([0.5, 0.3, 0.04, 0.04, 0.04, 0.04, 0.04])


def opinion(row=ROW):
    point = read_sheet(settings().weights, "resnet18").operating_point
    return Opinion("nobody", Prediction(row), point.shown_in(default_practice()))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "The true diagnosis is meant to be among those to consider in 95% of cases."),
        ("fr", "Le vrai diagnostic doit être parmi ceux à envisager dans 95 % des cas."),
    ],
)
def test_the_words_hold_what_is_known_and_nothing_else(language, expected):
    words = sureness_words(texts(language), Known(**{"90": LEVELS, "95": LEVELS}).sheet, opinion(), None, None)
    assert " ".join(words.split()) == expected


def test_the_range_over_the_altered_views_follows():
    stable = Stability({name: Prediction(ROW if name != "half" else ROW[[5, 1, 2, 3, 4, 0, 6]]) for name in LOOKS})
    words = sureness_words(texts("en"), Known().sheet, opinion(), None, stable)
    assert words == f"{texts('en')('sureness.unset')} {range_words(texts('en'), opinion(), stable)}"


def test_a_missed_promise_is_said_with_its_figure():
    covered, melanoma = np.ones(100, bool), np.arange(100) < 50
    covered[:8] = False
    came = Coverage(0.95, covered, melanoma, np.ones(100, np.int64))
    words = " ".join(misses(texts("en"), came))
    assert "92%" in words
    assert "84%" in words
    assert misses(texts("en"), replace(came, covered=np.arange(100) % 20 > 0)) == []


@pytest.fixture
def with_looks(monkeypatch):
    """The altered views are asked, of the quickest network."""
    monkeypatch.setenv("TEN_OPINIONS_LOOKS", "on")
    settings.cache_clear()
    yield "small_cnn"
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_examination_looks_again_by_itself_and_shows_the_range_and_every_view(with_looks, language):
    app, t = opened(None, language), texts(language)
    app.query_params["algorithm"] = with_looks
    app.switch_page("pages/examine.py").run()
    app.button(key="case-sample-4").click().run()
    assert not app.exception
    words = html(app)
    assert t("sureness.looking") not in words
    assert re.search(rf'class="small range">[^<]*{len(LOOKS)}', words)
    assert 'class="ends"' in words
    for name in LOOKS:
        assert t(f"sureness.looks.{name}") in words
    for word in ("safe", "rassurant"):
        assert word not in words.split('class="looks"')[1]


def test_the_range_is_that_of_the_views_and_only_once_all_are_there():
    mine, t = opinion(), texts("en")
    looks = {name: Prediction(np.roll(ROW, number)) for number, name in enumerate(LOOKS)}
    low, high = melanoma_range(views_of(mine, Stability(looks)))
    again = [mine.prediction.in_practice(mine.threshold.practice).of(Diagnosis.MEL)]
    assert low <= again[0] <= high
    assert t.interval(low, high) in range_words(t, mine, Stability(looks))
    del looks["half"]
    assert range_words(t, mine, Stability(looks)) == range_words(t, mine, None) == t("sureness.looking")


def test_an_algorithm_without_levels_says_that_they_were_not_measured(beside):
    app = opened(None, "en")
    app.query_params["algorithm"] = "quartz"
    app.switch_page("pages/examine.py").run()
    app.button(key="case-sample-0").click().run()
    assert not app.exception
    assert texts("en")("sureness.unset") in html(app)

"""How sure: what the set promises and the range over altered views, each only where it is known; never 'safe'."""

from __future__ import annotations

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
from model.trust.words import range_words, set_words, sureness_words
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


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_set_is_said_in_words(language):
    t = texts(language)
    assert set_words(t, (Diagnosis.MEL,)) == t("diagnoses.MEL.name")
    both = set_words(t, (Diagnosis.MEL, Diagnosis.NV))
    assert both == t("sureness.or", names=t("diagnoses.MEL.name"), last=t("diagnoses.NV.name"))


def test_a_missed_promise_is_said_with_its_figure():
    covered, melanoma = np.ones(100, bool), np.arange(100) < 50
    covered[:8] = False
    came = Coverage(0.95, covered, melanoma, np.ones(100, np.int64))
    words = " ".join(misses(texts("en"), came))
    assert "92%" in words
    assert "84%" in words
    assert misses(texts("en"), replace(came, covered=np.arange(100) % 20 > 0)) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_examination_says_how_sure_it_is_and_looks_again_on_demand(language):
    app, t = opened("pages/examine.py", language), texts(language)
    app.button(key="case-sample-4").click().run()
    assert not app.exception
    assert t("sureness.looks_how", looks=len(LOOKS)) in html(app)
    assert 'class="sureness"' in html(app)
    app.button(key="look-again").click().run()
    assert not app.exception
    assert f'<tbody><tr><th scope="row">{t("sureness.looks.mirrored")}' in html(app)
    assert app.button(key="look-again").disabled
    for word in ("safe", "sûr.", "rassurant"):
        assert word not in html(app).split('class="sureness"')[1].split("</p>")[0]


def test_an_algorithm_without_levels_says_that_they_were_not_measured(beside):
    app = opened(None, "en")
    app.query_params["algorithm"] = "quartz"
    app.switch_page("pages/examine.py").run()
    app.button(key="case-sample-0").click().run()
    assert not app.exception
    assert texts("en")("sureness.unset") in html(app)

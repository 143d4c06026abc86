"""The question of the heat maps: melanoma at first, kept from page to page, and written on each map."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from model.algorithms.contract import Examination, Explanation
from model.algorithms.drawing.overlay import heat_caption
from model.lesion.diagnosis import Diagnosis
from model.reading.runner import Timed
from model.text import LANGUAGES, texts
from pages.components.jury.cards import tile_html
from tests.pages.test_jury import SMALL, answer, found_of, jury, tiles
from tests.pages.test_pages import html


def test_each_tile_names_the_diagnosis_of_its_map_and_the_choice_stays(beside):
    app = jury()
    assert 'aria-hidden="true">Melanoma</p>' in tiles(app)["quartz"]
    app.button_group(key="map").set_value("leading").run()
    assert not app.exception
    assert 'aria-hidden="true">Naevus</p>' in tiles(app)["quartz"]
    assert 'aria-hidden="true">Melanoma</p>' in tiles(app)["marble"]
    assert app.query_params["map"] in ("leading", ["leading"])
    app.switch_page("pages/examine.py").run()
    assert app.button_group(key="map").value in ("leading", ["leading"])


def test_a_bar_asks_for_its_map_and_the_switch_takes_it_back(beside):
    app = jury()
    app.switch_page("pages/examine.py").run()
    assert "melanoma" in caption(app)
    app.button(key="bar-DF").click().run()
    assert "dermatofibroma" in caption(app)
    assert not app.button_group(key="map").value, "the map is for none of the two"
    app.button_group(key="map").set_value("leading").run()
    assert "dermatofibroma" not in caption(app)


def caption(app):
    """Return the caption of the last picture on Examine."""
    return re.findall('class="mat-caption">(.*?)<', html(app))[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_map_says_that_nothing_was_found(language):
    t, blank = texts(language), Explanation(Diagnosis.MEL, np.zeros((9, 9), np.float32), 0.0, 1.0)
    assert heat_caption(t, blank) == t("view.heat_none", diagnosis=t("diagnoses.MEL.name"))
    assert heat_caption(t, blank).endswith(("by this algorithm", "indice de mélanome"))


def test_a_tile_with_an_empty_map_says_so():
    found, blank = answer("a", 0.5), Explanation(Diagnosis.MEL, np.zeros((9, 9), np.float32), 0.0, 1.0)
    found = replace(found, examination=Timed(Examination(found.prediction.value, blank), 0.1))
    assert "Melanoma: no evidence" in tile_html(texts("en"), SMALL, found, found_of(found))

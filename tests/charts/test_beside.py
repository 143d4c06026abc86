"""Somebody's cases beside the curves: the point where the counts put it, with the intervals of so few."""

from __future__ import annotations

import math

import pytest

from model.charts.beside import Beside, roc_beside
from model.charts.chart import View
from model.evaluation.operating_point import AtThePoint
from model.text import LANGUAGES, texts

YOU = Beside("You", AtThePoint(4, 3, 10, 8))
NOBODY = Beside("Nobody", AtThePoint(0, 0, 10, 8))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_point_lies_where_its_counts_put_it_with_their_intervals(material, language):
    chart = roc_beside(material, View(texts(language)), [YOU])
    point = next(trace for trace in chart.figure.data if trace.name == "You")
    assert (point.x[0], point.y[0]) == pytest.approx((20, 75))
    assert point.error_y.arrayminus[0] == pytest.approx(75 - 30.064, abs=0.01)  # Wilson, 3 of 4
    assert point.error_x.array[0] == pytest.approx(50.983 - 20, abs=0.01)  # Wilson, 2 of 10
    assert all(words and "{" not in words for words in (chart.title, chart.subtitle, chart.alt, *chart.notes))
    assert "3" in chart.alt


def test_curves_of_all_algorithms_and_every_reader_stand_beside_it(material):
    chart = roc_beside(material, View(texts("en")), [YOU])
    names = {trace.name for trace in chart.figure.data}
    assert {View(texts("en")).name(slug) for slug in material.order} <= names
    assert sum(trace.mode == "markers+text" for trace in chart.figure.data) == len(material.readers)


def test_without_melanomas_there_is_no_point_and_the_words_say_so(material):
    chart = roc_beside(material, View(texts("en")), [NOBODY])
    assert "Nobody" not in {trace.name for trace in chart.figure.data}
    assert "0 of 0" in chart.alt
    assert math.isnan(chart.table.rows[0][1])


def test_points_at_one_place_have_their_names_at_different_ones(material):
    chart = roc_beside(
        material, View(texts("en")), [YOU, Beside("Later", YOU.detection), Beside("Jury", YOU.detection)]
    )
    named = [trace for trace in chart.figure.data if trace.name in ("You", "Later", "Jury")]
    assert len({trace.marker.symbol for trace in named}) == 3
    assert len({note.yshift for note in chart.figure.layout.annotations}) == 3

"""Somebody's cases beside the curves: the point where the counts put it, with the intervals of so few."""

from __future__ import annotations

import math
import re

import pytest

from model.charts.chart import View
from model.charts.reader_point import ROW, ReaderPoint, roc_with_reader_points
from model.evaluation.operating_point import AtThePoint
from model.text import LANGUAGES, texts

YOU = ReaderPoint("You", AtThePoint(4, 3, 10, 8))
PERFECT = AtThePoint(4, 4, 10, 10)
NOBODY = ReaderPoint("Nobody", AtThePoint(0, 0, 10, 8))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_point_lies_where_its_counts_put_it_with_their_intervals(material, language):
    chart = roc_with_reader_points(material, View(texts(language)), [YOU])
    point = next(trace for trace in chart.figure.data if trace.name == "You")
    assert (point.x[0], point.y[0]) == pytest.approx((20, 75))
    assert point.error_y.arrayminus[0] == pytest.approx(75 - 30.064, abs=0.01)  # Wilson, 3 of 4
    assert point.error_x.array[0] == pytest.approx(50.983 - 20, abs=0.01)  # Wilson, 2 of 10
    assert all(words and "{" not in words for words in (chart.title, chart.subtitle, chart.alt, *chart.notes))
    assert "3" in chart.alt


def test_curves_of_all_algorithms_and_every_reader_stand_beside_it(material):
    chart = roc_with_reader_points(material, View(texts("en")), [YOU])
    names = {trace.name for trace in chart.figure.data}
    assert {View(texts("en")).name(slug) for slug in material.order} <= names
    assert sum(trace.mode == "markers+text" for trace in chart.figure.data) == len(material.readers)


def test_without_melanomas_there_is_no_point_and_the_words_say_so(material):
    chart = roc_with_reader_points(material, View(texts("en")), [NOBODY])
    assert "Nobody" not in {trace.name for trace in chart.figure.data}
    assert "0 of 0" in chart.alt
    assert math.isnan(chart.table.rows[0][1])


def names_of(chart):
    """The one annotation that holds all names."""
    (found,) = chart.figure.layout.annotations
    return found


def test_names_stand_below_each_other_each_behind_its_mark_and_inside_the_picture(material):
    chart = roc_with_reader_points(
        material, View(texts("en")), [YOU, ReaderPoint("Later", YOU.detection), ReaderPoint("Jury", PERFECT)]
    )
    rows = names_of(chart).text.split("<br>")
    assert [name for row in rows for name in re.findall("<b>(.*?)</b>", row)] == ["You", "Later", "Jury"]
    marked = {trace.name: trace.marker for trace in chart.figure.data if trace.name in ("You", "Later", "Jury")}
    assert len({marker.symbol for marker in marked.values()}) == 3
    for row, marker in zip(rows, marked.values(), strict=True):
        assert f"color:{marker.color}" in row
    assert (names_of(chart).xref, names_of(chart).x, names_of(chart).xanchor) == ("paper", 1, "right")


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_points_at_one_place_each_leaves_a_rim_of_the_one_below_and_a_sentence_says_so(material, language):
    points = [YOU, ReaderPoint("Later", YOU.detection), ReaderPoint("Jury", YOU.detection)]
    chart = roc_with_reader_points(material, View(texts(language)), points)
    drawn = [trace for trace in chart.figure.data if trace.name in ("You", "Later", "Jury")]
    sizes = [trace.marker.size for trace in drawn]
    widths = [trace.error_x.thickness for trace in drawn]
    assert sizes == sorted(set(sizes), reverse=True)
    assert widths == sorted(set(widths), reverse=True)
    assert texts(language)("charts.beside.at_one_place", names="You; Later; Jury") in chart.notes


def test_points_that_are_apart_have_marks_of_one_size_and_nothing_is_said(material):
    chart = roc_with_reader_points(material, View(texts("en")), [YOU, ReaderPoint("Jury", PERFECT)])
    sizes = {trace.marker.size for trace in chart.figure.data if trace.name in ("You", "Jury")}
    assert len(sizes) == 1
    assert not any("Same position" in note for note in chart.notes)


@pytest.mark.parametrize("low", [0, 1, 2, 3])
def test_no_mark_lies_behind_the_names(material, low):
    bad = [ReaderPoint(str(n), AtThePoint(10, low + 2 * n, 10, n)) for n in range(3)]
    names = names_of(roc_with_reader_points(material, View(texts("en")), bad))
    for point in bad:
        up = point.detection.sensitivity.value * 100
        assert not names.y <= up <= names.y + 3 * ROW


def test_without_a_point_there_are_no_names(material):
    assert not roc_with_reader_points(material, View(texts("en")), [NOBODY]).figure.layout.annotations

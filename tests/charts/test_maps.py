"""Whose maps can be believed: drawn from the rows of the checks, honest where there are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.charts import maps
from model.charts.chart import View
from model.text import texts
from model.trust.characteristic import Characteristic
from tests.synthetic_benchmark import QUALITY

ENGLISH = View(texts("en"))
CHECKS = (
    Characteristic("map_passes", "resnet18 day2", 40, 0.4, 0.26, 0.55),
    Characteristic("map_passes", "small_cnn day2", 40, 0.8, 0.65, 0.9),
    Characteristic("like_unlearned", "small_cnn day2", 40, 0.1),
    Characteristic("heat_on_lesion", "resnet18 day2", 40, 0.74, 0.68, 0.8),
    Characteristic("heat_on_lesion", "resnet18 inner_fold", 40, 0.5, 0.4, 0.6),
)


@pytest.mark.parametrize("draw", [maps.maps_that_pass, maps.heat_on_the_lesion])
def test_without_figures_every_algorithm_is_said_to_be_unmeasured(material, draw):
    chart = draw(material, ENGLISH)
    assert chart.alt == texts("en")("charts.nobody")
    assert [row[1:] for row in chart.table.rows] == [(None,) * 4] * len(QUALITY)
    assert all(ENGLISH.name(slug) in chart.notes[-1] for slug in QUALITY)


def test_the_highest_share_comes_first_with_its_interval_and_who_has_none_is_named(material):
    chart = maps.maps_that_pass(replace(material, checks=CHECKS), ENGLISH)
    assert chart.table.rows[0] == (ENGLISH.name("small_cnn"), 40, 0.8, 0.65, 0.9)
    assert [trace.name for trace in chart.figure.data] == [ENGLISH.name("small_cnn"), ENGLISH.name("resnet18")]
    assert chart.figure.data[0].error_x.array[0] == pytest.approx(10)
    assert chart.alt.startswith(f"Most often the maps of {ENGLISH.name('small_cnn')} pass, 80.0")
    assert ENGLISH.name("resnet18") in chart.alt
    assert ENGLISH.name("hog_svm") in chart.notes[-1]
    assert [shape.x0 for shape in chart.figure.layout.shapes] == [pytest.approx(10)]


def test_the_heat_is_that_of_day_2_and_of_no_other_photos(material):
    chart = maps.heat_on_the_lesion(replace(material, checks=CHECKS), ENGLISH)
    assert [row for row in chart.table.rows if row[1]] == [(ENGLISH.name("resnet18"), 40, 0.74, 0.68, 0.8)]
    assert f"{ENGLISH.name('resnet18')} has 74.0" in chart.alt

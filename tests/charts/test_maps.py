"""Whose maps can be believed, and what disturbances take: drawn from the rows of the checks, honest without any."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from model.charts import maps
from model.charts.chart import View
from model.charts.losses import falls_of, loss_words, losses
from model.lesion.disturbances import DISTURBANCES
from model.text import LANGUAGES, texts
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
STRESS = (
    Characteristic("melanoma_auc", "resnet18 undisturbed", 300, 0.9, 0.87, 0.93),
    Characteristic("melanoma_auc", "small_cnn undisturbed", 300, 0.8, 0.76, 0.84),
    Characteristic("auc_fall", "resnet18 pen", 300, 0.05, 0.02, 0.08),
    Characteristic("auc_fall", "small_cnn pen", 300, 0.01, -0.02, 0.04),
    Characteristic("auc_fall", "small_cnn of_yesterday", 300, 0.01, -0.02, 0.04),
)


@pytest.mark.parametrize("draw", [maps.maps_that_pass, maps.heat_on_the_lesion])
def test_without_figures_every_algorithm_is_said_to_be_unmeasured(material, draw):
    chart = draw(material, ENGLISH)
    assert chart.alt == texts("en")("charts.nobody")
    assert [row[1:] for row in chart.table.rows] == [(None,) * 4] * len(QUALITY)
    assert all(ENGLISH.the(slug) in chart.notes[-1] for slug in QUALITY)


def test_the_highest_share_comes_first_with_its_interval_and_who_has_none_is_named(material):
    chart = maps.maps_that_pass(replace(material, checks=CHECKS), ENGLISH)
    assert chart.table.rows[0] == (ENGLISH.name("small_cnn"), 40, 0.8, 0.65, 0.9)
    assert [trace.name for trace in chart.figure.data] == [ENGLISH.name("small_cnn"), ENGLISH.name("resnet18")]
    assert chart.figure.data[0].error_x.array[0] == pytest.approx(10)
    assert chart.alt.startswith(f"Highest share of maps that pass: {ENGLISH.the('small_cnn')}, 80%")
    assert ENGLISH.name("resnet18") in chart.alt
    assert ENGLISH.name("hog_svm") in chart.notes[-1]
    assert [shape.x0 for shape in chart.figure.layout.shapes] == [pytest.approx(10)]


def test_the_heat_is_that_of_day_2_and_of_no_other_photos(material):
    chart = maps.heat_on_the_lesion(replace(material, checks=CHECKS), ENGLISH)
    assert [row for row in chart.table.rows if row[1]] == [(ENGLISH.name("resnet18"), 40, 0.74, 0.68, 0.8)]
    assert f"{ENGLISH.name('resnet18')}, 74%" in chart.alt


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shown", DISTURBANCES)
def test_what_a_disturbance_takes_is_drawn_and_told_or_said_to_be_unmeasured(language, shown):
    view = View(texts(language), "resnet18")
    chart = losses(STRESS, shown, view)
    assert all(words and "{" not in words for words in (chart.title, chart.subtitle, chart.alt))
    assert len(chart.figure.data) == (2 if shown == "pen" else 0)
    assert (chart.alt == view.t("stress.losses.none_measured")) == (shown != "pen")


def test_the_hardest_hit_comes_first_and_a_loss_has_a_minus():
    chart = losses(STRESS, "pen", ENGLISH)
    assert [trace.name for trace in chart.figure.data] == [ENGLISH.name("resnet18"), ENGLISH.name("small_cnn")]
    assert chart.figure.data[0].x[0] == pytest.approx(-0.05)
    assert chart.figure.data[0].error_x.array[0] == pytest.approx(0.03)
    assert loss_words(ENGLISH, STRESS[2]) == "−0.05 (−0.08 – −0.02)"
    assert "1 of 2 algorithms loses more than chance explains. Largest loss: ResNet-18, −0.05" in chart.alt
    assert "None of 1 algorithms" in losses(STRESS[:2] + STRESS[3:], "pen", ENGLISH).alt


def test_who_was_not_measured_is_named():
    assert losses(STRESS, "pen", ENGLISH, ("resnet18", "small_cnn")).notes == ()
    (note,) = losses(STRESS, "pen", ENGLISH, ("resnet18", "small_cnn", "hog_svm")).notes
    assert ENGLISH.name("hog_svm") in note
    assert ENGLISH.name("resnet18") not in note


def test_the_table_of_losses_holds_every_disturbance_and_a_gap_where_nobody_measured():
    rows = losses(STRESS, "blur", ENGLISH).table.rows
    assert [row[:3] for row in rows] == [(ENGLISH.name("resnet18"), 300, 0.9), (ENGLISH.name("small_cnn"), 300, 0.8)]
    assert rows[0][3] == -0.05
    assert all(map(math.isnan, rows[0][4:]))
    assert set(falls_of(STRESS)) == set(DISTURBANCES)

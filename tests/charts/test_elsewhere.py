"""Does it hold elsewhere: the finding follows the tables, and a set of three diagnoses breaks no chart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.charts import diagnoses, elsewhere, operating_points
from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.charts.published import published_on, published_words, read_published
from model.charts.questions import CHARTS, QUESTIONS
from model.charts.verdict import context_words, lead_words
from model.evaluation.evaluation import evaluate
from model.evaluation.facts import read_facts
from model.evaluation.paired import Difference
from model.evaluation.sets import SETS
from model.evaluation.transfer import falls
from model.text import LANGUAGES, texts
from tests.synthetic_benchmark import BEST, COMMITTEE, QUALITY, write_benchmark

ENGLISH, FRENCH = View(texts("en")), View(texts("fr"))


@pytest.fixture
def abroad(material):
    """The same, looking at the photos from elsewhere."""
    return replace(material, day="elsewhere")


def refilled(tmp_path, abroad_as):
    """A benchmark whose tables elsewhere are as good as `abroad_as` says."""
    folder = write_benchmark(tmp_path / "some", quality=QUALITY)
    better = write_benchmark(tmp_path / "other", quality=abroad_as)
    for path in (better / "elsewhere").glob("*.csv"):
        path.replace(folder / "elsewhere" / path.name)
    return ChartData(evaluate(folder, resamples=60), published=read_published())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_can_be_drawn_of_a_set_with_three_diagnoses(abroad, name, language):
    chart = CHARTS[name](abroad, View(texts(language), "hog_svm"))
    assert all(words and "{" not in words and "nan" not in words for words in (chart.title, chart.alt, *chart.notes))
    assert chart.table.rows
    assert chart.figure.to_json()


def test_a_diagnosis_without_photos_is_a_dash_and_is_never_called_the_least_recognised(abroad):
    chart = diagnoses.per_diagnosis(abroad, ENGLISH)
    without = {row[1] for row in chart.table.rows if row[2] == 0}
    assert len(without) == 4
    assert all(np.isnan(row[3]) == (row[1] in without) for row in chart.table.rows)
    assert not [name for name in without if name in chart.alt]
    assert {"\N{EN DASH}"} == {row[5] for row in chart.figure.data[0].text}


def test_the_finding_says_no_where_all_lose_and_names_the_hardest_hit_and_the_best(material):
    found = [fall for fall in falls(material.evaluation) if fall.slug != COMMITTEE]
    words = elsewhere.fall_elsewhere(material, ENGLISH).alt
    fallen = [fall for fall in found if fall.is_certain]
    assert len(fallen) == len(found) == len(QUALITY) - 1
    assert words.startswith(
        "No: the melanoma AUC in other clinics is lower than on day 2, by more than chance, for every"
    )
    hardest = max(found, key=lambda fall: fall.by.value)
    assert f"Largest loss: {ENGLISH.the(hardest.slug)}, \N{MINUS SIGN}{hardest.by.value:.2f}" in words
    assert f"Best in other clinics: {ENGLISH.the(BEST)}, {found[0].away.value:.3f}" in words
    assert words in elsewhere.elsewhere_words(ENGLISH, material)


def test_the_finding_changes_with_the_tables(tmp_path):
    half = {slug: strength / 0.6 if slug != "hog_svm" else 0.0 for slug, strength in QUALITY.items()}
    assert "Not for all: " in elsewhere.elsewhere_words(ENGLISH, refilled(tmp_path / "half", half))
    none = {slug: strength / 0.4 for slug, strength in QUALITY.items()}
    kept = refilled(tmp_path / "none", none)
    assert "As far as these photos can tell: for none of" in elsewhere.elsewhere_words(ENGLISH, kept)
    assert "Autant que ces photos permettent de le dire" in elsewhere.elsewhere_words(FRENCH, kept)


def test_the_best_published_result_is_a_line_with_its_source_and_who_reaches_it_is_named(material):
    best = published_on(read_published(), "elsewhere", "melanoma_auc")
    assert (best.value, best.address) == (0.87, "https://arxiv.org/abs/1710.05006")
    chart = elsewhere.fall_elsewhere(material, ENGLISH)
    assert [shape.x0 for shape in chart.figure.layout.shapes] == [0.87]
    assert any(best.address in note for note in chart.notes)
    competing = [fall for fall in falls(material.evaluation) if fall.slug != COMMITTEE]
    reaching = [fall.slug for fall in competing if fall.away.high >= 0.87]
    assert reaching
    assert all(ENGLISH.the(slug) in chart.alt.partition("(0.87)")[2] for slug in reaching)
    higher = replace(material, published=(replace(best, value=0.999, digits=3),))
    assert "No interval reaches" in elsewhere.elsewhere_words(ENGLISH, higher)
    without = elsewhere.fall_elsewhere(replace(material, published=()), ENGLISH)
    assert not without.figure.layout.shapes
    assert "published" not in without.alt


def test_the_numbers_are_those_of_the_evaluation(material):
    rows = elsewhere.fall_elsewhere(material, ENGLISH).table.rows
    assert rows[-1][0] == ENGLISH.name(COMMITTEE)
    for row, fall in zip(rows, elsewhere.shown_falls(material), strict=True):
        assert row[0] == ENGLISH.name(fall.slug)
        assert row[1:4] == (fall.home.value, fall.home.low, fall.home.high)
        assert row[4:7] == (fall.away.value, fall.away.low, fall.away.high)
        assert row[7:] == (fall.by.value, fall.by.low, fall.by.high)
    for row in operating_points.point_elsewhere(material, ENGLISH).table.rows:
        slug = next(slug for slug in QUALITY if ENGLISH.name(slug) == row[0])
        scores = material.evaluation.scores["elsewhere"][slug].overall
        assert row[1] == 0.1
        assert row[2] == scores["sensitivity"].value
        assert row[8] == scores["specificity"].value


def test_the_operating_points_say_who_still_finds_enough_and_who_finds_fewest(material, monkeypatch):
    scores = material.evaluation.scores["elsewhere"]
    found = {slug: scores[slug].overall["sensitivity"].value for slug in QUALITY if slug != COMMITTEE}
    monkeypatch.setattr(operating_points, "AIM", float(np.median(list(found.values()))))
    chart = operating_points.point_elsewhere(material, ENGLISH)
    keeping = [slug for slug in found if found[slug] >= operating_points.AIM]
    assert 0 < len(keeping) < len(found)
    head = chart.alt.partition("Fewest:")[0]
    assert {slug for slug in QUALITY if ENGLISH.the(slug) in head} == set(keeping)
    assert f"Fewest: {ENGLISH.the(min(found, key=found.__getitem__))}," in chart.alt


def test_without_operating_points_the_marks_are_left_out_and_nobody_is_said_to_find_anything(tmp_path):
    bare = ChartData(evaluate(write_benchmark(tmp_path / "benchmark", quality={"resnet18": 2.0}), resamples=20))
    chart = operating_points.point_elsewhere(bare, ENGLISH)
    assert chart.alt == texts("en")("charts.nobody")
    assert "\N{EN DASH} / \N{EN DASH}" in chart.figure.to_json().encode().decode("unicode_escape")


def test_who_is_not_in_the_set_is_named_with_the_reason_and_left_out_of_its_charts(tmp_path):
    folder = write_benchmark(tmp_path / "benchmark")
    (folder / "elsewhere" / "hog_svm.csv").unlink()
    some = ChartData(evaluate(folder, resamples=20), day="elsewhere", facts=read_facts())
    assert "hog_svm" not in some.order
    notes = " ".join(elsewhere.fall_elsewhere(some, ENGLISH).notes)
    assert f"{ENGLISH.name('hog_svm')}: elsewhere/hog_svm.csv: this file does not exist." in notes
    assert all(CHARTS[name](some, ENGLISH).table.rows for name in CHARTS)


def test_without_the_set_the_question_has_no_answer_and_the_rest_stands(tmp_path):
    folder = write_benchmark(tmp_path / "benchmark", quality={"resnet18": 2.0, "hog_svm": 1.0})
    (folder / "truth" / "elsewhere.csv").unlink()
    two = ChartData(evaluate(folder, resamples=20))
    for name in QUESTIONS["elsewhere"]:
        assert CHARTS[name](two, ENGLISH).alt == texts("en")("charts.nobody")
    assert "elsewhere" not in lead_words(ENGLISH, two)


def test_a_change_is_written_with_its_sign_and_never_as_minus_nothing():
    t = texts("fr")
    assert elsewhere.by_words(t, Difference(0.217, 0.15, 0.284, 0.0)) == "−0,22 (−0,28 – −0,15)"
    assert elsewhere.by_words(t, Difference(-0.031, -0.06, 0.004, 0.1)) == "+0,03 (0,00 – +0,06)"
    assert elsewhere.by_words(t, Difference(*[float("nan")] * 4)) == "–"


@pytest.mark.parametrize("language", LANGUAGES)
def test_published_results_and_the_diagnoses_of_a_set_are_said_with_the_digits_that_are_known(material, language):
    t = texts(language)
    older, newer = published_words(t, read_published())
    assert t.number(0.87, 2) in older
    assert t.number(0.87, 3) not in older
    assert t.percent(0.885) in newer
    assert t.percent(1 / 3) in context_words(View(t), material)[-1]
    lead = lead_words(View(t), material)
    assert all(t.number(len(material.evaluation.benchmark.sets[name].images)) in lead for name in SETS)

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from model.charts import cost, decision, diagnoses, fairness, melanoma, rank_stability, ranking, significance
from model.charts.chart import PALE, ChartTable, View
from model.charts.chart_data import ChartData, Cost
from model.charts.identity import DARK, LIGHT, colour, marker
from model.charts.published import read_readers
from model.charts.questions import ANSWER, CHARTS, QUESTIONS
from model.evaluation.evaluation import evaluate, score_benchmark
from model.evaluation.facts import Facts
from model.evaluation.qi import Rule, rank
from model.evaluation.sets import SETS
from model.evaluation.significance import compare_qi
from model.evaluation.subgroups import FEW_IMAGES, FEW_TARGETS
from model.evaluation.tables import CLASSES
from model.lesion.practice import default_practice
from model.lesion.practice_words import stated
from model.text import LANGUAGES, NARROW_SPACE, texts
from tests.synthetic_benchmark import BEST, COMMITTEE, QUALITY, write_benchmark

ENGLISH, FRENCH = View(texts("en")), View(texts("fr"))
WINNER_IN_ALT = {"forest", "roc", "ranks", "corner", "precision", "diagnoses", "confusion", "differences"}


@pytest.mark.parametrize("highlighted", [None, "hog_svm"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_its_words_and_its_numbers(material, name, language, highlighted):
    chart = CHARTS[name](material, View(texts(language), highlighted))
    assert chart.name == name
    assert all(words and "{" not in words for words in (chart.title, chart.subtitle, chart.alt, *chart.notes))
    assert chart.figure.data
    assert chart.table.rows
    assert {len(row) for row in chart.table.rows} == {len(chart.table.header)}
    assert json.loads(chart.figure.to_json())["layout"]["height"] >= 300


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(WINNER_IN_ALT))
def test_the_alternative_text_names_the_right_winner(material, name, language):
    view = View(texts(language))
    assert view.name(BEST) in CHARTS[name](material, view).alt


def test_the_alternative_text_follows_the_scores_and_not_a_slug(tmp_path):
    quality = {**QUALITY, BEST: 0.2, COMMITTEE: 7.0, "hog_svm": 6.0}
    folder = write_benchmark(tmp_path / "benchmark", quality=quality)
    other = ChartData(evaluate(folder, resamples=60, unranked=[COMMITTEE]))
    for name in ("forest", "ranks", "roc"):
        assert ENGLISH.name("hog_svm") in CHARTS[name](other, ENGLISH).alt


@pytest.mark.parametrize("name", CHARTS)
def test_numbers_are_written_as_the_language_writes_them(material, name):
    assert CHARTS[name](material, FRENCH).figure.layout.separators == f",{NARROW_SPACE}"
    assert CHARTS[name](material, ENGLISH).figure.layout.separators == ".,"


@pytest.mark.parametrize("name", CHARTS)
def test_the_dark_theme_uses_no_colour_of_the_light_one(material, name):
    drawn = CHARTS[name](material, View(texts("en"), theme=DARK)).figure.to_json().lower()
    red, green, blue = (int(LIGHT.ink[at : at + 2], 16) for at in (1, 3, 5))
    foreign = {LIGHT.paper, LIGHT.ink, LIGHT.grid, *LIGHT.colours} - set(DARK.colours)
    assert not [one for one in foreign if one in drawn]
    assert f"rgba({red},{green},{blue}" not in drawn


@pytest.mark.parametrize("name", ["forest", "roc", "bump", "decision", "reliability", "time", "precision", "corner"])
def test_an_algorithm_has_its_colour_and_its_marker_in_every_chart(material, name):
    traces = CHARTS[name](material, ENGLISH).figure.data
    drawn = {t.legendgroup: t for t in traces if t.legendgroup and t.marker.symbol}
    everyone = material.ranked if name == "bump" else material.order
    for slug in {"committee", "resnet18", "hog_svm"} & set(everyone):
        trace = [t for t in traces if t.legendgroup == slug][-1]
        assert trace.marker.symbol == marker(slug)
        rgb = tuple(int(colour(slug)[at : at + 2], 16) for at in (1, 3, 5))
        assert trace.marker.color in (colour(slug), f"rgba({rgb[0]},{rgb[1]},{rgb[2]},0.4)")
    assert set(everyone) <= set(drawn)


@pytest.mark.parametrize("name", ["forest", "roc", "bump", "decision", "time", "ranks"])
def test_a_highlighted_algorithm_stands_out_and_the_others_step_back(material, name):
    chart = CHARTS[name](material, View(texts("en"), "small_cnn"))
    of = {trace.legendgroup: trace for trace in chart.figure.data if trace.legendgroup and trace.marker.color}
    assert of["small_cnn"].marker.color == colour("small_cnn")
    assert f",{PALE:g})" in of["attention"].marker.color


def test_no_chart_tells_anything_by_red_and_green_alone(material):
    assert {LIGHT.accent, LIGHT.contrast} == {"#0072b2", "#d55e00"}
    cells = significance.significance(material, ENGLISH).figure.data[0].text
    assert {str(sign) for row in cells for sign in row} == {"+", "\N{MINUS SIGN}", "=", ""}


def test_the_forest_plot_shows_the_ranking_with_its_intervals(material):
    table = ranking.forest(material, ENGLISH).table.rows
    found = rank(material.evaluation, material.rule)
    for row, standing in zip(table, (*found.standings, *found.references), strict=True):
        assert row[1] == ENGLISH.name(standing.slug)
        assert row[2:5] == (standing.qi.value, standing.qi.low, standing.qi.high)
        assert row[5:8] == (standing.day1.value, standing.day1.low, standing.day1.high)
    drawn = {t.legendgroup: t for t in ranking.forest(material, ENGLISH).figure.data if t.showlegend is None}
    assert drawn[BEST].x[0] == pytest.approx(table[0][2] * 100)
    assert drawn[BEST].error_x.array[0] == pytest.approx((table[0][4] - table[0][2]) * 100)


def replace_rule(material, metric, *weights):
    return replace(material, rule=Rule(metric, *weights))


def test_a_smaller_loss_ranks_first_and_lies_further_left(material):
    chart = ranking.forest(replace_rule(material, "log_loss"), ENGLISH)
    values = [row[2] for row in chart.table.rows if row[0]]
    assert values == sorted(values)
    assert "left is better" in chart.subtitle


def test_the_roc_table_holds_the_areas_of_the_evaluation(material):
    scores = material.evaluation.scores["day2"]
    rows = {row[0]: row for row in melanoma.roc_curves(material, ENGLISH).table.rows}
    for slug in QUALITY:
        overall = scores[slug].overall
        assert rows[ENGLISH.name(slug)][1] == overall["melanoma_auc"].value
        assert rows[ENGLISH.name(slug)][4] == overall["melanoma_sensitivity_at_82_specificity"].value


def test_the_area_under_the_drawn_roc_curve_is_the_melanoma_auc(material):
    chart = melanoma.roc_curves(material, ENGLISH)
    trace = next(t for t in chart.figure.data if t.legendgroup == "attention")
    area = np.trapezoid(np.array(trace.y) / 100, np.array(trace.x) / 100)
    assert area == pytest.approx(material.evaluation.scores["day2"]["attention"].overall["melanoma_auc"].value)


@pytest.mark.parametrize(("highlighted", "expected"), [(None, BEST), ("hog_svm", "hog_svm")])
def test_the_band_belongs_to_the_highlighted_one_or_else_to_the_first(material, highlighted, expected):
    chart = melanoma.roc_curves(material, View(texts("en"), highlighted))
    band = next(trace for trace in chart.figure.data if trace.fill == "toself")
    red, green, blue = (int(colour(expected)[at : at + 2], 16) for at in (1, 3, 5))
    assert band.fillcolor.startswith(f"rgba({red},{green},{blue},")
    assert ENGLISH.the(expected) in chart.subtitle
    half = len(band.x) // 2
    assert (np.array(band.y[:half]) >= np.array(band.y[half:][::-1])).all()


def test_the_corner_shows_every_published_reader_with_its_source(material):
    chart = melanoma.roc_corner(material, FRENCH)
    points = [trace for trace in chart.figure.data if (trace.name or "")[:1].isdigit()]
    assert len(points) == len(read_readers()) == 6
    for number, (point, reader) in enumerate(zip(points, read_readers(), strict=True), 1):
        assert (point.x[0], point.y[0]) == pytest.approx(((1 - reader.specificity) * 100, reader.sensitivity * 100))
        assert f"{number} {reader.source}" in chart.notes[0]
        assert any(reader.address in str(row[-1]) for row in chart.table.rows)


def test_the_rank_table_holds_the_shares_of_the_resamples(material):
    found = rank(material.evaluation, material.rule)
    shares = dict(zip(found.slugs, found.certainty.shares, strict=True))
    for row, standing in zip(
        rank_stability.rank_distribution(material, ENGLISH).table.rows, found.standings, strict=True
    ):
        assert row[4:] == tuple(shares[standing.slug].tolist())
        assert sum(row[4:]) == pytest.approx(1)


@pytest.mark.parametrize("name", ["diagnoses", "significance", "kappa", "rescue"])
def test_a_cell_can_be_clicked_and_the_row_of_the_highlighted_algorithm_is_framed(material, name):
    figure = CHARTS[name](material, ENGLISH).figure
    cells, rows = figure.data[0], figure.data[1:]
    ranked = material.ranked if name == "significance" else material.order
    assert [row.legendgroup for row in rows] == list(ranked)
    for place, row in enumerate(rows):
        assert list(row.x) == np.flatnonzero(~np.isnan(cells.z[place])).tolist()
        assert set(row.y) == {place}
        assert len(row.customdata) == len(row.x)
        assert row.hovertemplate
    assert not figure.layout.shapes
    framed = CHARTS[name](material, View(texts("en"), "attention")).figure
    place = material.order.index("attention")
    assert [(shape.y0, shape.y1) for shape in framed.layout.shapes] == [(place - 0.5, place + 0.5)]
    assert framed.layout.yaxis.ticktext[place].startswith("<b>")


def test_the_significance_table_holds_the_corrected_tests(material):
    pairs = compare_qi(material.evaluation, material.rule)
    rows = {(row[0], row[1]): row for row in significance.significance(material, ENGLISH).table.rows}
    assert len(rows) == 45
    one, other = pairs.slugs.index(BEST), pairs.slugs.index("abcd_rule")
    row = rows[ENGLISH.name(BEST), ENGLISH.name("abcd_rule")]
    assert row[2:] == (pairs.differences[one, other], pairs.adjusted[one, other])
    assert row[2] > 0


def test_the_bump_chart_holds_the_ranks_of_each_metric(material):
    chart = rank_stability.rank_by_metric(material, ENGLISH)
    for place, metric in enumerate(rank_stability.COMPARED, 1):
        found = rank(material.evaluation, Rule(metric))
        ranks = dict(zip(found.slugs, found.certainty.ranks, strict=True))
        assert [row[place] for row in chart.table.rows] == [ranks[slug] for slug in material.ranked]


def test_the_table_of_diagnoses_holds_the_sensitivities_of_the_evaluation(material):
    rows = diagnoses.per_diagnosis(material, ENGLISH).table.rows
    assert len(rows) == len(QUALITY) * len(CLASSES)
    score = material.evaluation.scores["day2"][BEST].of_class["MEL"]["sensitivity"]
    assert rows[0][3:] == (score.value, score.low, score.high)


def test_the_confusion_matrix_counts_every_photo_once(material):
    chart = diagnoses.confusion_matrix(material, View(texts("en"), "attention"))
    assert sum(sum(row[1:]) for row in chart.table.rows) == len(material.tables.images)
    hits = sum(row[place] for place, row in enumerate(chart.table.rows, 1))
    assert hits / 1512 == pytest.approx(material.evaluation.scores["day2"]["attention"].overall["accuracy"].value)
    assert "attention" in chart.title.lower()


def test_the_decision_curve_ends_with_excising_everyone(material):
    chart = decision.decision_curves(material, ENGLISH)
    prevalence = float((material.tables.truth == 0).mean())
    first = float(chart.table.header[1].rstrip("%")) / 100
    assert chart.table.rows[-1][1] == pytest.approx(prevalence - (1 - prevalence) * first / (1 - first))


def test_the_reliability_table_counts_every_photo_of_every_algorithm(material):
    for name in ("reliability", "reliability_melanoma"):
        rows = CHARTS[name](material, ENGLISH).table.rows
        assert sum(row[3] for row in rows) == len(QUALITY) * len(material.tables.images)


def test_small_groups_are_hollow_named_and_warned_of(material):
    chart = fairness.subgroups(material, ENGLISH)
    words = chart.table.header.index("Remark")
    small = {row[0] for row in chart.table.rows if row[1] < FEW_IMAGES or row[2] < FEW_TARGETS}
    assert small == {row[0] for row in chart.table.rows if row[words]}
    assert {"Genital", "Age unknown"} <= small
    assert not {"Men", "60 years and over"} & small
    assert all(name in chart.notes[0] for name in small)
    hollow = {t.hovertemplate.split("<br>")[0] for t in chart.figure.data if t.marker.color == LIGHT.paper}
    known = {row[0] for row in chart.table.rows if not math.isnan(row[3])}
    assert hollow == small & known


def test_a_group_that_nobody_has_named_keeps_its_own_name(material):
    facts = tuple(Facts(fact.image, fact.age, fact.sex, "left elbow", fact.lesion) for fact in material.facts)
    rows = fairness.subgroups(replace(material, facts=facts), ENGLISH).table.rows
    assert "Site: left elbow" in {row[0] for row in rows}


def test_without_facts_there_is_no_statement_about_groups(material):
    assert "No group" in fairness.subgroups(replace(material, facts=()), ENGLISH).alt


def test_kappa_is_that_of_scikit_learn(material):
    chart = CHARTS["kappa"](material, ENGLISH)
    calls = [material.tables.probabilities[material.tables.slugs.index(slug)].argmax(1) for slug in material.order]
    assert chart.table.rows[0][2] == pytest.approx(cohen_kappa_score(calls[0], calls[1]))
    assert math.isnan(chart.table.rows[0][1])


def test_who_is_right_where_the_leader_fails(material):
    chart = CHARTS["rescue"](material, ENGLISH)
    tables = material.tables
    calls = [tables.probabilities[tables.slugs.index(slug)].argmax(1) for slug in material.order[:2]]
    leader, second = (made == tables.truth for made in calls)
    assert chart.table.rows[0][2] == pytest.approx(second[~leader].mean())


def test_the_front_joins_those_that_nobody_beats_in_both(material):
    chart = cost.score_by_time(material, ENGLISH)
    front = {row[0] for row in chart.table.rows if row[-1]}
    scores = {row[0]: (row[1], row[2]) for row in chart.table.rows if row[0] != ENGLISH.name(COMMITTEE)}
    for name, (time, score) in scores.items():
        beaten = any(t <= time and s >= score and (t, s) != (time, score) for t, s in scores.values())
        assert (name in front) == (not beaten)
    assert all(name.lower() in chart.alt.lower() for name in front)


def test_what_has_no_known_cost_is_left_out_of_the_picture_but_not_of_the_table(material):
    some = replace(material, costs={BEST: Cost(0.01, 10)})
    chart = cost.score_by_size(some, ENGLISH)
    assert [t.name for t in chart.figure.data if t.legendgroup] == [ENGLISH.name(BEST)]
    assert len(chart.table.rows) == len(QUALITY)
    assert "known" in cost.score_by_size(replace(material, costs={}), ENGLISH).alt


@pytest.fixture(scope="module")
def alone(evaluation, material):
    """The benchmark of one algorithm."""
    tables = {
        day: replace(of, slugs=("resnet18",), probabilities=of.probabilities[[of.slugs.index("resnet18")]])
        for day, of in evaluation.benchmark.sets.items()
    }
    return replace(material, evaluation=score_benchmark(replace(evaluation.benchmark, sets=tables), 40))


@pytest.mark.parametrize("name", CHARTS)
def test_one_algorithm_alone_can_be_drawn(alone, name):
    chart = CHARTS[name](alone, FRENCH)
    assert chart.alt
    assert chart.table.rows or name == "significance"


def drawn_slugs(chart):
    return {trace.legendgroup for trace in chart.figure.data if trace.legendgroup}


@pytest.mark.parametrize("name", CHARTS)
def test_a_family_alone_is_drawn_with_its_ranks_among_all_and_the_reference(material, name):
    family = replace(material, family="convolutional")
    assert set(family.ranked) == {"resnet18", "mobilenet_v1"}
    assert family.order[-1] == COMMITTEE
    chart = CHARTS[name](family, ENGLISH)
    assert chart.table.rows or name == "significance"
    if name not in ("differences", "right_where"):  # the pair is chosen by hand
        assert drawn_slugs(chart) <= {"resnet18", "mobilenet_v1", COMMITTEE}
    if name == "forest":
        ranks = {row.slug: row.rank for row in material.ranking.standings}
        assert [row[0] for row in chart.table.rows] == [ranks["resnet18"], ranks["mobilenet_v1"], None]


@pytest.mark.parametrize("name", ["ranks", "significance", "bump"])
def test_one_that_combines_others_has_no_rank_and_no_rival(material, name):
    assert COMMITTEE in drawn_slugs(CHARTS["forest"](material, ENGLISH))
    assert COMMITTEE not in drawn_slugs(CHARTS[name](material, ENGLISH))
    assert COMMITTEE not in (*material.tied, *material.ranking.winners, *material.pairs.slugs)


@pytest.mark.parametrize("name", CHARTS)
def test_no_finding_names_the_committee_though_it_is_the_best(material, name):
    day2 = material.evaluation.scores["day2"]
    best = max(day2, key=lambda slug: day2[slug].overall["balanced_accuracy"].value)
    assert best == COMMITTEE
    assert "ommittee" not in CHARTS[name](material, ENGLISH).alt


def test_every_chart_answers_a_question():
    asked = [name for names in QUESTIONS.values() for name in names]
    assert sorted([*ANSWER, *asked]) == sorted(CHARTS)


def test_a_table_as_csv_has_points_in_numbers_and_nothing_where_nothing_is_known():
    written = ChartTable(("a", "b, c", "d"), (("é", 0.25, math.nan), ("x", 3, None))).csv()
    assert list(csv.reader(io.StringIO(written))) == [["a", "b, c", "d"], ["é", "0.25", ""], ["x", "3", ""]]


def test_every_set_is_drawn_from_its_own_tables(material):
    shown = {day: melanoma.roc_curves(replace(material, day=day), ENGLISH).table.rows for day in SETS}
    assert shown["day1"] != shown["day2"]
    score = material.evaluation.scores["day1"][BEST].overall["melanoma_auc"].value
    assert shown["day1"][0][1] == score


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["roc", "precision", "decision", "reliability", "reliability_melanoma"])
def test_a_chart_of_probabilities_names_the_practice_that_they_speak_of_and_so_does_its_csv(material, name, language):
    chart = CHARTS[name](material, View(texts(language)))
    assert stated(texts(language), default_practice()) in chart.subtitle
    header, *rows = csv.reader(io.StringIO(chart.table.csv()))
    assert header[-1] == "practice"
    assert {row[-1] for row in rows} == {"clinic"}

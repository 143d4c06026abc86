"""From a folder of tables to a ranking: who is in, who is out and why, and whether the winner depends on the rule."""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from model.evaluation.benchmark import read_benchmark
from model.evaluation.evaluation import Evaluation, evaluate, score_benchmark
from model.evaluation.facts import Facts, write_facts
from model.evaluation.intervals import Undefined
from model.evaluation.metrics import METRICS, RANKED_BY
from model.evaluation.qi import Rule, qi_of, rank, winner_by_rule
from model.evaluation.set_scores import set_scores
from model.evaluation.sets import DAYS, SETS
from model.evaluation.significance import compare_qi, tied_with
from model.evaluation.tables import CLASSES, write_table
from model.lesion.practice import Threshold, default_practice
from model.settings import ROOT
from model.table_errors import TableEmpty, TableMissing, TableMissingImages, TableOutsideRange
from tests.evaluation.examples import COLUMNS, probabilities_for

IMAGES = [f"image {index}" for index in range(len(COLUMNS))]
STRENGTHS = {"expert": 3.0, "novice": 0.6, "student": 1.6}
RESAMPLES = 100
ABROAD = np.array([0, 1, 1, 4, 4, 1, 1])
"""Elsewhere there are melanomas, naevi and benign keratoses only."""


def write_folder(folder, strengths):
    (folder / "truth").mkdir()
    for number, day in enumerate(SETS):
        columns = COLUMNS if day in DAYS else ABROAD[COLUMNS]
        (folder / day).mkdir()
        write_table(folder / "truth" / f"{day}.csv", IMAGES, np.eye(7)[columns])
        for slug, favour in strengths.items():
            seed = number * 10 + len(slug)
            write_table(folder / day / f"{slug}.csv", IMAGES, probabilities_for(columns, favour, seed))
    return folder


@pytest.fixture
def folder(tmp_path):
    """Every set, for three algorithms."""
    return write_folder(tmp_path, STRENGTHS)


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory):
    """The same three, scored."""
    made = write_folder(tmp_path_factory.mktemp("benchmark"), STRENGTHS)
    return evaluate(made, {"expert": Threshold(0.3, default_practice())}, resamples=RESAMPLES)


def with_values(evaluation, metric, values):
    """The same evaluation with other scores of one metric: (day 1, day 2) of each algorithm."""
    scores = {
        day: {
            slug: replace(
                of,
                overall={**of.overall, metric: replace(of.overall[metric], value=values[slug][index])},
                values={**of.values, metric: values[slug][index]},
            )
            for slug, of in evaluation.scores[day].items()
        }
        for index, day in enumerate(DAYS)
    }
    return Evaluation(evaluation.benchmark, scores, evaluation.resamples)


def test_the_better_algorithm_is_ahead_under_every_metric(evaluation):
    for metric in set(RANKED_BY) - {
        "expected_calibration_error",
        "melanoma_calibration_error",
    }:  # one who knows little may know that
        found = rank(evaluation, Rule(metric))
        assert [row.slug for row in found.standings] == ["expert", "student", "novice"], metric
        assert [row.rank for row in found.standings] == [1, 2, 3]
    assert rank(evaluation).winners == ("expert",)
    assert tied_with(compare_qi(evaluation, Rule()), "expert") == ()


def test_every_score_is_that_of_the_table_alone(evaluation, folder, monkeypatch):
    monkeypatch.setattr("model.evaluation.set_scores.BENCHMARK", folder)
    monkeypatch.setattr("model.evaluation.operating_point.BENCHMARK", folder)
    found = set_scores("expert", Threshold(0.3, default_practice()))
    for day in DAYS:
        overall = evaluation.scores[day]["expert"].overall
        assert found[day].scores["balanced_accuracy"].value == overall["balanced_accuracy"].value
        assert found[day].scores["sensitivity"] == overall["sensitivity"]
    assert math.isnan(evaluation.scores["day1"]["student"].overall["sensitivity"].value)


def test_the_qi_is_the_weighted_mean_of_both_days(evaluation):
    day1, day2 = (evaluation.values(day, "accuracy") for day in DAYS)
    np.testing.assert_allclose(qi_of(evaluation, Rule("accuracy", 1, 3)), 0.25 * day1 + 0.75 * day2)
    np.testing.assert_allclose(qi_of(evaluation, Rule("accuracy", 0, 2)), day2)
    row = rank(evaluation, Rule("accuracy", 1, 3)).standings[0]
    assert row.qi.low < row.qi.value < row.qi.high
    assert row.day1 == evaluation.scores["day1"]["expert"].overall["accuracy"]


def test_the_interval_of_the_qi_is_narrower_than_those_of_the_days(evaluation):
    row = rank(evaluation, Rule("melanoma_auc")).standings[1]
    assert row.qi.high - row.qi.low < min(row.day1.high - row.day1.low, row.day2.high - row.day2.low)


def test_equals_share_a_rank_and_stand_in_the_order_of_their_names(evaluation):
    equal = with_values(evaluation, "accuracy", {"expert": (0.5, 0.5), "novice": (0.5, 0.5), "student": (0.4, 0.4)})
    found = rank(equal, Rule("accuracy"))
    assert [(row.slug, row.rank) for row in found.standings] == [("expert", 1), ("novice", 1), ("student", 3)]
    assert found.winners == ("expert", "novice")
    assert tied_with(compare_qi(equal, Rule("accuracy")), "expert") == ("novice",)


def test_one_that_combines_others_is_scored_and_changes_no_rank(folder, evaluation):
    found = evaluate(folder, {"expert": Threshold(0.3, default_practice())}, resamples=RESAMPLES, unranked=["expert"])
    assert found.slugs == evaluation.slugs
    ranking = rank(found)
    assert [(row.slug, row.rank) for row in ranking.standings] == [("student", 1), ("novice", 2)]
    (reference,) = ranking.references
    assert (reference.slug, reference.rank) == ("expert", None)
    assert reference.qi == rank(evaluation).standings[0].qi
    assert math.isnan(reference.first)
    assert sum(row.first for row in ranking.standings) == pytest.approx(1)
    assert compare_qi(found, Rule()).slugs == ("novice", "student")
    assert winner_by_rule(found, ["accuracy"], steps=2).ever == ("student",)


def test_an_undefined_score_has_no_rank_unless_its_day_does_not_count(evaluation):
    values = {"expert": (math.nan, 0.9), "novice": (0.2, 0.2), "student": (0.4, 0.4)}
    undefined = with_values(evaluation, "accuracy", values)
    found = rank(undefined, Rule("accuracy"))
    assert [(row.slug, row.rank) for row in found.standings] == [("student", 1), ("novice", 2), ("expert", None)]
    assert math.isnan(found.standings[-1].qi.value)
    assert found.standings[-1].qi.reason == Undefined.NO_IMAGES
    assert rank(undefined, Rule("accuracy", 0, 1)).winners == ("expert",)


def test_a_winner_that_depends_on_the_weights_is_found(evaluation):
    values = {"expert": (0.9, 0.5), "novice": (0.1, 0.1), "student": (0.6, 0.7)}
    found = winner_by_rule(with_values(evaluation, "accuracy", values), ["accuracy"], steps=4)
    assert [winner.slugs for winner in found.winners] == [
        ("student",),
        ("student",),
        ("expert",),
        ("expert",),
        ("expert",),
    ]
    assert [winner.rule.weight_day1 for winner in found.winners] == [0, 0.25, 0.5, 0.75, 1]
    assert found.depends
    assert found.ever == ("expert", "student")
    assert found.by_metric() == {"accuracy": ("student", "expert")}


def test_a_winner_under_all_rules_depends_on_none(evaluation):
    found = winner_by_rule(evaluation, ("balanced_accuracy", "melanoma_auc", "log_loss"), steps=2)
    assert len(found.winners) == 9
    assert not found.depends
    assert found.ever == ("expert",)


def test_with_a_loss_the_smallest_wins(evaluation):
    values = {"expert": (0.9, 0.9), "novice": (0.1, 0.1), "student": (0.6, 0.7)}
    assert rank(with_values(evaluation, "log_loss", values), Rule("log_loss")).winners == ("novice",)
    assert winner_by_rule(with_values(evaluation, "log_loss", values), ["log_loss"], 1).ever == ("novice",)


@pytest.mark.parametrize(
    "words",
    [("diagnosis",), ("accuracy", -1, 2), ("accuracy", 0, 0), ("accuracy", math.nan, 1), ("accuracy", math.inf, 1)],
)
def test_a_rule_that_makes_no_sense_is_refused(words):
    with pytest.raises(ValueError, match="expected"):
        Rule(*words)


def test_a_missing_or_refused_table_excludes_with_its_reason(folder):
    (folder / "day2" / "novice.csv").unlink()
    text = (folder / "day1" / "student.csv").read_text().replace("image 3,0", "image 3,7")
    (folder / "day1" / "student.csv").write_text(text)
    found = read_benchmark(folder, slugs=["expert", "novice", "student", "stranger"])
    assert found.slugs == ("expert",)
    reasons = {left.slug: (type(left.reason), left.reason.data["file"]) for left in found.excluded}
    assert reasons == {
        "novice": (TableMissing, "day2/novice.csv"),
        "student": (TableOutsideRange, "day1/student.csv"),
        "stranger": (TableMissing, "day1/stranger.csv"),
    }
    assert [row.slug for row in rank(score_benchmark(found, 10)).standings] == ["expert"]


def test_without_a_list_whoever_has_a_table_takes_part(folder):
    (folder / "day2" / "visitor.csv").write_bytes((folder / "day2" / "expert.csv").read_bytes()[:300])
    found = read_benchmark(folder)
    assert found.slugs == ("expert", "novice", "student")
    assert [(left.slug, type(left.reason)) for left in found.excluded] == [("visitor", TableMissing)]


def test_a_table_with_too_few_rows_is_excluded(folder):
    lines = (folder / "day1" / "expert.csv").read_text().splitlines(keepends=True)
    (folder / "day1" / "expert.csv").write_text("".join(lines[:-2]))
    (reason,) = (left.reason for left in read_benchmark(folder).excluded)
    assert isinstance(reason, TableMissingImages)
    assert reason.data["number"] == 2


def test_a_set_beside_qi_excludes_nobody_and_says_who_is_not_in_it(folder):
    (folder / "elsewhere" / "novice.csv").unlink()
    (folder / "day1" / "student.csv").unlink()
    found = read_benchmark(folder)
    assert found.slugs == found.sets["day2"].slugs == ("expert", "novice")
    assert found.sets["elsewhere"].slugs == ("expert",)
    assert [left.slug for left in found.excluded] == ["student"]
    (left,) = found.unanswered["elsewhere"]
    assert (left.slug, left.reason.data["file"]) == ("novice", "elsewhere/novice.csv")
    scored = score_benchmark(found, 10)
    assert [row.slug for row in rank(scored).standings] == ["expert", "novice"]
    assert np.isnan(scored.values("elsewhere", "accuracy")).tolist() == [False, True]
    assert np.isnan(scored.resampled("elsewhere", "accuracy")).all(1).tolist() == [False, True]


def test_a_folder_of_two_days_is_ranked_as_they_are(folder, evaluation):
    (folder / "truth" / "elsewhere.csv").unlink()
    scored = evaluate(folder, {"expert": Threshold(0.3, default_practice())}, resamples=RESAMPLES)
    assert list(scored.scores) == list(DAYS)
    assert rank(scored).standings == rank(evaluation).standings


def test_balanced_accuracy_elsewhere_is_over_the_diagnoses_that_occur_and_the_others_say_why_not(evaluation):
    tables = evaluation.benchmark.sets["elsewhere"]
    assert tables.diagnoses == ("MEL", "NV", "BKL")
    answers = tables.answers("student")
    recognised = [np.mean(answers.called[answers.truth == column] == column) for column in (0, 1, 4)]
    scores = evaluation.scores["elsewhere"]["student"]
    assert scores.overall["balanced_accuracy"].value == pytest.approx(np.mean(recognised))
    assert scores.overall["balanced_accuracy"].low < np.mean(recognised) < scores.overall["balanced_accuracy"].high
    for name in set(CLASSES) - set(tables.diagnoses):
        for metric in ("sensitivity", "auc", "average_precision"):
            assert math.isnan(scores.of_class[name][metric].value)
            assert scores.of_class[name][metric].reason == Undefined.NO_POSITIVE


def test_nobody_at_all_gives_an_empty_ranking(folder):
    found = evaluate(folder, slugs=[], resamples=5)
    assert rank(found).standings == ()
    assert rank(found).winners == ()
    assert not winner_by_rule(found).depends


def test_without_a_truth_there_is_no_benchmark(folder):
    (folder / "truth" / "day2.csv").write_text("")
    with pytest.raises(TableEmpty):
        read_benchmark(folder)


def test_images_of_one_lesion_are_resampled_together(folder):
    write_facts(folder, "day1", [Facts(image, lesion=f"lesion {n // 2}") for n, image in enumerate(IMAGES)])
    tables = read_benchmark(folder).sets
    assert tables["day1"].lesions[:3] == ("lesion 0", "lesion 0", "lesion 1")
    assert tables["day2"].lesions is None
    drawn = tables["day1"].draws(5)
    np.testing.assert_array_equal(drawn[0], drawn[1])


def test_one_image_a_lesion_is_resampled_image_by_image(folder):
    write_facts(folder, "day1", [Facts(image, lesion=f"lesion {n}") for n, image in enumerate(IMAGES[:50])])
    assert read_benchmark(folder).sets["day1"].lesions is None


def test_a_qi_of_both_days_tells_apart_at_least_as_well(evaluation):
    found = compare_qi(evaluation, Rule("balanced_accuracy"))
    assert found.p[0, 1] < 0.001
    np.testing.assert_allclose(found.differences, -found.differences.T)


def test_the_evaluation_never_imports_torch():
    program = (
        "import sys, pkgutil, importlib, model.evaluation\n"
        "names = [found.name for found in pkgutil.iter_modules(model.evaluation.__path__)]\n"
        "for name in names: importlib.import_module(f'model.evaluation.{name}')\n"
        "print(len(names), sorted({'torch', 'torchvision', 'streamlit'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    number, _, found = done.stdout.strip().partition(" ")
    assert int(number) > 20
    assert found == "[]"


def test_the_registry_and_the_scores_agree(evaluation):
    for day in DAYS:
        for slug in evaluation.slugs:
            assert list(evaluation.scores[day][slug].overall) == list(METRICS)
    assert evaluation.resampled("day1", "accuracy").shape == (3, RESAMPLES)

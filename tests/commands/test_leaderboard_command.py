"""`leaderboard`: the ranking as a table and as JSON; who is left out is named with the reason."""

from __future__ import annotations

import json
from functools import partial

import pytest

import model.evaluation.benchmark
import model.evaluation.evaluation
import model.leaderboard
from model.algorithms import catalogue
from model.evaluation.benchmark import read_benchmark
from model.evaluation.evaluation import score_benchmark
from model.evaluation.metrics import METRICS
from model.evaluation.sets import SETS
from model.leaderboard import read_leaderboard
from tests.synthetic_benchmark import BEST, COMMITTEE, write_benchmark

QUALITY = {"committee": 4.2, "resnet18": 3.2, "visitor": 1.0}


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch):
    monkeypatch.setattr(model.leaderboard, "read_leaderboard", partial(read_leaderboard, resamples=20))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_benchmark(tmp_path_factory.mktemp("benchmark"), quality=QUALITY)


def refuse(word):
    raise AssertionError(f"{word} is no JSON")


def leaderboard(command, folder, *words):
    done = command("leaderboard", "--folder", folder, "--json", *words)
    assert (done.status, done.err) == (0, "")
    return json.loads(done.out, parse_constant=refuse)


def test_json_has_the_rule_the_ranking_and_the_excluded(command, folder):
    found = leaderboard(command, folder)
    assert list(found) == ["rule", "practice", "ranking", "not_ranked", "excluded"]
    assert found["rule"] == {
        "metric": "balanced_accuracy",
        "higher_is_better": True,
        "weight_day1": 0.5,
        "weight_day2": 0.5,
    }
    assert [(row["slug"], row["rank"]) for row in found["ranking"]] == [(BEST, 1), ("visitor", 2)]
    assert [(row["slug"], row["rank"]) for row in found["not_ranked"]] == [(COMMITTEE, None)]
    for row in (*found["ranking"], *found["not_ranked"]):
        assert set(row) == {"slug", "rank", "qi", *SETS}
        assert set(row["day1"]) == set(row["day2"]) == set(row["elsewhere"]) == set(METRICS)
        day1, day2 = row["day1"]["balanced_accuracy"], row["day2"]["balanced_accuracy"]
        assert row["qi"] == pytest.approx((day1["value"] + day2["value"]) / 2)
        assert set(day1) == {"value", "low", "high"}


def test_every_submission_without_tables_is_excluded_with_its_reason(command, folder):
    excluded = {row["slug"]: row["reason"] for row in leaderboard(command, folder)["excluded"]}
    assert set(excluded) == set(catalogue.slugs()) - set(QUALITY)
    assert all(f"day1/{slug}.csv: this file does not exist." in reason for slug, reason in excluded.items())


def test_the_rule_can_be_changed(command, folder):
    found = leaderboard(command, folder, "--metric", "log_loss", "--weights", "1", "3")
    assert (found["rule"]["metric"], found["rule"]["higher_is_better"]) == ("log_loss", False)
    assert (found["rule"]["weight_day1"], found["rule"]["weight_day2"]) == (0.25, 0.75)
    for row in found["ranking"]:
        expected = 0.25 * row["day1"]["log_loss"]["value"] + 0.75 * row["day2"]["log_loss"]["value"]
        assert row["qi"] == pytest.approx(expected)
    assert [row["qi"] for row in found["ranking"]] == sorted(row["qi"] for row in found["ranking"])


def test_an_algorithm_without_that_score_is_excluded_and_its_other_scores_stay_out(command, folder):
    found = leaderboard(command, folder, "--metric", "sensitivity")  # `visitor` has no sheet, so no operating point
    assert "visitor" not in {row["slug"] for row in found["ranking"]}
    assert {"slug": "visitor", "reason": "no threshold is known"} in found["excluded"]


def test_the_table_for_people_names_ranks_intervals_and_the_excluded(command, folder):
    done = command("leaderboard", "--folder", folder)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "Balanced accuracy: day 1 counts 50%, day 2 counts 50%"
    first = next(line for line in lines if BEST in line)
    assert first.split()[:2] == ["1", BEST]
    assert "1 to 1" in first
    assert next(line for line in lines if COMMITTEE in line).endswith("not ranked")
    assert any(line.startswith("ResNet-18 leads: QI ") for line in lines)
    assert any(line.startswith("excluded  ") for line in lines)
    elsewhere = score_benchmark(read_benchmark(folder), 20).scores["elsewhere"][BEST].overall["balanced_accuracy"]
    assert f"{elsewhere.value:.3f} (" in first
    assert any(line.startswith("Other clinics: 3 of the seven diagnoses occur (melanoma, naevus") for line in lines)


def test_who_has_no_table_elsewhere_keeps_the_rank_and_has_a_dash_there(command, tmp_path):
    folder = write_benchmark(tmp_path / "benchmark", quality=QUALITY)
    (folder / "elsewhere" / "visitor.csv").unlink()
    rows = {row["slug"]: row for row in leaderboard(command, folder)["ranking"]}
    assert rows["visitor"]["rank"] == 2
    assert "elsewhere" in rows[BEST]
    assert "elsewhere" not in rows["visitor"]
    line = next(line for line in command("leaderboard", "--folder", folder).out.splitlines() if "visitor" in line)
    assert "–" in line


def test_a_winner_that_depends_on_the_rule_is_told(command, tmp_path):
    folder = write_benchmark(tmp_path / "benchmark", quality={"hog_svm": 2.0, "resnet18": 2.0, "visitor": 2.0})
    done = command("leaderboard", "--folder", folder)
    assert "Another metric or other weights would put first: " in done.out
    assert "Statistically tied: " in done.out


@pytest.mark.parametrize(
    "words", [["--metric", "beauty"], ["--weights", "0", "0"], ["--weights", "-1", "2"], ["--weights", "nan", "1"]]
)
def test_a_rule_that_makes_no_sense_is_refused(command, folder, words):
    done = command("leaderboard", "--folder", folder, *words)
    assert (done.status, done.out) == (2, "")
    assert "expected" in done.err


def test_a_folder_without_a_truth_is_refused_in_one_sentence(command, tmp_path):
    done = command("leaderboard", "--folder", tmp_path)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("truth/day1.csv: this file does not exist.")


def test_the_bench_times_the_scores_of_all_tables(command, folder, monkeypatch):
    monkeypatch.setattr(model.evaluation.benchmark, "read_benchmark", partial(read_benchmark, folder))
    monkeypatch.setattr(model.evaluation.evaluation, "score_benchmark", partial(score_benchmark, resamples=20))
    done = command("bench", "--scores", "--json")
    assert done.status == 0
    found = json.loads(done.out)
    assert (found["algorithms"], found["scores_of_each"], found["resamples"]) == (3, len(METRICS) + 49, 20)
    assert found["read_s"] >= 0
    assert found["score_s"] > 0

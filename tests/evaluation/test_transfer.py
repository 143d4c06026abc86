"""What is lost from one set to another: by how much, with which interval, and by whom beyond chance."""

from __future__ import annotations

import math

import numpy as np
import pytest

from model.evaluation.evaluation import evaluate
from model.evaluation.paired import delong_covariance
from model.evaluation.resampling import ENDS
from model.evaluation.tables import read_table, write_table
from model.evaluation.transfer import falls, melanoma_fall
from tests.synthetic_benchmark import write_benchmark

QUALITY = {"committee": 4.2, "resnet18": 3.0, "small_cnn": 0.0}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two that know less elsewhere, and one that knows nothing anywhere."""
    return write_benchmark(tmp_path_factory.mktemp("transfer") / "benchmark", quality=QUALITY)


@pytest.fixture(scope="module")
def evaluation(folder):
    return evaluate(folder, resamples=400)


def test_the_loss_is_the_difference_of_both_scores_and_the_best_elsewhere_stands_first(evaluation):
    found = falls(evaluation)
    assert [fall.slug for fall in found] == ["committee", "resnet18", "small_cnn"]
    for fall in found:
        assert fall.home == evaluation.scores["day2"][fall.slug].overall["melanoma_auc"]
        assert fall.away == evaluation.scores["elsewhere"][fall.slug].overall["melanoma_auc"]
        assert fall.by.value == pytest.approx(fall.home.value - fall.away.value)
        assert fall.by.low < fall.by.value < fall.by.high


def test_only_a_loss_beyond_chance_is_certain(evaluation):
    assert {fall.slug: fall.is_certain for fall in falls(evaluation)} == {
        "committee": True,
        "resnet18": True,
        "small_cnn": False,
    }


def test_the_interval_is_that_of_two_independent_samples(evaluation):
    fall = falls(evaluation)[1]
    variance = 0.0
    for name in ("day2", "elsewhere"):
        tables = evaluation.benchmark.sets[name]
        _, covariance = delong_covariance(tables.truth == 0, tables.answers("resnet18").stated[:, 0])
        variance += float(covariance[0, 0])
    assert fall.by.high - fall.by.low == pytest.approx(2 * 1.96 * math.sqrt(variance), rel=0.15)
    home, away = (evaluation.resampled(name, "melanoma_auc")[1] for name in ("day2", "elsewhere"))
    assert (fall.by.low, fall.by.high) == tuple(np.quantile(home - away, ENDS))
    assert abs(np.corrcoef(home, away)[0, 1]) < 0.2


def test_with_a_loss_function_more_is_worse(evaluation):
    found = {fall.slug: fall for fall in falls(evaluation, "log_loss")}
    committee = found["committee"]
    assert committee.by.value == pytest.approx(committee.away.value - committee.home.value)
    assert committee.is_certain


def test_who_has_no_table_elsewhere_has_no_loss_and_without_the_set_nobody_has(folder, tmp_path):
    other = write_benchmark(tmp_path / "benchmark", quality=QUALITY)
    (other / "elsewhere" / "resnet18.csv").unlink()
    assert [fall.slug for fall in falls(evaluate(other, resamples=20))] == ["committee", "small_cnn"]
    (other / "truth" / "elsewhere.csv").unlink()
    assert falls(evaluate(other, resamples=20)) == ()


def test_without_melanomas_elsewhere_the_loss_is_undefined(tmp_path):
    other = write_benchmark(tmp_path / "benchmark", quality=QUALITY)
    truth = read_table(other / "truth" / "elsewhere.csv")
    write_table(other / "truth" / "elsewhere.csv", truth.images, np.eye(7)[np.maximum(truth.columns(), 1)])
    for fall in falls(evaluate(other, resamples=20)):
        assert math.isnan(fall.by.value)
        assert not fall.is_certain


def test_the_loss_of_a_card_is_that_of_the_leaderboard(folder, monkeypatch):
    monkeypatch.setattr("model.evaluation.transfer.BENCHMARK", folder)
    expected = {fall.slug: fall for fall in falls(evaluate(folder))}
    for slug in QUALITY:
        found = melanoma_fall(slug)
        assert found.by == expected[slug].by
        assert (found.home, found.away) == (expected[slug].home, expected[slug].away)

"""The scores against scikit-learn, by hand and by their properties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import recall_score, roc_auc_score

from model.evaluation import days, operating_point
from model.evaluation.days import day_scores
from model.evaluation.scores import balanced_accuracy, melanoma_auc, scores
from model.evaluation.tables import Table, write_table
from model.lesion.diagnosis import DIAGNOSES

RESAMPLES = 40


def truth_table(columns):
    return Table(tuple(f"image {index}" for index in range(len(columns))), np.eye(7)[columns])


def table_like(truth, values):
    return Table(truth.images, values)


def rows_that_favour(columns, favour=1.5, seed=0):
    """Probabilities that favour the given columns."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(len(columns), 7)) + favour * np.eye(7)[columns]
    return np.exp(logits) / np.exp(logits).sum(1, keepdims=True)


COLUMNS = np.random.default_rng(1).permutation(np.repeat(range(7), (20, 60, 15, 10, 25, 8, 8)))
"""Diagnoses of 146 images, as unevenly spread as in a practice."""


def test_balanced_accuracy_is_the_mean_recall_of_scikit_learn():
    values = rows_that_favour(COLUMNS)
    assert balanced_accuracy(COLUMNS, values) == pytest.approx(recall_score(COLUMNS, values.argmax(1), average="macro"))


def test_balanced_accuracy_by_hand():
    truth = np.array([0, 0, 1, 1, 1, 1])
    called = np.eye(7)[[0, 1, 1, 1, 1, 0]]
    assert balanced_accuracy(truth, called) == pytest.approx((1 / 2 + 3 / 4) / 2)


def test_melanoma_auc_is_that_of_scikit_learn():
    values = rows_that_favour(COLUMNS)
    assert melanoma_auc(COLUMNS, values) == pytest.approx(roc_auc_score(COLUMNS == 0, values[:, 0]))


def test_melanoma_auc_by_hand_counts_a_tie_as_half():
    values = np.zeros((5, 7))
    values[:, 0] = [0.9, 0.4, 0.4, 0.1, 0.5]
    assert melanoma_auc(np.array([0, 0, 1, 1, 4]), values) == pytest.approx((3 + 0.5 + 1) / 6)


@pytest.mark.parametrize("column", [0, 3])
def test_melanoma_auc_is_not_a_number_without_melanomas_or_with_nothing_else(column):
    assert math.isnan(melanoma_auc(np.full(5, column), rows_that_favour(np.full(5, column))))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32))
def test_the_scores_are_shares_and_do_not_depend_on_the_order_of_the_images(seed):
    values = rows_that_favour(COLUMNS, 0.5, seed)
    order = np.random.default_rng(seed).permutation(len(COLUMNS))
    for metric in (balanced_accuracy, melanoma_auc):
        assert 0 <= metric(COLUMNS, values) <= 1
        assert metric(COLUMNS[order], values[order]) == pytest.approx(metric(COLUMNS, values))


def test_the_interval_holds_the_value_and_is_the_same_every_time():
    truth = truth_table(COLUMNS)
    predictions = table_like(truth, rows_that_favour(COLUMNS))
    first, second = scores(truth, predictions, RESAMPLES), scores(truth, predictions, RESAMPLES)
    assert first == second
    assert set(first) == {"balanced_accuracy", "melanoma_auc"}
    assert all(0 <= score.low < score.value < score.high <= 1 for score in first.values())


def test_more_images_make_the_interval_narrower():
    truth, larger = truth_table(COLUMNS), truth_table(np.tile(COLUMNS, 4))
    values = rows_that_favour(COLUMNS)
    few = scores(truth, table_like(truth, values), RESAMPLES)
    many = scores(larger, table_like(larger, np.tile(values, (4, 1))), RESAMPLES)
    assert all(many[name].high - many[name].low < few[name].high - few[name].low for name in few)
    assert all(many[name].value == pytest.approx(few[name].value) for name in few)


def test_a_perfect_table_scores_one_without_doubt():
    truth = truth_table(COLUMNS)
    for score in scores(truth, table_like(truth, truth.values), RESAMPLES).values():
        assert (score.low, score.value, score.high) == (1, 1, 1)


def test_the_rows_may_come_in_any_order():
    truth = truth_table(COLUMNS)
    predictions = table_like(truth, rows_that_favour(COLUMNS))
    shuffled = predictions.in_order_of(tuple(reversed(truth.images)))
    assert scores(truth, shuffled, RESAMPLES) == scores(truth, predictions, RESAMPLES)


def test_tables_of_other_images_are_refused():
    truth = truth_table(COLUMNS)
    with pytest.raises(ValueError, match="rows missing for"):
        scores(truth, Table(("other",), np.zeros((1, 7))), RESAMPLES)


def test_a_table_without_melanomas_has_no_melanoma_auc_but_a_balanced_accuracy():
    columns = COLUMNS[COLUMNS != 0]
    truth = truth_table(columns)
    found = scores(truth, table_like(truth, rows_that_favour(columns)), RESAMPLES)
    assert math.isnan(found["melanoma_auc"].value)
    assert 0 < found["balanced_accuracy"].low < found["balanced_accuracy"].high < 1


def test_probabilities_in_place_of_the_truth_are_refused():
    truth = truth_table(COLUMNS)
    predictions = table_like(truth, rows_that_favour(COLUMNS))
    with pytest.raises(ValueError, match="image"):
        scores(predictions, predictions, RESAMPLES)


def test_tables_without_rows_are_refused():
    empty = Table((), np.empty((0, 7)))
    with pytest.raises(ValueError, match=r"."):
        scores(empty, empty, RESAMPLES)


def test_the_scores_of_both_days_count_melanomas_at_the_operating_point(tmp_path, monkeypatch):
    monkeypatch.setattr(days, "BENCHMARK", tmp_path)
    monkeypatch.setattr(operating_point, "BENCHMARK", tmp_path)
    monkeypatch.setattr(days, "scores", lambda truth, predictions: scores(truth, predictions, RESAMPLES))
    values = rows_that_favour(COLUMNS).astype(np.float32)
    images = [f"image {index}" for index in range(len(COLUMNS))]
    for day in days.DAYS:
        (tmp_path / day).mkdir()
        (tmp_path / "truth").mkdir(exist_ok=True)
        write_table(tmp_path / "truth" / f"{day}.csv", images, np.eye(7, dtype=np.float32)[COLUMNS])
        write_table(tmp_path / day / "some.csv", images[::-1], values[::-1])
    found = day_scores("some", 0.25)
    assert list(found) == ["day1", "day2"]
    day = found["day1"]
    assert day.images == len(COLUMNS)
    above = np.round(values[:, DIAGNOSES[0].column].astype(float), 6) >= 0.25
    assert day.scores["sensitivity"].value == pytest.approx(above[COLUMNS == 0].mean())
    assert day.scores["specificity"].value == pytest.approx(1 - above[COLUMNS != 0].mean())
    assert day.scores["balanced_accuracy"].value == pytest.approx(balanced_accuracy(COLUMNS, values))

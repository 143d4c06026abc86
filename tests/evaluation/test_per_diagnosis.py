"""What is recognised of each diagnosis, and the figures beside it: compared with scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import recall_score, roc_auc_score

from model.evaluation.per_diagnosis import best_and_worst, recognised, recognised_on
from model.evaluation.tables import Table
from model.evaluation.track_record import area_under_curve, expected_calibration_error, measured, track_record
from model.lesion.diagnosis import DIAGNOSES, Diagnosis


def tables(columns, values):
    names = tuple(f"image_{number}" for number in range(len(columns)))
    return Table(names, np.eye(7)[columns]), Table(names, np.asarray(values, float))


def random_tables(seed=3, count=400):
    rng = np.random.default_rng(seed)
    return tables(rng.integers(0, 7, count), np.round(rng.dirichlet(np.ones(7), count), 2))


def test_the_shares_are_those_of_scikit_learn():
    truth, predictions = random_tables()
    expected = recall_score(truth.values.argmax(1), predictions.values.argmax(1), labels=range(7), average=None)
    assert [one.sensitivity.value for one in recognised(truth, predictions)] == pytest.approx(expected)


def test_rows_in_another_order_are_counted_the_same():
    truth, predictions = random_tables()
    shuffled = predictions.in_order_of(predictions.images[::-1])
    assert recognised(truth, shuffled) == recognised(truth, predictions)


def test_a_diagnosis_without_a_photo_has_no_share_and_is_neither_best_nor_worst():
    found = recognised(*tables([0, 0, 1], np.eye(7)[[0, 1, 1]]))
    assert np.isnan(found[Diagnosis.DF.column].sensitivity.value)
    best, worst = best_and_worst(found)
    assert (best.diagnosis, worst.diagnosis) == (Diagnosis.NV, Diagnosis.MEL)
    assert best_and_worst([one for one in found if not one.photos]) is None


def test_the_area_under_the_curve_is_that_of_scikit_learn_with_ties():
    truth, predictions = random_tables()
    positive = truth.values.argmax(1) == 0
    expected = roc_auc_score(positive, predictions.values[:, 0])
    assert measured(truth, predictions).melanoma_auc == pytest.approx(expected, abs=1e-12)


def test_the_area_of_one_class_alone_is_undefined():
    assert np.isnan(area_under_curve(np.array([True, True]), np.array([0.1, 0.2])))


def test_the_calibration_error_is_the_weighted_gap_of_the_bins():
    right = np.array([True, True, False, False, True])
    confidence = np.array([0.95, 0.95, 0.95, 0.5, 1.0])
    by_hand = (abs(3 - (0.95 * 3 + 1.0)) + abs(0 - 0.5)) / 5  # 1.0 shares the last bin with 0.95
    assert expected_calibration_error(right, confidence) == pytest.approx(by_hand)
    assert np.isnan(expected_calibration_error(np.array([], bool), np.array([])))


@pytest.mark.parametrize("day", ["day1", "day2"])
def test_the_committed_tables_can_be_counted(day):
    found = recognised_on(day, "resnet18")
    assert [one.diagnosis for one in found] == list(DIAGNOSES)
    assert all(0 < one.hits <= one.photos for one in found)
    assert 0 <= track_record(day, "resnet18").calibration_error <= 1


def test_tables_of_different_images_are_refused():
    truth, predictions = random_tables()
    with pytest.raises(ValueError, match="image_399"):
        recognised(truth, Table(predictions.images[:-1], predictions.values[:-1]))

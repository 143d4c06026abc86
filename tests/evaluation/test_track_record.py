"""The figures of one algorithm on a page: the same as those of the leaderboard."""

from __future__ import annotations

import numpy as np
import pytest

from model.evaluation.answers import answers_of
from model.evaluation.metrics import METRICS, class_metrics
from model.evaluation.tables import ImageTable
from model.evaluation.track_record import best_and_worst, measured, track_record
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.practice import default_practice


def tables(columns, values):
    names = tuple(f"image_{number}" for number in range(len(columns)))
    return ImageTable(names, np.eye(7)[columns]), ImageTable(names, np.asarray(values, float))


def random_tables(seed=3, count=400):
    """Many ties: probabilities of two decimals."""
    rng = np.random.default_rng(seed)
    hundredths = rng.multinomial(100, rng.dirichlet(np.ones(7), count))
    return tables(rng.integers(0, 7, count), hundredths / 100)


def test_the_figures_are_those_of_the_leaderboard():
    truth, predictions = random_tables()
    answers, found = answers_of(truth, predictions, practice=default_practice()), measured(truth, predictions)
    assert (answers.called == 7).any()  # undecided, and wrong on every page
    assert found.melanoma_auc == pytest.approx(METRICS["melanoma_auc"].value(answers).value, abs=1e-12)
    assert found.calibration_error == pytest.approx(METRICS["expected_calibration_error"].value(answers).value)
    shares = [class_metrics(column)["sensitivity"].value(answers).value for column in range(7)]
    assert [one.sensitivity.value for one in found.recognised] == pytest.approx(shares)


def test_rows_in_another_order_are_counted_the_same():
    truth, predictions = random_tables()
    shuffled = predictions.in_order_of(predictions.images[::-1])
    assert measured(truth, shuffled) == measured(truth, predictions)


def test_a_diagnosis_without_a_photo_has_no_share_and_is_neither_best_nor_worst():
    found = measured(*tables([0, 0, 1], np.eye(7)[[0, 1, 1]])).recognised
    assert np.isnan(found[Diagnosis.DF.column].sensitivity.value)
    best, worst = best_and_worst(found)
    assert (best.diagnosis, worst.diagnosis) == (Diagnosis.NV, Diagnosis.MEL)
    assert best_and_worst([one for one in found if not one.photos]) is None


def test_what_cannot_be_said_is_not_a_number():
    assert np.isnan(measured(*tables([0, 0], np.eye(7)[[0, 1]])).melanoma_auc)
    assert np.isnan(measured(*tables([1, 1], np.eye(7)[[0, 1]])).melanoma_auc)
    assert np.isnan(measured(*tables([0, 1], np.eye(7)[[0, 1]] / 2)).calibration_error)


@pytest.mark.parametrize("day", ["day1", "day2"])
def test_the_committed_tables_can_be_counted(day):
    found = track_record(day, "resnet18")
    assert [one.diagnosis for one in found.recognised] == list(DIAGNOSES)
    assert all(0 < one.hits <= one.photos for one in found.recognised)
    assert 0 <= found.calibration_error <= 1


def test_tables_of_different_images_are_refused():
    truth, predictions = random_tables()
    with pytest.raises(ValueError, match="image_399"):
        measured(truth, ImageTable(predictions.images[:-1], predictions.values[:-1]))

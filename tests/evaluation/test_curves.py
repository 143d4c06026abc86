"""The points of the charts: on the curves of scikit-learn, inside their bands, and empty with a reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import auc as area_under

from model.evaluation.answers import Answers
from model.evaluation.curves import GRID, confusion, decision_curve, precision_recall, reliability, roc
from model.evaluation.decisions import net_benefit
from model.evaluation.detection import auc, average_precision
from model.evaluation.intervals import Undefined, wilson
from model.evaluation.resampling import draw
from model.evaluation.tables import CLASSES
from tests.evaluation.examples import COLUMNS, EXAMPLES, answers_for, tied

CURVES = {"roc": roc, "precision_recall": precision_recall, "decision_curve": decision_curve}


@pytest.mark.parametrize("answers", [answers_for(), tied(answers_for())], ids=["ordinary", "ties"])
def test_the_area_under_the_points_is_the_score(answers):
    curve = roc(answers)
    assert area_under(curve.x, curve.y) == pytest.approx(auc(answers, 0).value)
    curve = precision_recall(answers)
    assert (np.diff(curve.x, prepend=0) * curve.y).sum() == pytest.approx(average_precision(answers, 0).value)
    assert (np.diff(curve.x) >= 0).all()


@pytest.mark.parametrize("answers", [answers_for(), tied(answers_for())], ids=["ordinary", "ties"])
def test_the_band_of_undrawn_images_is_the_curve_itself(answers):
    once = np.ones((146, 2))
    curve = roc(answers, once)
    # between corners the curve is straight; at a vertical piece the band takes its top
    expected = [
        curve.y[curve.x <= at].max() if (curve.x == at).any() else np.interp(at, curve.x, curve.y) for at in GRID
    ]
    np.testing.assert_allclose(curve.low, expected, atol=1e-9)
    np.testing.assert_allclose(curve.high, expected, atol=1e-9)
    curve = precision_recall(answers, once)
    expected = [curve.y[curve.x >= at - 1e-9][0] for at in curve.band_x]
    np.testing.assert_allclose(curve.low, expected, atol=1e-9)
    curve = decision_curve(answers, once)
    np.testing.assert_allclose(curve.high, curve.net_benefit, atol=1e-9)


def test_bands_hold_most_of_their_curve():
    answers = answers_for()
    counts = draw(COLUMNS, resamples=200)
    for curve in (roc(answers, counts), precision_recall(answers, counts)):
        height = np.interp(curve.band_x, curve.x, curve.y)
        assert (curve.low <= curve.high).all()
        assert ((curve.low - 0.02 <= height) & (height <= curve.high + 0.02)).mean() > 0.9
    curve = decision_curve(answers, counts)
    assert ((curve.low <= curve.net_benefit) & (curve.net_benefit <= curve.high)).mean() > 0.9


def test_a_curve_is_that_of_the_target():
    answers = replace(answers_for(), target=CLASSES[1])
    curve = roc(answers)
    assert area_under(curve.x, curve.y) == pytest.approx(auc(answers, 1).value)


@pytest.mark.parametrize("name", ["without melanoma", "melanoma only"])
def test_what_cannot_be_drawn_says_why(name):
    for curve in (roc(EXAMPLES[name]), precision_recall(EXAMPLES[name])):
        assert curve.reason in {Undefined.NO_POSITIVE, Undefined.NO_NEGATIVE}
        assert curve.x.size == curve.y.size == curve.low.size == 0


@pytest.mark.parametrize("draws", CURVES)
def test_a_target_that_is_no_class_has_no_curve(draws):
    assert CURVES[draws](Answers(np.array([0, 1]), np.eye(2), ("a", "b"))).reason == Undefined.NO_SUCH_CLASS


def test_the_reliability_of_a_class_is_that_of_scikit_learn():
    answers = answers_for()
    found = reliability(answers, 10, column=0)
    observed, stated = calibration_curve(COLUMNS == 0, answers.probabilities[:, 0], n_bins=10)
    np.testing.assert_allclose(found.observed, observed)
    np.testing.assert_allclose(found.stated, stated)
    assert found.images.sum() == 146
    first = wilson(round(found.observed[0] * found.images[0]), int(found.images[0]))
    assert (found.low[0], found.high[0]) == (first.low, first.high)


def test_the_reliability_of_confidence_counts_hits_and_leaves_out_empty_bins():
    rows = np.array([[0.95, 0.05], [0.92, 0.08], [0.55, 0.45]])
    found = reliability(Answers(np.array([0, 1, 0]), rows, ("a", "b")), 10)
    assert found.low_edge.tolist() == [0.5, 0.9]
    assert found.high_edge.tolist() == [0.6, 1.0]
    assert found.images.tolist() == [1, 2]
    assert found.observed.tolist() == [1, 0.5]
    np.testing.assert_allclose(found.stated, [0.55, 0.935])


def test_net_benefit_along_the_curve_is_the_score_at_each_threshold():
    answers = answers_for()
    curve = decision_curve(answers, thresholds=np.array([0.1, 0.3]))
    assert curve.net_benefit.tolist() == pytest.approx([net_benefit(answers, 0, at).value for at in (0.1, 0.3)])
    share = (COLUMNS == 0).mean()
    assert curve.everyone.tolist() == pytest.approx([share - (1 - share) / 9, share - (1 - share) * 3 / 7])
    assert np.isnan(curve.low).all()


def test_the_confusion_matrix_counts_every_image_and_the_undecided():
    answers = tied(answers_for())
    found = confusion(answers)
    assert found.shape == (7, 8)
    assert found.sum() == 146
    assert found.sum(1).tolist() == np.bincount(COLUMNS).tolist()
    assert found[:, 7].sum() == (answers.called == 7).sum() > 0
    assert confusion(Answers(np.empty(0, int), np.empty((0, 7)))).sum() == 0

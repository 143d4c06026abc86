"""The bootstrap: what is drawn, that its intervals are those of others, and that they cover what they promise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import bootstrap, rankdata

from model.evaluation.answers import Answers
from model.evaluation.classification import resampled_accuracy
from model.evaluation.detection import auc, resampled_auc
from model.evaluation.intervals import Undefined, Value, wilson
from model.evaluation.resampling import draw, interval, seed_of
from model.evaluation.tally import Tally
from tests.evaluation.examples import COLUMNS


def test_every_resample_has_as_many_images_of_each_diagnosis_as_the_truth():
    counts = draw(COLUMNS, resamples=50)
    assert counts.shape == (146, 50)
    for of in np.eye(7, dtype=bool)[COLUMNS].T:
        assert (counts[of].sum(0) == of.sum()).all()


def test_images_of_a_lesion_are_drawn_together():
    lesions = np.array([f"lesion {index // 3}" for index in range(146)])
    truth = np.repeat(np.arange(49) % 7, 3)[:146]
    counts = draw(truth, resamples=30, groups=lesions)
    for start in range(0, 144, 3):
        assert (counts[start : start + 3] == counts[start]).all()
    whole = truth < 5  # the last lesion, of diagnosis 6, has two images only
    assert (counts[whole].sum(0) == whole.sum()).all()


def test_single_images_with_and_without_names_of_lesions_are_drawn_alike():
    names = [f"{index:03}" for index in np.random.default_rng(0).permutation(146)]
    np.testing.assert_array_equal(draw(COLUMNS, resamples=20, groups=names), draw(COLUMNS, resamples=20))


def test_the_same_images_are_always_drawn_alike_and_others_independently():
    same, other = seed_of(["a", "b"]), seed_of(["a", "c"])
    assert (draw(COLUMNS, same, 5) == draw(COLUMNS, seed_of(["a", "b"]), 5)).all()
    assert (draw(COLUMNS, same, 5) != draw(COLUMNS, other, 5)).any()


def test_nothing_to_draw_from_gives_nothing():
    assert draw(np.empty(0, int), resamples=4).shape == (0, 4)


def test_the_interval_of_a_mean_is_that_of_scipy():
    rng = np.random.default_rng(3)
    truth = np.zeros(80, int)
    answers = Answers(truth, np.eye(2)[(rng.random(80) < 0.3).astype(int)], ("a", "b"))
    right = (answers.called == truth).astype(float)
    ours = interval(Value(right.mean()), resampled_accuracy(Tally(answers, draw(truth, 1, 20_000))))
    theirs = bootstrap((right,), np.mean, n_resamples=20_000, method="percentile", rng=2).confidence_interval
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.0126)  # one image of 80


def test_the_interval_of_an_area_is_that_of_scipy():
    rng = np.random.default_rng(4)
    positive, negative = rng.normal(1, 1, 40), rng.normal(0, 1, 70)
    answers = scored(positive, negative)

    def area(hits, others, axis=-1):
        among = rankdata(np.concatenate([hits, others], axis=axis), axis=axis)
        own = np.take(among, range(hits.shape[axis]), axis=axis).sum(axis)
        return (own - 40 * 41 / 2) / (40 * 70)

    ours = interval(auc(answers, 0), resampled_auc(Tally(answers, draw(answers.truth, 5, 10_000)), 0))
    theirs = bootstrap(
        (positive, negative), area, n_resamples=10_000, method="percentile", vectorized=True, rng=6
    ).confidence_interval
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.005)


def scored(positive, negative):
    """Scores of the first of two classes, brought into [0, 1]."""
    probability = 1 / (1 + np.exp(-np.r_[positive, negative]))
    truth = np.repeat([0, 1], (len(positive), len(negative)))
    return Answers(truth, np.column_stack([probability, 1 - probability]), ("MEL", "other"))


def covered(intervals, value):
    return np.mean([low <= value <= high for low, high in intervals])


def test_the_bootstrap_interval_of_an_area_covers_it_95_times_in_100():
    rng = np.random.default_rng(2017)
    area = 0.5 * (1 + math.erf(1.2 / 2))  # of two normal distributions 1.2 apart
    found = []
    for _ in range(1000):
        answers = scored(rng.normal(1.2, 1, 60), rng.normal(0, 1, 90))
        drawn = resampled_auc(Tally(answers, draw(answers.truth, rng.integers(2**32), 400)), 0)
        found.append(np.quantile(drawn, (0.025, 0.975)))
    assert 0.93 <= covered(found, area) <= 0.97


def test_the_bootstrap_interval_of_a_balanced_accuracy_covers_it_95_times_in_100():
    rng = np.random.default_rng(2018)
    shares, sizes = np.array([0.9, 0.7, 0.6]), (120, 60, 60)
    truth = np.repeat(np.arange(3), sizes)
    found = []
    for _ in range(1000):
        right = rng.random(len(truth)) < shares[truth]
        # drawing images of one diagnosis again is drawing a binomial number of right ones
        hits = [rng.binomial(size, right[truth == column].mean(), 400) / size for column, size in enumerate(sizes)]
        found.append(np.quantile(np.mean(hits, axis=0), (0.025, 0.975)))
    assert 0.93 <= covered(found, shares.mean()) <= 0.97


def test_the_shortcut_of_the_simulation_draws_what_the_bootstrap_draws():
    truth = np.repeat([0, 1], (40, 40))
    answers = Answers(truth, np.eye(2)[np.where(np.arange(80) % 4 == 0, 1 - truth, truth)], ("a", "b"))
    drawn = resampled_accuracy(Tally(answers, draw(truth, 1, 20_000)))
    expected = np.random.default_rng(2).binomial(40, 0.75, (2, 20_000)).mean(0) / 40
    assert drawn.mean() == pytest.approx(expected.mean(), abs=0.002)
    assert drawn.std() == pytest.approx(expected.std(), rel=0.03)


def test_the_wilson_interval_covers_a_share_95_times_in_100():
    rng = np.random.default_rng(2019)
    intervals = [wilson(hits, 120) for hits in range(121)]
    for share in (0.6, 0.75, 0.9):
        hits = rng.binomial(120, share, 5000)
        assert 0.93 <= covered([(intervals[hit].low, intervals[hit].high) for hit in hits], share) <= 0.97


def test_an_undefined_value_keeps_its_reason_and_has_no_interval():
    found = interval(Value(math.nan, Undefined.NO_POSITIVE), np.ones(10))
    assert found.reason == Undefined.NO_POSITIVE
    assert math.isnan(found.low)


def test_a_value_that_most_resamples_leave_undefined_has_no_interval():
    drawn = np.r_[np.full(90, 0.5), np.full(10, np.nan)]
    found = interval(Value(0.5), drawn)
    assert (found.value, found.reason) == (0.5, Undefined.FEW_RESAMPLES)
    assert math.isnan(found.high)
    assert interval(Value(0.5), drawn[:93]).low == 0.5

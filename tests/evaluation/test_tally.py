"""Scores of many resamples at once are the scores of tables in which the drawn images are really repeated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.evaluation.answers import Answers
from model.evaluation.metrics import METRICS, class_metrics
from model.evaluation.tally import Tally, accumulated, once
from tests.evaluation.examples import EXAMPLES, answers_for, tied


def all_metrics(answers):
    of_class = [metric for column in range(len(answers.classes)) for metric in class_metrics(column).values()]
    return [*METRICS.values(), *of_class]


def repeated(answers, counts):
    """The images as often as they were drawn."""
    drawn = np.repeat(np.arange(len(answers.truth)), counts.astype(int))
    return replace(answers, truth=answers.truth[drawn], probabilities=answers.probabilities[drawn])


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_image_once_gives_the_score_itself(name):
    answers = EXAMPLES[name]
    tally = once(answers)
    for metric in all_metrics(answers):
        value = metric.value(answers)
        assert metric.resampled(tally) == pytest.approx([value.value], abs=1e-9, nan_ok=True), metric.name


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_a_drawn_image_counts_as_often_as_it_is_drawn(seed, with_ties):
    rng = np.random.default_rng(seed)
    truth = np.r_[np.arange(7), rng.integers(0, 7, 20)]
    answers = answers_for(truth, 1.0, seed)
    answers = tied(answers) if with_ties else answers
    counts = rng.integers(1, 3, (len(truth), 3)).astype(float)
    counts[7:] *= rng.integers(0, 2, (20, 3))  # every class stays, or the means over classes would differ
    tally = Tally(answers, counts)
    for metric in all_metrics(answers):
        expected = [metric.value(repeated(answers, drawn)).value for drawn in counts.T]
        assert metric.resampled(tally) == pytest.approx(expected, abs=1e-9, nan_ok=True), metric.name


def test_counts_in_single_precision_change_no_score_that_one_could_see():
    answers = answers_for()
    counts = np.random.default_rng(0).multinomial(146, np.full(146, 1 / 146), 50).T
    for metric in all_metrics(answers):
        single = metric.resampled(Tally(answers, counts.astype(np.float32)))
        assert single == pytest.approx(metric.resampled(Tally(answers, counts.astype(float))), abs=2e-6, nan_ok=True)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.floats(0.1, 8), st.integers(0, 6))
def test_ranking_scores_do_not_change_when_the_probabilities_are_bent(seed, power, column):
    answers = answers_for(seed=seed)
    bent = replace(answers, probabilities=answers.probabilities**power)
    for name in ("auc", "average_precision"):
        metric = class_metrics(column)[name]
        assert metric.value(bent).value == pytest.approx(metric.value(answers).value, abs=1e-9)
        assert metric.resampled(once(bent)) == pytest.approx(metric.resampled(once(answers)), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_scores_stay_within_their_bounds(seed, with_ties):
    answers = answers_for(favour=0.3, seed=seed)
    answers = tied(answers) if with_ties else answers
    bounds = {
        "cohen_kappa_score": (-1, 1),
        "melanoma_partial_auc": (0, 0.2),
        "brier_score_loss": (0, 2),
        "log_loss": (0, 37),
        "net_benefit": (-0.25, 1),
    }
    for metric in all_metrics(answers):
        low, high = bounds.get(metric.name, (0, 1))
        value = metric.value(answers)
        assert value.reason is not None or low - 1e-12 <= value.value <= high + 1e-12, metric.name


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_scores_depend_neither_on_the_order_of_the_images_nor_of_the_classes(seed, with_ties):
    answers = answers_for(favour=0.5, seed=seed)
    answers = tied(answers) if with_ties else answers
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(len(answers.truth)), rng.permutation(7)
    shuffled = Answers(
        np.argsort(columns)[answers.truth[rows]],
        answers.probabilities[rows][:, columns],
        tuple(np.array(answers.classes)[columns].tolist()),
        threshold=answers.threshold,
    )
    for metric in METRICS.values():
        assert metric.value(shuffled).value == pytest.approx(metric.value(answers).value, abs=1e-9, nan_ok=True)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_with_both_sides_exchanged_the_area_and_the_points_are_mirrored(seed):
    two = Answers(np.arange(40) % 2, answers_for(np.arange(40) % 2, seed=seed).probabilities[:, :2], ("MEL", "OTHER"))
    mirrored = Answers(1 - two.truth, 1 - two.probabilities, ("MEL", "OTHER"))
    metric = class_metrics(0)["auc"]
    assert metric.value(mirrored).value == pytest.approx(metric.value(two).value, abs=1e-12)


def test_the_sum_of_rows_is_the_cumulative_sum():
    rows = np.random.default_rng(0).random((7, 5))
    np.testing.assert_allclose(accumulated(rows), np.cumsum(rows, axis=0))
    assert accumulated(rows[:0]).shape == (0, 5)

"""Truth and probabilities: who is called what, and what is no distribution."""

from __future__ import annotations

import numpy as np
import pytest

from model.evaluation.answers import Answers, answers_of, called
from model.evaluation.tables import ImageTable
from model.table_errors import TableMissingImages, TruthUnclear


def test_an_image_whose_largest_probability_is_shared_is_undecided():
    rows = np.array([[0.5, 0.3, 0.2], [0.4, 0.4, 0.2], [0.1, 0.2, 0.7], [0, 0, 0]])
    assert called(rows).tolist() == [0, 3, 2, 3]


def test_rows_may_miss_the_sum_of_1_by_the_rounding_of_a_table_only():
    row = np.full((1, 3), 1 / 3).round(6)
    assert Answers(np.array([0]), row, ("a", "b", "c")).is_distribution
    assert not Answers(np.array([0]), row + 0.001, ("a", "b", "c")).is_distribution


def test_a_target_that_is_no_class_has_no_column():
    assert Answers(np.array([0]), np.ones((1, 2)), ("a", "b")).column is None
    assert Answers(np.array([0]), np.ones((1, 2)), ("a", "MEL")).column == 1


def test_some_of_the_images_keep_their_rows_and_the_operating_point():
    answers = Answers(np.arange(3), np.eye(3), ("a", "b", "MEL"), threshold=0.3)
    some = answers.of(np.array([True, False, True]))
    assert some.truth.tolist() == [0, 2]
    assert some.called.tolist() == [0, 2]
    assert (some.threshold, some.classes) == (0.3, answers.classes)


def test_two_tables_become_answers_in_the_order_of_the_truth():
    truth = ImageTable(("x", "y"), np.eye(7)[[2, 0]])
    answers = answers_of(truth, ImageTable(("y", "x"), np.eye(7)[[0, 5]]), 0.4)
    assert answers.truth.tolist() == [2, 0]
    assert answers.called.tolist() == [5, 0]
    assert answers.threshold == 0.4


def test_tables_that_do_not_fit_are_refused():
    with pytest.raises(TableMissingImages):
        answers_of(ImageTable(("x", "y"), np.eye(7)[[0, 1]]), ImageTable(("x",), np.eye(7)[[0]]))
    with pytest.raises(TruthUnclear):
        answers_of(ImageTable(("x",), np.full((1, 7), 0.5)), ImageTable(("x",), np.eye(7)[[0]]))

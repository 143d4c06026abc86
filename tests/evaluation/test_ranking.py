"""Ranks, and what resampling says about them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, rankdata

from model.evaluation.ranking import certainty, kendall_taus, ranks

VALUES = st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.4]), min_size=2, max_size=8)


@settings(deadline=None)
@given(VALUES)
def test_equal_values_share_the_better_rank_as_in_scipy(values):
    values = np.array(values)
    assert ranks(values).tolist() == rankdata(-values, method="min").tolist()
    assert ranks(values, higher_is_better=False).tolist() == rankdata(values, method="min").tolist()


def test_what_has_no_value_has_no_rank_and_takes_none():
    found = ranks(np.array([0.5, np.nan, 0.7]))
    assert found[[0, 2]].tolist() == [2, 1]
    assert math.isnan(found[1])


@settings(deadline=None, max_examples=40)
@given(VALUES, st.integers(0, 2**32))
def test_tau_is_that_of_scipy(values, seed):
    values = np.array(values)
    drawn = np.random.default_rng(seed).integers(0, 4, (len(values), 6)).astype(float)
    expected = [kendalltau(values, column).statistic for column in drawn.T]
    np.testing.assert_allclose(kendall_taus(values, drawn), [tau for tau in expected if not math.isnan(tau)])


def test_a_clear_order_is_certain():
    values = np.array([0.9, 0.5, 0.7])
    found = certainty(values, values[:, None] + np.random.default_rng(0).normal(0, 0.01, (3, 500)))
    assert found.ranks.tolist() == found.low.tolist() == found.high.tolist() == [1, 3, 2]
    assert found.first.tolist() == [1, 0, 0]
    assert (found.kendall_tau, found.tau_low, found.tau_high) == (1, 1, 1)
    np.testing.assert_array_equal(found.shares, np.eye(3)[[0, 2, 1]])


def test_equals_share_the_probability_of_being_first():
    drawn = np.tile([[0.5], [0.5], [0.1]], (1, 10))
    found = certainty(np.array([0.5, 0.5, 0.1]), drawn)
    assert found.first.tolist() == [0.5, 0.5, 0]
    assert found.ranks.tolist() == [1, 1, 3]


def test_two_that_cannot_be_told_apart_are_first_equally_often():
    drawn = np.random.default_rng(0).normal(0.7, 0.05, (2, 20_000))
    found = certainty(np.array([0.7, 0.7]), drawn)
    assert found.first == pytest.approx([0.5, 0.5], abs=0.015)
    assert found.low.tolist() == [1, 1]
    assert found.high.tolist() == [2, 2]


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 6), st.integers(0, 2**32), st.booleans())
def test_shares_of_ranks_and_probabilities_of_being_first_add_up(size, seed, higher_is_better):
    rng = np.random.default_rng(seed)
    values = rng.random(size)
    found = certainty(values, values[:, None] + rng.normal(0, 0.2, (size, 50)), higher_is_better)
    np.testing.assert_allclose(found.shares.sum(1), 1)
    assert found.first.sum() == pytest.approx(1)
    assert (found.low <= found.high).all()
    turned = certainty(-values, -(values[:, None] + 0), higher_is_better=not higher_is_better)
    np.testing.assert_array_equal(turned.ranks, found.ranks)


def test_one_alone_has_rank_1_and_no_tau():
    found = certainty(np.array([0.4]), np.full((1, 5), 0.4))
    assert found.ranks.tolist() == [1]
    assert math.isnan(found.kendall_tau)


def test_nobody_has_no_ranking():
    found = certainty(np.empty(0), np.empty((0, 5)))
    assert found.ranks.size == found.first.size == 0


def test_a_ranking_without_resamples_says_nothing_about_its_certainty():
    found = certainty(np.array([0.4, 0.6]), np.full((2, 0), np.nan))
    assert found.ranks.tolist() == [2, 1]
    assert np.isnan(found.low).all()

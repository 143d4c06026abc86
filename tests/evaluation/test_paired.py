"""DeLong, McNemar, Holm and kappa against other implementations, published examples and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, roc_auc_score
from statsmodels.stats.contingency_tables import mcnemar as their_mcnemar
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests

from model.evaluation.paired import (
    all_pairs,
    bootstrap_difference,
    delong,
    delong_covariance,
    delong_interval,
    holm,
    kappa_between,
    mcnemar_p,
    right_where_wrong,
)


def delong_by_definition(positive, rows):
    """DeLong et al. 1988, equations 4 to 8, pair by pair."""
    tens, ones = [], []
    for row in rows:
        hits, others = row[positive], row[~positive]
        wins = np.array([[1.0 if x > y else 0.5 if x == y else 0.0 for y in others] for x in hits])
        tens.append(wins.mean(1))
        ones.append(wins.mean(0))
    size = len(rows)
    covariance = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            m, n = len(tens[0]), len(ones[0])
            of_hits = sum((tens[i] - tens[i].mean()) * (tens[j] - tens[j].mean())) / (m - 1)
            of_others = sum((ones[i] - ones[i].mean()) * (ones[j] - ones[j].mean())) / (n - 1)
            covariance[i, j] = of_hits / m + of_others / n
    return np.array([ten.mean() for ten in tens]), covariance


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 4))
def test_delong_by_ranks_is_delong_by_definition(seed, decimals):
    rng = np.random.default_rng(seed)
    positive = rng.permutation(np.repeat([True, False], (7, 12)))
    rows = (rng.random((3, 19)) + 0.4 * positive).round(decimals)  # few decimals give ties
    areas, covariance = delong_covariance(positive, rows)
    expected_areas, expected = delong_by_definition(positive, rows)
    np.testing.assert_allclose(areas, expected_areas, atol=1e-12)
    np.testing.assert_allclose(covariance, expected, atol=1e-12)
    np.testing.assert_allclose(areas, [roc_auc_score(positive, row) for row in rows], atol=1e-12)


def test_the_difference_of_an_algorithm_from_itself_is_none():
    rng = np.random.default_rng(0)
    positive, row = np.arange(30) < 10, rng.random(30)
    found = delong(positive, row, row)
    assert (found.value, found.low, found.high, found.p) == (0, 0, 0, 1)


def test_exchanging_the_two_turns_the_difference_around():
    rng = np.random.default_rng(1)
    positive, one, other = np.arange(60) < 20, rng.random(60), rng.random(60)
    found, turned = delong(positive, one, other), delong(positive, other, one)
    assert (turned.value, turned.low, turned.high) == pytest.approx((-found.value, -found.high, -found.low))
    assert turned.p == pytest.approx(found.p)


def test_the_delong_test_rejects_5_times_in_100_where_there_is_no_difference():
    rng = np.random.default_rng(2017)
    positive = np.repeat([True, False], (60, 90))
    p = []
    for _ in range(2000):
        lesion = rng.normal(size=150) + positive
        p.append(delong(positive, lesion + rng.normal(size=150), lesion + rng.normal(size=150)).p)
    assert 0.03 <= np.mean(np.array(p) < 0.05) <= 0.07


def test_the_delong_interval_covers_the_area_95_times_in_100():
    rng = np.random.default_rng(2018)
    positive = np.repeat([True, False], (80, 120))
    area = 0.5 * (1 + math.erf(1 / 2))
    intervals = [delong_interval(positive, rng.normal(size=200) + positive) for _ in range(2000)]
    assert 0.93 <= np.mean([low <= area <= high for _, low, high in intervals]) <= 0.97


def test_delong_needs_two_of_either_side():
    positive = np.array([True, False, False])
    assert np.isnan(delong_covariance(positive, np.array([0.3, 0.2, 0.1]))[0]).all()
    assert math.isnan(delong(positive, np.array([0.3, 0.2, 0.1]), np.array([0.3, 0.2, 0.1])).p)
    assert math.isnan(delong_interval(positive, np.array([0.3, 0.2, 0.1]))[1])


def test_a_perfect_ranking_has_an_interval_without_width_and_differs_surely_from_its_reverse():
    positive, row = np.arange(20) < 8, -np.arange(20.0)
    assert delong_interval(positive, row) == (1, 1, 1)
    assert delong(positive, row, -row).p == 0


def test_mcnemar_gives_the_published_p_values_of_fagerland_2013():
    """Airway hyper-responsiveness before and after transplantation, table 1 and 6: doi:10.1186/1471-2288-13-91."""
    assert round(mcnemar_p(1, 7, mid_p=False), 3) == 0.070
    assert round(mcnemar_p(1, 7, mid_p=True), 3) == 0.039


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_the_exact_form_is_that_of_statsmodels(only_first, only_second):
    theirs = their_mcnemar([[50, only_first], [only_second, 50]], exact=True).pvalue
    expected = 1.0 if only_first == only_second else theirs
    assert mcnemar_p(only_first, only_second, mid_p=False) == pytest.approx(expected, abs=1e-12)


def test_few_differences_are_tested_exactly_and_many_by_the_mid_p():
    assert mcnemar_p(5, 20) == mcnemar_p(5, 20, mid_p=False) > mcnemar_p(5, 20, mid_p=True)
    assert mcnemar_p(5, 21) == mcnemar_p(5, 21, mid_p=True) < mcnemar_p(5, 21, mid_p=False)


@pytest.mark.parametrize(
    "p", [[0.3], [0.04, 0.001, 0.03], [0.02, 1.0, 0.02, 0.0, 0.5], np.random.default_rng(0).random(20) ** 4], ids=len
)
def test_holm_is_that_of_statsmodels(p):
    np.testing.assert_allclose(holm(np.array(p)), multipletests(p, method="holm")[1], atol=1e-12)


def test_holm_leaves_out_what_is_undefined():
    found = holm(np.array([0.01, np.nan, 0.04]))
    assert found[[0, 2]].tolist() == [0.02, 0.04]
    assert math.isnan(found[1])
    assert holm(np.empty(0)).size == 0


def test_a_bootstrap_difference_tests_its_value_against_its_spread():
    rng = np.random.default_rng(0)
    drawn = rng.normal(0.8, 0.02, 4000), rng.normal(0.74, 0.02, 4000)
    found = bootstrap_difference(0.8, 0.74, *drawn)
    spread = 0.02 * math.sqrt(2)
    assert found.value == pytest.approx(0.06)
    assert (found.low, found.high) == pytest.approx((0.06 - 1.96 * spread, 0.06 + 1.96 * spread), abs=0.003)
    assert found.p == pytest.approx(math.erfc(0.06 / spread / math.sqrt(2)), abs=0.005)
    assert bootstrap_difference(0.5, 0.5, drawn[0], drawn[0]).p == 1
    assert math.isnan(bootstrap_difference(math.nan, 0.5, *drawn).p)


def test_all_pairs_are_compared_once_and_corrected_together():
    values, p = np.array([0.9, 0.8, 0.5]), {(0, 1): 0.04, (0, 2): 0.001, (1, 2): 0.03}
    found = all_pairs(("a", "b", "c"), lambda one, other: (values[one] - values[other], p[one, other]))
    np.testing.assert_allclose(found.differences, values[:, None] - values[None])
    assert found.p[0].tolist() == [1, 0.04, 0.001]
    np.testing.assert_allclose(found.adjusted, [[1, 0.06, 0.003], [0.06, 1, 0.06], [0.003, 0.06, 1]])


def test_kappa_between_algorithms_is_that_of_scikit_learn_and_statsmodels():
    rows = np.random.default_rng(0).random((3, 50, 4))
    calls = rows.argmax(2)
    found = kappa_between(rows)
    for one in range(3):
        for other in range(3):
            assert found[one, other] == pytest.approx(cohen_kappa_score(calls[one], calls[other]))
            table = np.array([[((calls[one] == i) & (calls[other] == j)).sum() for j in range(4)] for i in range(4)])
            assert found[one, other] == pytest.approx(cohens_kappa(table).kappa)


def test_two_that_always_say_the_same_one_thing_have_no_kappa():
    assert np.isnan(kappa_between(np.tile([0.9, 0.1], (2, 5, 1)))).all()


def test_who_is_right_where_another_is_wrong():
    truth = np.array([0, 0, 1, 1])
    rows = np.eye(2)[[[0, 0, 1, 1], [0, 1, 1, 0], [1, 1, 1, 0]]]
    found = right_where_wrong(truth, rows)
    assert np.isnan(found[0]).all()
    assert found[1].tolist() == [1, 0, 0]
    assert found[2].tolist() == pytest.approx([1, 1 / 3, 0])

"""Frequencies in, probabilities out: what a practice changes, what it never changes, and what is refused."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.lesion.diagnosis import DIAGNOSES
from model.lesion.practice import (
    DEFAULT_PRACTICE,
    EQUAL,
    FREQUENCIES,
    Practice,
    default_practice,
    in_practice,
    malignant,
    practice_named,
    practices,
    threshold_in,
)

NAMES = st.sampled_from(sorted(practices()))
WEIGHTS = st.lists(st.floats(1e-6, 1), min_size=7, max_size=7)


def normalised(weights):
    rows = np.atleast_2d(np.array(weights, np.float64))
    return rows / rows.sum(1, keepdims=True)


@given(rows=st.lists(WEIGHTS, min_size=1, max_size=6), frequencies=WEIGHTS)
def test_whatever_the_frequencies_each_row_sums_to_one(rows, frequencies):
    found = in_practice(normalised(rows), normalised(frequencies)[0])
    assert found.shape == (len(rows), 7)
    assert (found >= 0).all()
    np.testing.assert_allclose(found.sum(1), 1, atol=1e-12)


@given(rows=st.lists(WEIGHTS, min_size=1, max_size=6))
def test_equal_frequencies_change_nothing_to_the_last_bit(rows):
    for given_rows in (normalised(rows), normalised(rows).astype(np.float32)):
        np.testing.assert_array_equal(in_practice(given_rows, EQUAL.frequencies), given_rows)


@given(rows=st.lists(WEIGHTS, min_size=2, max_size=12), one=NAMES, other=NAMES)
def test_photos_keep_their_order_by_melanoma_in_every_practice(rows, one, other):
    first, second = (in_practice(normalised(rows), practices()[name].frequencies)[:, 0] for name in (one, other))
    order = np.argsort(first, kind="stable")
    steps = np.diff(second[order])
    assert (steps >= -1e-12).all()


@given(row=WEIGHTS, diagnosis=st.sampled_from(range(7)), share=st.floats(0.02, 0.9))
def test_a_more_frequent_diagnosis_becomes_more_probable(row, diagnosis, share):
    def frequencies(of):
        shares = np.full(7, (1 - of) / 6)
        shares[diagnosis] = of
        return shares

    rarer, more_frequent = (in_practice(normalised(row), frequencies(of))[0] for of in (share, share + 0.05))
    assert more_frequent[diagnosis] >= rarer[diagnosis]


def test_melanoma_carcinoma_and_bowens_disease_are_malignant_together():
    rows = np.array([[0.1, 0.2, 0.3, 0.05, 0.25, 0.06, 0.04], [0, 1, 0, 0, 0, 0, 0]])
    assert malignant(rows).tolist() == pytest.approx([0.45, 0])


def test_bayes_rule_by_hand():
    frequencies = np.array([0.1, 0.7, 0.05, 0.05, 0.05, 0.03, 0.02])
    row = np.array([[0.5, 0.25, 0.25, 0, 0, 0, 0]])
    found = in_practice(row, frequencies)[0]
    total = 0.5 * 0.1 + 0.25 * 0.7 + 0.25 * 0.05
    np.testing.assert_allclose(found[:3], [0.05 / total, 0.175 / total, 0.0125 / total])
    assert (found[3:] == 0).all()


@given(
    rows=st.lists(WEIGHTS, min_size=1, max_size=30),
    one=NAMES,
    other=NAMES,
    threshold=st.floats(0.001, 0.999),
    at_a_photo=st.booleans(),
)
def test_a_converted_threshold_has_the_same_photos_above_it(rows, one, other, threshold, at_a_photo):
    here, there = practices()[one], practices()[other]
    before, after = (in_practice(normalised(rows), of.frequencies)[:, 0] for of in (here, there))
    threshold = float(before[0]) if at_a_photo else threshold
    told_apart = np.abs(before - threshold) > 1e-9 * threshold  # beyond rounding
    told_apart[0] |= at_a_photo
    above = after >= threshold_in(threshold, here, there)
    np.testing.assert_array_equal(above[told_apart], (before >= threshold)[told_apart])


@given(threshold=st.floats(0, 1), one=NAMES, other=NAMES)
def test_there_and_back_is_where_it_was(threshold, one, other):
    here, there = practices()[one], practices()[other]
    back = threshold_in(threshold_in(threshold, here, there), there, here)
    assert back == pytest.approx(threshold, rel=1e-9, abs=1e-300)
    assert threshold_in(threshold, here, here) == threshold


def test_a_threshold_rises_with_the_share_of_melanomas():
    clinic = default_practice()
    found = [threshold_in(0.1, clinic, practice) for practice in practices().values()]
    assert found == sorted(found)
    # ten percent where one in ten is a melanoma says nothing new, nor does one percent where one in a hundred is
    assert found[0] == pytest.approx(0.01)
    assert found[2] == pytest.approx(0.4)


def test_no_threshold_for_equal_frequencies_divides_photos_as_one_in_a_practice_does():
    with pytest.raises(ValueError, match="no threshold in"):
        threshold_in(0.2, EQUAL, default_practice())
    assert threshold_in(0.2, EQUAL, EQUAL) == 0.2


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_a_threshold_that_is_no_probability_is_refused(threshold):
    with pytest.raises(ValueError, match=r"threshold in \[0, 1\]"):
        threshold_in(threshold, default_practice(), default_practice())


@pytest.mark.parametrize(
    "rows",
    [
        np.full(7, 1 / 7),
        np.full((1, 6), 1 / 6),
        np.full((1, 7), 0.5),
        np.array([[1.5, -0.5, 0, 0, 0, 0, 0]]),
        np.array([[np.nan, 1, 0, 0, 0, 0, 0]]),
        np.zeros((1, 7)),
    ],
)
def test_what_is_no_row_of_probabilities_is_refused_in_words(rows):
    for practice in (EQUAL, default_practice()):
        with pytest.raises(ValueError, match="expected rows of 7 probabilities"):
            in_practice(rows, practice.frequencies)


@pytest.mark.parametrize(
    "frequencies",
    [
        (0.5, 0.5),
        (0, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6),
        (1,) * 7,
        (np.nan,) * 7,
        (-1, 2, 0.2, 0.2, 0.2, 0.2, 0.2),
    ],
)
def test_what_are_no_frequencies_is_refused_in_words(frequencies):
    for refuses in (lambda: in_practice(np.full((1, 7), 1 / 7), frequencies), lambda: Practice("odd", frequencies)):
        with pytest.raises(ValueError, match=r"expected .*frequencies"):
            refuses()


def test_no_rows_give_no_rows():
    assert in_practice(np.empty((0, 7)), default_practice().frequencies).shape == (0, 7)


def test_the_practices_differ_by_their_melanomas_alone():
    assert {slug: practice.melanoma for slug, practice in practices().items()} == {
        "screening": 0.01,
        "clinic": 0.10,
        "tumour_centre": 0.40,
    }
    among = [np.array(of.frequencies[1:]) / sum(of.frequencies[1:]) for of in practices().values()]
    np.testing.assert_allclose(among, [among[0]] * len(among))
    assert default_practice() is practices()[DEFAULT_PRACTICE]


def test_the_counts_behind_the_practices_name_each_diagnosis_and_their_source():
    with FREQUENCIES.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["diagnosis"] for row in rows] == [str(diagnosis) for diagnosis in DIAGNOSES]
    assert all(int(row["lesions"]) > 0 and "HAM10000" in row["source"] for row in rows)


def test_a_practice_is_called_by_its_name_and_an_unknown_one_is_refused_with_those_there_are():
    assert practice_named("clinic") is default_practice()
    assert practice_named("equal") is EQUAL
    assert EQUAL.is_equal
    assert not default_practice().is_equal
    with pytest.raises(ValueError, match="screening, clinic, tumour_centre, got 'ward'"):
        practice_named("ward")

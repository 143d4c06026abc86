"""The Wilson interval against published figures, and by its properties."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model.evaluation.intervals import wilson


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_of_newcombe_1998_table_1_method_3(hits, total, low, high):
    """doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E."""
    found = wilson(hits, total)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 10**6))
@example(0, 7)
@example(10, 10)
@example(0, 1)
@example(1, 1)
def test_the_interval_holds_the_value_and_stays_between_0_and_1(hits, total):
    found = wilson(min(hits, total), total)
    assert 0 <= found.low <= found.value <= found.high <= 1


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(1, 500))
def test_counting_the_misses_instead_mirrors_the_interval(hits, total):
    hits = min(hits, total)
    found, mirrored = wilson(hits, total), wilson(total - hits, total)
    assert (found.low, found.high) == pytest.approx((1 - mirrored.high, 1 - mirrored.low), abs=1e-12)


@settings(deadline=None)
@given(st.integers(1, 100), st.integers(0, 100))
def test_more_of_the_same_makes_the_interval_narrower(total, hits):
    hits = min(hits, total)
    few, many = wilson(hits, total), wilson(4 * hits, 4 * total)
    assert many.high - many.low < few.high - few.low


def test_all_and_nothing_still_leave_a_doubt():
    assert wilson(0, 10).high > 0.2
    assert wilson(10, 10).low < 0.8


def test_of_nothing_there_is_no_proportion():
    found = wilson(0, 0)
    assert all(math.isnan(number) for number in (found.value, found.low, found.high))

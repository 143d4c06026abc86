"""The seven-point checklist: points of major and minor criteria, and the limit."""

from __future__ import annotations

from itertools import combinations

import pytest

from model.lesion.seven_points import POINTS, seven_points


def test_three_major_criteria_give_two_points_and_four_minor_ones_give_one():
    assert sorted(POINTS.values()) == [1, 1, 1, 1, 2, 2, 2]
    assert {slug for slug, points in POINTS.items() if points == 2} == {
        "atypical_pigment_network",
        "blue_white_veil",
        "atypical_vascular_pattern",
    }
    assert seven_points(list(POINTS)).points == 10


@pytest.mark.parametrize("count", range(8))
def test_a_lesion_is_suspicious_from_three_points_on(count):
    for ticks in combinations(POINTS, count):
        score = seven_points(ticks)
        assert score.points == sum(POINTS[slug] for slug in ticks)
        assert score.suspicious == (score.points >= 3)


def test_a_criterion_counts_once_and_an_unknown_one_is_an_error():
    assert seven_points(["irregular_streaks"] * 3).points == 1
    with pytest.raises(KeyError):
        seven_points(["milia_like_cysts"])

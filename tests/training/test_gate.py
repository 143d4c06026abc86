"""Fitting the gate: where lesions lie, the contrast to other pictures, and limits that keep their promise."""

from __future__ import annotations

import numpy as np
import pytest

from model.training.gate import GateRecipe, disturbed_photo, drawn, fitted, limits
from model.trust.gate import Gate
from tests.photos import lesion

RECIPE = GateRecipe(directions=6)
WIDTH = 40


@pytest.fixture(scope="module")
def space():
    """Where made-up lesions lie: on six directions of forty, with a little noise everywhere."""
    rng = np.random.default_rng(3)
    directions = rng.normal(size=(6, WIDTH))
    return lambda n: rng.normal(size=(n, 6)) @ directions + 0.1 * rng.normal(size=(n, WIDTH))


@pytest.fixture(scope="module")
def judged(space):
    return space(500)


@pytest.fixture(scope="module")
def gate(space, judged):
    rng = np.random.default_rng(4)
    tensors = fitted(space(600), rng.normal(size=(80, WIDTH)) * 2, RECIPE)
    without = {"close_up_weights": np.zeros(WIDTH), "close_up_typical": np.zeros(1), "close_up_reach": np.ones(1)}
    return Gate({**tensors, **limits(tensors, judged, beyond=0.01), **without})


def test_each_limit_leaves_the_share_beyond_that_was_asked_for(gate, judged):
    assert 0.01 <= (gate.distances(judged) > 1).mean() <= 0.02


def test_what_lies_elsewhere_is_refused_though_nobody_has_shown_it(gate, space):
    never_shown = space(50) + 5 * np.eye(WIDTH)[7]
    assert (gate.distances(never_shown) > 1).all()


def test_a_photo_is_disturbed_the_same_way_from_the_same_seed():
    one, same, other = (disturbed_photo(lesion(1), np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert one.sha256 == same.sha256 != other.sha256


def test_so_many_rows_are_drawn_in_their_order():
    rows = [{"image_id": str(number)} for number in range(50)]
    found = [int(row["image_id"]) for row in drawn(rows, 12, np.random.default_rng(0))]
    assert found == sorted(set(found))
    assert len(found) == 12

"""Fitting the gate: where lesions lie, the contrast to other pictures, and limits that keep their promise."""

from __future__ import annotations

import numpy as np
import pytest

from model.training.gate import GateRecipe, disturbed_photo, fitted, limits
from model.trust.gate import Gate
from tests.photos import lesion
from tests.training.made_up import WIDTH, Space, without_likeness

RECIPE = GateRecipe(directions=6)


@pytest.fixture(scope="module")
def space():
    return Space()


@pytest.fixture(scope="module")
def judged(space):
    return space(500)


@pytest.fixture(scope="module")
def gate(space, judged):
    rng = np.random.default_rng(4)
    tensors = fitted(space(600), rng.normal(size=(80, WIDTH)) * 2, RECIPE)
    return Gate({**tensors, **limits(tensors, judged, beyond=0.01), **without_likeness(WIDTH)})


def test_each_limit_leaves_the_share_beyond_that_was_asked_for(gate, judged):
    assert 0.01 <= (gate.distances(judged) > 1).mean() <= 0.02


def test_what_lies_elsewhere_is_refused_though_nobody_has_shown_it(gate, space):
    never_shown = space(50) + 5 * np.eye(WIDTH)[7]
    assert (gate.distances(never_shown) > 1).all()


def test_a_photo_is_disturbed_the_same_way_from_the_same_seed():
    one, same, other = (disturbed_photo(lesion(1), np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert one.sha256 == same.sha256 != other.sha256

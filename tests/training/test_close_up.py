"""Fitting the likeness to close-ups: what is known from dermoscopy, which share is not, and who judges whom."""

from __future__ import annotations

import numpy as np
import pytest

from model.training.close_up import ARCHIVES, CloseUpRecipe, Examples, cross_fitted, fitted_close_ups, retaken
from model.training.gate import GateRecipe, fitted, limits
from model.trust.close_up import CLOSE_UPS
from model.trust.gate import Gate
from tests.photos import lesion

WIDTH, OF_EACH = 40, 200
RECIPE = CloseUpRecipe(strength=0.1, beyond=0.02)


@pytest.fixture(scope="module")
def space():
    """Where made-up lesions lie: on six directions of forty, with a little noise everywhere."""
    rng = np.random.default_rng(3)
    directions = rng.normal(size=(6, WIDTH))
    return lambda n: rng.normal(size=(n, 6)) @ directions + 0.1 * rng.normal(size=(n, WIDTH))


@pytest.fixture(scope="module")
def gate(space):
    """A gate that refuses nothing: the third verdict alone counts here."""
    tensors = fitted(space(600), 9 * np.random.default_rng(4).normal(size=(80, WIDTH)), GateRecipe(directions=6))
    wide = {"limit": np.array([1e6]), "reach": np.array([1e6])}
    return {**tensors, **limits(tensors, space(500), beyond=0.001), **wide}


@pytest.fixture(scope="module")
def shown(space):
    """Close-ups have a larger third channel; the second half of each archive is retaken, of every fold alike."""
    names = np.repeat([*ARCHIVES, CLOSE_UPS], OF_EACH)
    features = space(len(names))
    features[names == CLOSE_UPS, 2] += 3 * features[:, 2].std()
    within = np.tile(np.arange(OF_EACH), 4)
    return Examples(features, names, (within % 4).astype(str), within < OF_EACH / 2)


def test_the_limit_leaves_the_share_of_the_worst_archive_beyond(gate, shown):
    judging = Gate({**gate, **fitted_close_ups(shown, gate, RECIPE)})
    beyond = judging.likenesses(shown.features) > 1
    assert beyond[shown.is_close_up].mean() > 0.9
    assert all(beyond[shown.plain & (shown.archive == name)].mean() <= 0.03 for name in ARCHIVES)


def test_a_likeness_of_0_is_that_of_a_typical_dermoscopic_photo(gate, shown):
    judging = Gate({**gate, **fitted_close_ups(shown, gate, RECIPE)})
    plain = shown.plain & ~shown.is_close_up
    assert np.median(judging.likenesses(shown.features[plain])) == pytest.approx(0, abs=0.1)


def test_each_fold_is_judged_by_the_others(gate, shown):
    shares = {(row.measure, row.of): row for row in cross_fitted(shown, gate, RECIPE)}
    assert shares["close_up", f"{CLOSE_UPS}, cross-fitted"].value > 0.85
    assert all(shares["close_up", f"{name}, cross-fitted"].value <= 0.06 for name in ARCHIVES)
    assert {row.n for row in shares.values()} == {OF_EACH / 2}

    mislabelled = Examples(shown.features, shown.archive.copy(), shown.fold, shown.plain)
    rng = np.random.default_rng(5)
    mislabelled.archive[:] = rng.permutation(mislabelled.archive)
    guessed = {(row.measure, row.of): row.value for row in cross_fitted(mislabelled, gate, RECIPE)}
    assert guessed["close_up", f"{CLOSE_UPS}, cross-fitted"] < 0.15


def test_a_photo_is_retaken_the_same_way_from_the_same_seed():
    one, same, other = (retaken(lesion(1), np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert one.sha256 == same.sha256 != other.sha256

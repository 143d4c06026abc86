"""Fitting a likeness of the gate: what is known from dermoscopy, which share is not, and who judges whom."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.lesion.archives import ARCHIVES
from model.training.garbled import GARBLED, UNUSUAL, unusual
from model.training.gate import GateRecipe, fitted, limits
from model.training.likeness import Examples, Likeness, cross_fitted, drawn_rows, fitted_likeness, retaken
from model.trust.close_up import CLOSE_UPS
from model.trust.garblings import GARBLINGS, NEVER_FITTED
from model.trust.gate import Gate
from tests.photos import lesion
from tests.training.made_up import Space, without_likeness

OF_EACH = 200
LIKENESS = Likeness("close_up", (CLOSE_UPS,), ARCHIVES, strength=0.1, beyond=0.02)


@pytest.fixture(scope="module")
def space():
    return Space()


@pytest.fixture(scope="module")
def gate(space):
    """A gate that refuses nothing: the likeness alone counts here."""
    tensors = fitted(space(600), 9 * np.random.default_rng(4).normal(size=(80, 40)), GateRecipe(directions=6))
    wide = {"limit": np.array([1e6]), "reach": np.array([1e6])}
    return {**tensors, **limits(tensors, space(500), beyond=0.001), **wide, **without_likeness(40)}


@pytest.fixture(scope="module")
def shown(space):
    """Close-ups have a larger third channel; the second half of each archive is retaken, of every fold alike."""
    names = np.repeat([*ARCHIVES, CLOSE_UPS], OF_EACH)
    features = space(len(names))
    features[names == CLOSE_UPS, 2] += 3 * features[:, 2].std()
    within = np.tile(np.arange(OF_EACH), 4)
    tones = np.where(names == ARCHIVES[2], "3", "")
    return Examples(features, names, (within % 4).astype(str), within < OF_EACH / 2, tones)


def beyond(shown, gate, likeness):
    judging = Gate({**gate, **fitted_likeness(shown, gate, likeness)})
    return judging.likenesses(shown.features, "close_up") > 1


def test_the_limit_leaves_the_share_of_the_worst_archive_beyond(gate, shown):
    found = beyond(shown, gate, LIKENESS)
    assert found[shown.group == CLOSE_UPS].mean() > 0.9
    assert all(found[shown.plain & (shown.group == name)].mean() <= 0.03 for name in ARCHIVES)


def test_a_limit_for_retaken_photos_too_is_farther_away(gate, shown):
    worse = replace(shown, features=shown.features.copy())
    worse.features[~shown.plain & (shown.group != CLOSE_UPS), 2] += 1.5 * shown.features[:, 2].std()
    reach, farther = (
        fitted_likeness(worse, gate, replace(LIKENESS, retaken_too=too))["close_up_reach"] for too in (False, True)
    )
    assert farther > 2 * reach


def test_a_likeness_of_0_is_that_of_a_typical_dermoscopic_photo(gate, shown):
    judging = Gate({**gate, **fitted_likeness(shown, gate, LIKENESS)})
    plain = shown.plain & (shown.group != CLOSE_UPS)
    assert np.median(judging.likenesses(shown.features[plain], "close_up")) == pytest.approx(0, abs=0.1)


def test_each_fold_is_judged_by_the_others(gate, shown):
    rows = {(row.measure, row.of): row for row in cross_fitted(shown, gate, [LIKENESS])}
    assert rows["close_up", f"{CLOSE_UPS}, cross-fitted"].value > 0.85
    assert all(rows["close_up", f"{name}, cross-fitted"].value <= 0.06 for name in ARCHIVES)
    assert {row.n for row in rows.values()} == {OF_EACH / 2}
    assert rows["garbled", f"{ARCHIVES[2]}, skin tone 3"].value == 0

    mislabelled = replace(shown, group=np.random.default_rng(5).permutation(shown.group))
    guessed = {(row.measure, row.of): row.value for row in cross_fitted(mislabelled, gate, [LIKENESS])}
    assert guessed["close_up", f"{CLOSE_UPS}, cross-fitted"] < 0.15


def test_kinds_that_are_never_shown_are_in_no_fit():
    assert not {f"garbled: {kind}" for kind in NEVER_FITTED} & {*GARBLED.to, *GARBLED.against}
    assert len(GARBLED.to) == len(GARBLINGS) - len(NEVER_FITTED)


def test_a_photo_is_retaken_the_same_way_from_the_same_seed():
    one, same, other = (retaken(lesion(1), np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert one.sha256 == same.sha256 != other.sha256


@pytest.mark.parametrize("kind", UNUSUAL)
def test_unusual_light_changes_a_photo(kind):
    assert unusual(lesion(1), kind, np.random.default_rng(0)).sha256 != lesion(1).sha256


def test_so_many_rows_are_drawn_in_their_order():
    rows = [{"image_id": str(number)} for number in range(50)]
    found = [int(row["image_id"]) for row in drawn_rows(rows, 12, np.random.default_rng(0))]
    assert found == sorted(set(found))
    assert len(found) == 12

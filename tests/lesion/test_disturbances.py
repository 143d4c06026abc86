"""Disturbances: nothing at strength 0, the same for the same strength, more where they are stronger."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from model.lesion.disturbances import DISTURBANCES, disturbed
from model.training.other_clinics import obstruct_some

GRID = np.indices((224, 224)).sum(0)
PHOTO = np.stack([190 - GRID // 5, 150 - GRID // 6, 130 - GRID // 7], 2).astype(np.uint8)
PHOTO[80:150, 70:140] = (90, 60, 50)


@pytest.mark.parametrize("one", DISTURBANCES.values(), ids=lambda one: one.slug)
def test_at_strength_zero_the_photo_is_what_it_was(one):
    assert np.array_equal(one(PHOTO, 0), PHOTO)


@pytest.mark.parametrize("one", DISTURBANCES.values(), ids=lambda one: one.slug)
def test_the_same_strength_gives_the_same_pixels_and_leaves_the_photo_alone(one):
    before = PHOTO.copy()
    once, again = one(PHOTO, one.stated), one(PHOTO, one.stated)
    assert np.array_equal(once, again)
    assert once.shape == PHOTO.shape
    assert once.dtype == np.uint8
    assert not np.array_equal(once, PHOTO)
    assert np.array_equal(before, PHOTO)


@pytest.mark.parametrize("slug", ["pen", "hair", "bubbles", "blur", "jpeg", "crop"])
def test_the_strongest_changes_more_than_the_stated(slug):
    one = DISTURBANCES[slug]
    change = [np.abs(one(PHOTO, s).astype(int) - PHOTO).mean() for s in (one.stated, one.highest)]
    assert 0 < change[0] < change[1]


@pytest.mark.parametrize("one", DISTURBANCES.values(), ids=lambda one: one.slug)
def test_a_strength_outside_the_range_is_refused(one):
    with pytest.raises(ValueError, match=one.slug):
        one(PHOTO, one.highest + one.step)


@pytest.mark.parametrize("one", DISTURBANCES.values(), ids=lambda one: one.slug)
def test_the_strengths_of_a_curve_span_the_range_and_hold_zero(one):
    found = one.strengths(9)
    assert found[0] == one.lowest
    assert found[-1] == pytest.approx(one.highest)
    assert 0.0 in found
    assert found == sorted(found)


def test_a_full_turn_back_and_forth_is_nearly_the_photo():
    turned = DISTURBANCES["rotation"](DISTURBANCES["rotation"](PHOTO, 90), -90)
    assert np.abs(turned.astype(int) - PHOTO).mean() < 1


def test_several_at_once_come_in_their_order_and_an_unknown_one_is_refused():
    both = disturbed(PHOTO, {"blur": 2, "hair": 10})
    assert np.array_equal(both, DISTURBANCES["blur"](DISTURBANCES["hair"](PHOTO, 10), 2))
    assert np.array_equal(disturbed(PHOTO, {}), PHOTO)
    with pytest.raises(KeyError, match="moon"):
        disturbed(PHOTO, {"moon": 1})


def test_training_draws_what_it_drew_before_the_strokes_moved():
    seen = obstruct_some(np.stack([PHOTO] * 40), np.random.default_rng(7))
    assert hashlib.sha256(seen.tobytes()).hexdigest()[:16] == "91f06e89b9f0a329"

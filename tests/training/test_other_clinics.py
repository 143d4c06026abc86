"""Photos as other clinics take them: in range, the same for the same seed, and not only darker or lighter."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from model.lesion import disturbances
from model.training.augmentation import augment
from model.training.other_clinics import obstruct_some, other_lamp, other_lens
from tests.training.tiny_training import photos

PIXELS = photos(32).pixels
BATCH = torch.from_numpy(PIXELS[:, ::4, ::4].copy()).permute(0, 3, 1, 2).float() / 255


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("change", [other_lamp, other_lens])
def test_changed_photos_stay_in_range_and_are_the_same_for_the_same_seed(change):
    once, again, other = (change(BATCH.clone(), seeded(seed)) for seed in (1, 1, 2))
    assert once.shape == BATCH.shape
    assert 0 <= float(once.min()) <= float(once.max()) <= 1
    assert torch.equal(once, again)
    assert not torch.equal(once, other)


def test_another_lamp_changes_the_channels_apart_from_each_other():
    share = other_lamp(BATCH.clone(), seeded()).mean((2, 3)) / BATCH.mean((2, 3))
    assert float((share.max(1).values - share.min(1).values).median()) > 0.05


def test_some_photos_get_the_black_corners_of_a_dermatoscope_and_their_middle_stays():
    white = torch.ones(64, 3, 96, 96)
    seen = other_lens(white, seeded(3))
    dark = seen[:, 0, 0, 0] < 0.1
    assert 0 < int(dark.sum()) < 32
    assert float(seen[dark][:, :, 40:56, 40:56].min()) > 0.9


@pytest.mark.parametrize("draw", ["hairs", "ruler", "bubbles"])
def test_what_lies_in_the_way_covers_little_of_the_photo(draw):
    photo = np.full((224, 224, 3), 180, np.uint8)
    getattr(disturbances, draw)(photo, np.random.default_rng(4))
    changed = (photo != 180).any(2).mean()
    assert 0 < changed < 0.25


def test_obstructed_photos_are_copies_and_most_are_as_they_were():
    before = PIXELS.copy()
    seen = obstruct_some(PIXELS, np.random.default_rng(5))
    same = [np.array_equal(a, b) for a, b in zip(seen, PIXELS, strict=True)]
    assert np.array_equal(PIXELS, before)
    assert 0.5 < np.mean(same) < 1


def test_without_other_clinics_a_batch_is_what_it_was():
    plain, _ = augment(PIXELS[:4], 64, np.random.default_rng(1), seeded(1))
    elsewhere, _ = augment(PIXELS[:4], 64, np.random.default_rng(1), seeded(1), other_clinics=True)
    assert plain.shape == elsewhere.shape
    assert not torch.equal(plain, elsewhere)

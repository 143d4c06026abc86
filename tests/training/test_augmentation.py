"""Random views: of the right shape and range, the same for the same seed, and the photos stay as they are."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from model.training.augmentation import augment, coarsen_some, compress_some, relight, turn_and_zoom
from tests.training.tiny_training import photos

PIXELS = photos(16).pixels


def views(seed, side=96, pixels=PIXELS):
    return augment(pixels, side, np.random.default_rng(seed), torch.Generator().manual_seed(seed))[0]


def as_floats(pixels):
    return torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("side", [64, 192])
def test_views_have_the_side_that_is_asked_for_and_stay_in_range(side):
    batch = views(3, side)
    assert batch.shape == (16, 3, side, side)
    assert batch.dtype == torch.float32
    assert 0 <= float(batch.min()) <= float(batch.max()) <= 1


def test_black_and_white_photos_stay_in_range():
    extremes = np.where(np.random.default_rng(0).random((8, 224, 224, 1)) < 0.5, 0, 255).repeat(3, 3).astype(np.uint8)
    batch = views(1, 64, extremes)
    assert 0 <= float(batch.min()) <= float(batch.max()) <= 1


def test_the_same_seed_gives_the_same_views_and_another_seed_others():
    assert torch.equal(views(5), views(5))
    assert not torch.equal(views(5), views(6))


def test_the_global_generators_play_no_part():
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = views(5)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    assert torch.equal(views(5), first)


def test_the_photos_stay_as_they_are():
    pixels = PIXELS.copy()
    pixels.setflags(write=False)
    views(8, pixels=pixels)
    assert np.array_equal(pixels, PIXELS)


def test_the_views_of_one_photo_differ_from_each_other():
    batch = views(4, pixels=np.repeat(PIXELS[:1], 8, axis=0))
    assert len({view.numpy().tobytes() for view in batch}) == 8


def test_about_a_quarter_of_the_photos_is_compressed_and_only_slightly_changed():
    changed = []
    for seed in range(6):
        result = compress_some(PIXELS, np.random.default_rng(seed))
        changed += [not np.array_equal(a, b) for a, b in zip(result, PIXELS, strict=True)]
        assert np.abs(result.astype(int) - PIXELS).mean() < 8
    assert 0.1 < np.mean(changed) < 0.45


def test_turning_keeps_an_even_colour_even():
    even = torch.full((4, 3, 50, 50), 0.25)
    assert torch.allclose(turn_and_zoom(even, 40, seeded()), torch.full((4, 3, 40, 40), 0.25), atol=1e-6)


def test_turning_shows_only_what_is_in_the_photo():
    batch = as_floats(PIXELS)
    turned = turn_and_zoom(batch, 64, seeded())
    assert (turned.amax((2, 3)) <= batch.amax((2, 3)) + 1e-6).all()
    assert (turned.amin((2, 3)) >= batch.amin((2, 3)) - 1e-6).all()


def test_another_light_changes_the_colours_but_not_the_place_of_anything():
    batch = torch.full((8, 3, 20, 20), 0.4)
    batch[:, :, :10] = 0.6
    lit = relight(batch.clone(), seeded())
    assert not torch.allclose(lit, batch, atol=0.01)
    assert (lit[:, :, :10].mean((2, 3)) > lit[:, :, 10:].mean((2, 3))).all()


def test_some_photos_become_coarser_and_the_others_stay():
    batch = as_floats(PIXELS)
    coarse = coarsen_some(batch, seeded())
    detail = (coarse.diff(dim=3).abs().mean((1, 2, 3)) / batch.diff(dim=3).abs().mean((1, 2, 3))).numpy()
    same = np.array([torch.equal(a, b) for a, b in zip(coarse, batch, strict=True)])
    assert 0 < same.sum() < len(batch)
    assert (detail[~same] < 0.9).all()
    assert torch.equal(batch, as_floats(PIXELS))


def test_a_mask_is_turned_and_zoomed_with_its_photo_and_keeps_no_colour():
    masks = np.zeros((16, 224, 224), bool)
    masks[:, 60:150, 80:190] = True
    pixels = np.where(masks[..., None], 20, 235).astype(np.uint8).repeat(3, 3)
    batch, turned = augment(pixels, 96, np.random.default_rng(3), seeded(3), masks)
    assert turned is not None
    assert turned.shape == (16, 1, 96, 96)
    agree = ((batch.mean(1, keepdim=True) < 0.5) == (turned > 0.5)).float().mean()
    assert float(agree) > 0.97


def test_masks_do_not_change_the_views():
    masks = np.ones((16, 224, 224), bool)
    batch, _ = augment(PIXELS, 96, np.random.default_rng(5), seeded(5), masks)
    assert torch.allclose(batch, views(5), atol=1e-6)

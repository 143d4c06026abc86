"""The border of the lesion: found where a spot was drawn, empty where there is none, turned as the photo is turned."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from model.algorithms.measuring.lesion_border import dark_rim, lesion_region, without_hair
from tests.photos import lesion

SKIN = (222, 175, 155)


def disc(radius: float, across: float = 112, down: float = 112) -> NDArray[np.bool_]:
    y, x = np.mgrid[0:224, 0:224] + 0.5
    return np.asarray(np.hypot(x - across, y - down) < radius)


def photo(mask: NDArray[np.bool_], colour: tuple[int, int, int] = (120, 70, 50)) -> NDArray[np.uint8]:
    return np.where(mask[..., None], np.array(colour), np.array(SKIN)).astype(np.uint8)


def jaccard(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    return float((one & other).sum() / (one | other).sum())


@pytest.mark.parametrize("radius", [20, 50, 80])
def test_the_border_of_a_round_spot_is_found(radius):
    mask = disc(radius)
    assert jaccard(lesion_region(photo(mask)).mask, mask) > 0.85


@pytest.mark.parametrize("colour", [(255, 255, 255), (0, 0, 0), (222, 175, 155)])
def test_a_photo_of_one_colour_has_no_lesion(colour):
    found = lesion_region(np.full((224, 224, 3), colour, np.uint8))
    assert not found.found
    assert found.mask.shape == (224, 224)


def test_grain_alone_is_no_lesion():
    grain = np.random.default_rng(1).normal(0, 4, (224, 224, 1))
    assert not lesion_region(np.clip(np.array(SKIN) + grain, 0, 255).astype(np.uint8)).found


def test_of_two_spots_the_one_that_was_aimed_at_is_taken():
    middle, corner = disc(25), disc(30, 20, 20)
    found = lesion_region(photo(middle | corner)).mask
    assert jaccard(found, middle) > 0.7


def test_dark_corners_of_a_dermatoscope_are_not_lesion():
    view = disc(118)
    spot = disc(35)
    pixels = np.where(view[..., None], photo(spot), 5).astype(np.uint8)
    region = lesion_region(pixels)
    assert jaccard(region.mask, spot) > 0.75
    assert dark_rim(pixels)[0, 0]
    assert not region.usable[0, 0]
    assert region.usable[112, 112]


def test_hairs_are_painted_over():
    pixels = photo(disc(40))
    pixels[:, 30:32] = 30
    assert np.abs(without_hair(pixels)[:, 30:32].astype(int) - SKIN).max() < 12


def test_a_hole_in_the_spot_belongs_to_the_lesion():
    found = lesion_region(photo(disc(60) & ~disc(20))).mask
    assert found[112, 112]


@pytest.mark.parametrize("seed", range(4))
def test_turning_and_mirroring_the_photo_turns_and_mirrors_the_mask(seed):
    pixels = lesion(seed).pixels
    mask = lesion_region(pixels).mask
    for change in (np.rot90, np.fliplr, np.flipud):
        changed = lesion_region(np.ascontiguousarray(change(pixels))).mask
        assert jaccard(changed, change(mask)) > 0.97


def test_the_photo_is_not_changed():
    pixels = lesion(1).pixels
    before = pixels.copy()
    lesion_region(pixels)
    assert np.array_equal(before, pixels)

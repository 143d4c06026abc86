"""The measurements mean what they say: place, turn, lamp, and known patterns."""

from __future__ import annotations

import numpy as np
import pytest

from model.algorithms.measuring.features.colour import colour_features, colour_planes
from model.algorithms.measuring.features.gradients import BINS, GRID, aligned, folded, gradient_cells, mean_cells
from model.algorithms.measuring.features.patches import CELL, CELLS, colour_patches, gradient_patches, patch_shares
from model.algorithms.measuring.features.shape import SHAPE_NUMBERS, shape_features
from model.algorithms.measuring.features.texture import LEVELS, band_features, pair_features, pattern_features
from model.algorithms.measuring.features.zones import SIDE, reduced, zones_of
from tests.photos import lesion

WHOLE = np.ones((SIDE, SIDE), bool)


def photo(seed: int) -> np.ndarray:
    return lesion(seed).pixels


def ellipse(down: float, across: float, half_height: float, half_width: float) -> np.ndarray:
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    return ((y - down) / half_height) ** 2 + ((x - across) / half_width) ** 2 < 1


def stripes(period: int) -> np.ndarray:
    return np.tile((np.arange(SIDE) % period < period // 2).astype(np.float32), (SIDE, 1))


def turns(pixels: np.ndarray) -> list[np.ndarray]:
    """All eight ways to lay the photo down."""
    mirrored = pixels[:, ::-1]
    return [np.ascontiguousarray(np.rot90(one, k)) for one in (pixels, mirrored) for k in range(4)]


def test_a_reduced_photo_keeps_its_colours():
    small = reduced(np.full((224, 224, 3), (255, 51, 0), np.uint8))
    np.testing.assert_allclose(small, np.tile(np.float32([1, 0.2, 0]), (SIDE, SIDE, 1)), atol=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_the_lesion_is_where_the_photo_is_dark(seed):
    small = reduced(photo(seed))
    zones = zones_of(small)
    assert small[zones.lesion].mean() < small[zones.skin].mean() - 0.1
    assert not (zones.lesion & zones.skin).any()
    np.testing.assert_allclose(zones.skin_colour, np.median(small[zones.skin], axis=0), atol=0.05)


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_photo_of_one_colour_still_has_a_middle_to_measure(level):
    zones = zones_of(reduced(np.full((224, 224, 3), level, np.uint8)))
    assert zones.lesion[SIDE // 2, SIDE // 2]
    assert zones.skin.any()
    assert zones.rim.any()


def test_a_speck_is_not_taken_for_the_lesion():
    pixels = np.full((224, 224, 3), (210, 170, 150), np.uint8)
    pixels[20:26, 20:26] = 0
    assert zones_of(reduced(pixels)).lesion[SIDE // 2, SIDE // 2]


def test_a_brighter_lamp_leaves_the_colour_beside_the_skin_alone():
    small = reduced(photo(1)) * np.float32(0.5)
    dim, bright = (colour_planes(lit, zones_of(lit).skin_colour)[..., :3] for lit in (small, small * np.float32(1.8)))
    np.testing.assert_allclose(dim, bright, atol=0.02)


def test_colour_statistics_of_one_colour_have_no_spread():
    small = np.tile(np.float32([0.4, 0.3, 0.2]), (SIDE, SIDE, 1))
    planes = colour_planes(small, np.float32([0.8, 0.6, 0.5]))
    found = colour_features(planes, zones_of(small))
    count = planes.shape[2]
    np.testing.assert_allclose(found[:count], planes[0, 0], atol=1e-4)
    np.testing.assert_allclose(found[count : 2 * count], 0, atol=1e-3)
    assert found[-64:].sum() == pytest.approx(1)


def test_a_flat_plane_has_one_pattern_and_no_contrast():
    flat = np.full((SIDE, SIDE), 0.5, np.float32)
    patterns = pattern_features(flat, [WHOLE]).reshape(-1, 10)
    assert patterns[:, 8].tolist() == [1, 1, 1]
    assert pair_features(flat, WHOLE)[0] == pytest.approx(0, abs=1e-3)


def test_patterns_are_shares_and_do_not_depend_on_the_turn():
    small = reduced(photo(2)).mean(2)
    expected = pattern_features(small, [WHOLE])
    np.testing.assert_allclose(expected.reshape(-1, 10).sum(1), 1, rtol=1e-6)
    turned = pattern_features(np.ascontiguousarray(np.rot90(small)), [WHOLE])
    np.testing.assert_allclose(turned, expected, atol=0.01)


def test_co_occurrence_tells_fine_stripes_from_coarse_ones():
    fine, coarse = pair_features(stripes(4), WHOLE), pair_features(stripes(28), WHOLE)
    contrast, correlation = 0, 4
    assert fine[contrast] > coarse[contrast] > 0
    assert fine[correlation] < coarse[correlation] <= 1
    assert fine[contrast] <= (LEVELS - 1) ** 2


def test_fine_stripes_lie_in_a_finer_band_than_coarse_ones():
    bands = [band_features(stripes(period)[..., None], [WHOLE]) for period in (4, 28)]
    assert bands[0].argmax() < bands[1].argmax()


def test_a_zone_of_one_pixel_can_be_measured():
    zone = np.zeros((SIDE, SIDE), bool)
    zone[50, 60] = True
    planes = np.random.default_rng(0).random((SIDE, SIDE, 3), np.float32)
    for found in (
        shape_features(zone),
        pattern_features(planes[..., 0], [zone]),
        pair_features(planes[..., 0], zone),
        band_features(planes, [zone]),
    ):
        assert np.isfinite(found).all()


def test_shape_measures_an_ellipse():
    found = shape_features(ellipse(56, 56, 20, 40))
    assert len(found) == SHAPE_NUMBERS
    assert found[0] == pytest.approx(np.pi * 20 * 40 / SIDE**2, rel=0.02)
    assert found[1] == pytest.approx(0, abs=0.01)
    assert found[4] == pytest.approx(0.5, rel=0.02)
    assert found[6] == pytest.approx(1, abs=0.03)


def test_shape_does_not_depend_on_the_turn():
    zone = ellipse(40, 60, 15, 30) | ellipse(60, 40, 20, 10)
    for turned in turns(zone):
        np.testing.assert_allclose(shape_features(turned), shape_features(zone), rtol=0.02)


def test_the_grid_lies_along_the_longer_axis_and_is_scaled_to_the_lesion():
    small = reduced(photo(0))
    for half_height, half_width in ((10, 20), (40, 20), (25, 50)):
        zone = ellipse(56, 56, half_height, half_width)
        zones = zones_of(small)
        laid = aligned(zone[..., None].astype(np.float32), type(zones)(zone, zone, ~zone, zones.skin_colour)) > 0.5
        rows, columns = np.nonzero(laid)
        assert np.ptp(columns) == pytest.approx(2 * np.ptp(rows), abs=3)
        assert laid.mean() == pytest.approx(np.pi * 0.3**2, rel=0.1)


def test_a_gradient_falls_into_the_bin_of_its_direction():
    side = GRID * 10
    ramp = np.tile(np.arange(side, dtype=np.float32), (side, 1))
    across, down = gradient_cells(ramp), gradient_cells(np.ascontiguousarray(ramp.T))
    assert across.shape == (GRID, GRID, BINS)
    assert set(across[2:-2, 2:-2].argmax(2).ravel()) <= {0, BINS - 1}
    assert set(down[2:-2, 2:-2].argmax(2).ravel()) == {BINS // 2}
    assert not gradient_cells(np.full((side, side), 3, np.float32)).any()


def gradients_and_colours(pixels: np.ndarray) -> np.ndarray:
    small = reduced(pixels)
    zones = zones_of(small)
    planes = aligned(np.ascontiguousarray(colour_planes(small, zones.skin_colour)[..., :3]), zones)
    cells = gradient_cells(np.ascontiguousarray(planes[..., 0]) * 10)
    return np.concatenate([folded(cells, directed=True), folded(mean_cells(planes), directed=False)])


def test_folded_gradients_and_colours_do_not_depend_on_the_turn_but_on_the_photo():
    expected = gradients_and_colours(photo(3))
    size = np.linalg.norm(expected)
    turned = [np.linalg.norm(gradients_and_colours(one) - expected) / size for one in turns(photo(3))]
    assert max(turned) < 0.02
    assert np.linalg.norm(gradients_and_colours(photo(4)) - expected) / size > 0.1


def test_gradient_patches_are_never_longer_than_one_and_empty_on_even_skin():
    plane = reduced(photo(1)).mean(2)
    found = gradient_patches(plane)
    places = (SIDE // CELL - CELLS + 1) ** 2
    assert found.shape == (places, CELLS * CELLS * 8)
    assert (np.linalg.norm(found, axis=1) <= 1 + 1e-6).all()
    assert not gradient_patches(np.full((SIDE, SIDE), 0.5, np.float32)).any()


def test_colour_patches_are_the_means_and_spread_of_their_quarters():
    planes = reduced(photo(2))
    found = colour_patches(planes)
    row, column, last = 5, 9, SIDE // CELL - CELLS + 1
    patch = planes[row * CELL : (row + CELLS) * CELL, column * CELL : (column + CELLS) * CELL]
    half = CELLS * CELL // 2
    quarters = [patch[:half, :half], patch[:half, half:], patch[half:, :half], patch[half:, half:]]
    expected = [*(quarter.mean((0, 1)) for quarter in quarters), patch.reshape(-1, 3).std(0)]
    np.testing.assert_allclose(found[row * last + column], np.concatenate(expected), atol=2e-3)


def test_the_share_of_a_patch_on_a_zone_is_counted_in_the_order_of_the_patches():
    zone = np.zeros((SIDE, SIDE), bool)
    zone[:, : SIDE // 2] = True
    last = SIDE // CELL - CELLS + 1
    shares = patch_shares(zone).reshape(last, last)
    assert shares[:, 0].tolist() == [1] * last
    assert shares[:, -1].tolist() == [0] * last
    assert shares[0, SIDE // 2 // CELL - CELLS // 2] == pytest.approx(0.5)

"""What is measured: right for forms that one can calculate, and the same when the photo is turned or mirrored."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from model.algorithms.measuring.abcd.colours import COLOURS, REFERENCES, colour_areas
from model.algorithms.measuring.abcd.curves import added, shares_of_knots, spread_knots
from model.algorithms.measuring.abcd.measurements import NAMES, SKIN, Abcd, as_row, measured
from model.algorithms.measuring.abcd.places import evidence_map, places
from model.algorithms.measuring.abcd.shape import shape_of
from model.text import LANGUAGES, texts
from tests.algorithms.measuring.test_lesion_border import SKIN as SKIN_COLOUR
from tests.algorithms.measuring.test_lesion_border import disc, photo
from tests.photos import lesion

BROWN, BLACK = (120, 70, 50), (35, 25, 25)


def seen(pixels: NDArray[np.uint8]) -> Abcd:
    found = measured(pixels)
    assert found is not None
    return found


def half_and_half(radius: float = 50) -> NDArray[np.uint8]:
    """An ellipse that lies across, black on its left half and brown on its right."""
    y, x = np.mgrid[0:224, 0:224] + 0.5
    mask = np.hypot((x - 112) / 1.4, y - 112) < radius
    pixels = photo(mask, BROWN)
    pixels[mask & (x < 112)] = BLACK
    return pixels


def test_a_round_uniform_spot_is_symmetric_smooth_and_of_one_colour():
    values = seen(photo(disc(50), BROWN)).values
    assert values["asymmetry_shape_best"] < 2
    assert values["asymmetry_shape_across"] < 2
    assert values["asymmetry_colour_best"] < 1
    assert values["asymmetry_colour_across"] < 1
    assert values["elongation"] == pytest.approx(1, abs=0.05)
    assert values["border_compactness"] == pytest.approx(1, abs=0.05)
    assert values["border_notches"] < 2
    assert values["colour_count"] == 1
    assert values["diameter"] == pytest.approx(100 * 100 / 224, rel=0.1)


def test_a_half_and_half_spot_is_asymmetric_in_colour_across_one_axis_only():
    values = seen(half_and_half()).values
    assert values["asymmetry_colour_across"] > 10
    assert values["asymmetry_colour_best"] < 2
    assert values["asymmetry_shape_across"] < 3
    assert values["colour_count"] == 2
    assert values["pigment_shift"] > 2


def test_a_notched_spot_has_a_longer_border_and_is_less_symmetric():
    round_one = seen(photo(disc(60))).values
    notched = seen(photo(disc(60) & ~disc(34, 165, 112))).values
    assert notched["border_compactness"] > round_one["border_compactness"] + 0.1
    assert notched["border_notches"] > round_one["border_notches"] + 5
    assert notched["asymmetry_shape_across"] + notched["asymmetry_shape_best"] > 5


def test_a_blurred_border_is_less_steep_than_a_sharp_one():
    y, x = np.mgrid[0:224, 0:224] + 0.5
    cover = 1 / (1 + np.exp((np.hypot(x - 112, y - 112) - 50) / 8))[..., None]
    soft = (np.array(SKIN_COLOUR) * (1 - cover) + np.array(BROWN) * cover).astype(np.uint8)
    sharp = seen(photo(disc(50), BROWN)).values
    assert seen(soft).values["border_gradient"] < sharp["border_gradient"] / 2
    assert sharp["border_sharp_sectors"] == 8


def test_dots_raise_the_share_of_dark_dots_and_lower_that_without_structure():
    pixels = photo(disc(60), (170, 115, 90))
    plain = seen(pixels).values
    dotted = pixels.copy()
    for down in range(80, 150, 12):
        dotted[down : down + 3, 80:150:12] = dotted[down : down + 3, 81:151:12] = (90, 50, 40)
    values = seen(dotted).values
    assert values["dark_dots"] > plain["dark_dots"] + 1
    assert values["structureless"] < plain["structureless"]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("change", [np.rot90, np.fliplr, np.flipud])
def test_turning_or_mirroring_the_photo_changes_no_measurement_by_more_than_a_little(seed, change):
    pixels = lesion(seed).pixels
    before, after = as_row(measured(pixels)), as_row(measured(np.ascontiguousarray(change(pixels))))
    spread = 0.03 * np.abs(before) + 0.6
    assert (np.abs(after - before) <= spread).all(), [
        n for n, bad in zip(NAMES, np.abs(after - before) > spread, strict=True) if bad
    ]


def test_a_colour_cast_changes_colours_on_reference_skin_little():
    pixels = photo(disc(50), BROWN)
    cast = (pixels * np.array([0.9, 1.0, 1.05])).clip(0, 255).astype(np.uint8)
    assert seen(cast).values["redness"] == pytest.approx(seen(pixels).values["redness"], abs=2)
    assert seen(cast).values["colour_count"] == 1


def test_the_tone_of_the_skin_is_no_measurement():
    assert {name for name in NAMES if name.startswith("skin")} == {"skin_grain"}


def test_each_reference_colour_is_called_by_its_name():
    for index, points in enumerate(REFERENCES.values()):
        lab = np.array(points, np.float32)[None]
        assert (colour_areas(lab, np.ones(lab.shape[:2], bool)) == index + 1).all()


def test_a_photo_without_a_lesion_gives_a_row_of_nothing():
    assert measured(np.full((224, 224, 3), 255, np.uint8)) is None
    assert np.isnan(as_row(None)).all()


def test_a_lesion_that_fills_the_photo_is_measured_all_the_same():
    pixels = photo(disc(200), BROWN)
    pixels[disc(60)] = (60, 40, 30)
    row = as_row(measured(pixels))
    assert np.isfinite(row).all()


def test_an_empty_mask_has_no_shape():
    with pytest.raises(ValueError, match="empty"):
        shape_of(np.zeros((224, 224), bool))


def test_each_measurement_of_the_lesion_has_its_place_in_the_window_around_it():
    found = seen(half_and_half())
    weights = places(found)
    assert set(weights) == set(NAMES) - SKIN
    for name, weight in weights.items():
        assert weight.shape == found.region.mask.shape, name
        assert 0 <= weight.min() <= weight.max() <= 1, name


def test_evidence_of_a_colour_lies_where_that_colour_is():
    found = seen(half_and_half())
    balance = evidence_map(found, {"share_black": 2.0})
    assert balance[112, 70] == pytest.approx(2, abs=0.05)
    assert balance[112, 160] == pytest.approx(0, abs=0.05)
    assert balance[5, 5] == 0


def test_evidence_of_the_skin_lies_on_the_skin():
    balance = evidence_map(seen(photo(disc(30))), {"skin_grain": 1.0})
    assert balance[5, 5] > 0
    assert balance[112, 112] == pytest.approx(0, abs=1e-3)


def test_a_line_passes_through_its_heights_and_is_level_beyond_its_ends():
    knots = np.array([[0.0, 1.0, 3.0]], np.float32)
    heights = np.array([[[5.0], [7.0], [3.0]]], np.float32)
    values = np.array([[-9.0], [0.0], [0.5], [1.0], [2.0], [3.0], [99.0]], np.float32)
    assert added(values, knots, heights)[:, 0, 0].tolist() == pytest.approx([5, 5, 6, 7, 5, 3, 3])


def test_the_shares_of_the_knots_add_up_to_one_and_what_is_unknown_has_none():
    rng = np.random.default_rng(1)
    values = rng.normal(size=(50, 4)).astype(np.float32)
    values[:, 3] = 0
    knots = spread_knots(values, 3)
    assert (np.diff(knots, axis=1) > 0).all()
    assert shares_of_knots(values, knots).sum(axis=2) == pytest.approx(1, abs=1e-5)
    assert not shares_of_knots(np.full((1, 4), np.nan, np.float32), knots).any()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measurement_and_every_colour_has_its_words(language):
    entries = texts(language).entries
    worded = {key.removeprefix("measurements.") for key in entries if key.startswith("measurements.")}
    assert worded == set(NAMES)
    assert {key.removeprefix("colours.") for key in entries if key.startswith("colours.")} == set(COLOURS)

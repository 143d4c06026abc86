"""Heat on a photo: transparent without evidence, dim where it is weak, and described in words."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from model.algorithms.contract import Explanation
from model.algorithms.drawing import overlay
from model.lesion.diagnosis import Diagnosis
from tests.photos import lesion

PHOTO = lesion(1).photo


def explanation(across: float, down: float, peak: float = 1.0) -> Explanation:
    y, x = (np.mgrid[0:224, 0:224] + 0.5) / 224
    heat = np.exp(-((x - across) ** 2 + (y - down) ** 2) / 0.01).astype(np.float32)
    return Explanation(Diagnosis.MEL, heat / heat.max() if peak else heat * 0, peak, typical_peak=1.0)


def test_a_photo_without_evidence_stays_the_photo():
    picture = overlay.overlaid(PHOTO, explanation(0.5, 0.5, peak=0), opacity=1)
    assert np.array_equal(np.asarray(picture), PHOTO)


def test_noise_beside_a_typical_map_stays_blank_and_is_called_so():
    noise = explanation(0.5, 0.5, peak=0.07)
    assert noise.is_blank
    assert np.array_equal(np.asarray(overlay.overlaid(PHOTO, noise, opacity=1)), PHOTO)
    assert overlay.locate(noise).place == "nowhere"


def test_of_two_hot_places_the_hotter_one_is_named():
    weak, strong = explanation(0.15, 0.15).heat, explanation(0.85, 0.85).heat
    both = Explanation(Diagnosis.MEL, np.maximum(weak * 0.8, strong).astype(np.float32), 1.0, 1.0)
    assert overlay.locate(both).place == "lower_right"


def test_with_no_opacity_the_photo_stays_the_photo():
    assert np.array_equal(np.asarray(overlay.overlaid(PHOTO, explanation(0.5, 0.5), opacity=0)), PHOTO)


def test_the_hottest_place_takes_the_hottest_colour_at_full_opacity():
    picture = np.asarray(overlay.overlaid(PHOTO, explanation(0.5, 0.5), opacity=1))
    middle = picture[len(PHOTO) // 2, len(PHOTO) // 2].astype(int)
    assert np.abs(middle - overlay.colours()[-1]).max() <= 3


def test_a_weak_map_changes_the_photo_less_than_a_strong_one():
    def change(peak: float) -> float:
        picture = np.asarray(overlay.overlaid(PHOTO, explanation(0.5, 0.5, peak), opacity=0.6))
        return float(np.abs(picture.astype(int) - PHOTO).mean())

    assert 0 < change(0.3) < change(0.6) < change(1.0)


def test_colours_get_lighter_step_by_step_so_they_survive_grey_and_colour_blindness():
    grey = np.asarray(Image.fromarray(overlay.colours()[None]).convert("L"))[0].astype(int)
    assert (np.diff(grey) >= 0).all()
    assert grey[-1] - grey[0] > 120


def test_the_legend_begins_transparent_and_ends_at_the_hottest_colour():
    stops = overlay.colour_ramp()
    red, green, blue = overlay.colours()[-1]
    assert stops[0].endswith("/ 0.00)")
    assert stops[-1] == f"rgb({red} {green} {blue} / 1.00)"


@pytest.mark.parametrize(
    ("across", "down", "place"),
    [
        (0.5, 0.5, "centre"), (0.15, 0.15, "upper_left"), (0.85, 0.5, "right"), (0.5, 0.9, "lower"),
        (0.9, 0.1, "upper_right"), (0.1, 0.5, "left"), (0.5, 0.1, "upper"), (0.1, 0.9, "lower_left"),
        (0.9, 0.9, "lower_right"),
    ],
)  # fmt: skip
def test_words_say_where_the_heat_lies(across, down, place):
    found = overlay.locate(explanation(across, down))
    assert found.place == place
    assert 0 < found.share < 0.1


def test_words_say_that_a_blank_map_is_blank():
    assert overlay.locate(explanation(0.5, 0.5, peak=0)) == overlay.HeatLocation("nowhere", 0.0)

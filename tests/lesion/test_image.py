"""Framing: the centre square of a photo in two sizes, and nothing else of it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from model.lesion.image import INPUT_SIDE, PHOTO_SIDE, LesionImage
from tests.lesion.generated_photos import picture, skin


def marked(width, height):
    """Black, with the centre square white."""
    side = min(width, height)
    image = Image.new("RGB", (width, height))
    left, top = (width - side) // 2, (height - side) // 2
    image.paste("white", (left, top, left + side, top + side))
    return image


@pytest.mark.parametrize(("width", "height"), [(400, 300), (300, 400), (301, 300), (2500, 1500), (97, 1000)])
def test_the_centre_square_fills_both_sizes(width, height):
    image = LesionImage.from_rgb(marked(width, height), "PNG")
    assert image.photo.min() == image.pixels.min() == 255


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(96, 1500), st.integers(96, 1500))
def test_the_shapes_and_the_size_in_the_file_fit_for_every_size(width, height):
    image = LesionImage.from_rgb(Image.new("RGB", (width, height)), "PNG")
    side = min(width, height, PHOTO_SIDE)
    assert image.photo.shape == (side, side, 3)
    assert image.pixels.shape == (INPUT_SIDE, INPUT_SIDE, 3)
    assert (image.source_width, image.source_height, image.source_side) == (width, height, min(width, height))


def test_both_sizes_show_the_same_square():
    image = LesionImage.from_rgb(picture(height=900, width=1200), "PNG")
    smaller = np.asarray(Image.fromarray(image.photo).resize((INPUT_SIDE, INPUT_SIDE)), dtype=int)
    assert np.abs(smaller - image.pixels).mean() < 1


def test_a_photo_of_the_side_that_networks_see_is_passed_through_unchanged():
    image = LesionImage.from_rgb(picture(height=INPUT_SIDE, width=INPUT_SIDE), "PNG")
    assert np.array_equal(image.pixels, skin(INPUT_SIDE, INPUT_SIDE))


def test_equal_photos_have_equal_fingerprints_whatever_their_format():
    first, second = (LesionImage.from_rgb(picture(), name) for name in ("PNG", "TIFF"))
    assert first.sha256 == second.sha256
    assert len(first.sha256) == 64


def test_one_changed_pixel_changes_the_fingerprint():
    original, changed = picture(height=INPUT_SIDE, width=INPUT_SIDE), picture(height=INPUT_SIDE, width=INPUT_SIDE)
    changed.putpixel((3, 5), (1, 2, 3))
    assert LesionImage.from_rgb(original, "PNG").sha256 != LesionImage.from_rgb(changed, "PNG").sha256


def test_a_lesion_image_cannot_be_changed():
    image = LesionImage.from_rgb(picture(), "PNG")
    with pytest.raises(dataclasses.FrozenInstanceError):
        image.sha256 = ""
    for array in (image.photo, image.pixels):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 0


def test_a_lesion_image_does_not_follow_later_changes_of_its_source():
    source = picture(height=INPUT_SIDE, width=INPUT_SIDE)
    image = LesionImage.from_rgb(source, "PNG")
    source.paste("black", (0, 0, INPUT_SIDE, INPUT_SIDE))
    assert image.pixels.max() > 200

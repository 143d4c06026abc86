"""The same photo in every way to write it: colours within one grey level, on the mean, of a reference decode."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageFilter

from model.lesion.decode import read_lesion_image
from model.settings import ASSETS
from tests.lesion.files import dicom_variants, photo_variants

MOST = 1.0
"""Difference in grey levels, mean over the pixels of each channel."""


@cache
def sample() -> np.ndarray:
    """The drawn sample at a quarter of its size, smooth enough that halved colours cost little."""
    drawn = Image.open(ASSETS / "samples" / "mel_1.jpg").convert("RGB").resize((128, 128))
    return np.asarray(drawn.filter(ImageFilter.GaussianBlur(4)))


def grey() -> np.ndarray:
    return np.asarray(Image.fromarray(sample()).convert("L"))


COLOURED = [
    *dicom_variants.uncompressed(sample()),
    *dicom_variants.jpeg(sample()),
    *dicom_variants.special(sample()),
    *dicom_variants.coloured(sample()),
    *dicom_variants.headed(sample()),
    *photo_variants.tiffs(sample()),
    *photo_variants.pngs(sample()),
    *photo_variants.named_colours(sample()),
    *photo_variants.jpegs(sample()),
]
GREY = [*dicom_variants.grey(grey()), *photo_variants.grey_tiffs(grey())]


def shown(data: bytes) -> np.ndarray:
    return read_lesion_image(data).photo.astype(int)


@pytest.mark.parametrize("data", [data for _, data in COLOURED], ids=[name for name, _ in COLOURED])
def test_every_variant_shows_the_colours_of_the_sample(data):
    assert np.abs(shown(data) - sample()).mean() <= MOST


@pytest.mark.parametrize("data", [data for _, data in GREY], ids=[name for name, _ in GREY])
def test_every_grey_variant_shows_its_levels(data):
    assert np.abs(shown(data) - grey()[:, :, None]).mean() <= MOST


def test_there_are_more_than_a_hundred_variants():
    assert len(COLOURED) + len(GREY) > 100

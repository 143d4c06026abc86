"""Colour constancy: what a lamp adds is taken away, brightness stays, and every option is measured."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from model.lesion.image import LesionImage
from model.training.constancy import ORDERS, constancies_compared, under_white_light
from model.training.dataset import HAM, ISIC
from model.training.inner import InnerFold
from tests.training.test_comparisons import seeing_algorithm

PHOTO = np.random.default_rng(0).integers(20, 200, (2, 32, 32, 3), dtype=np.uint8)


@pytest.mark.parametrize("order", [1.0, 6.0])
def test_a_coloured_lamp_is_taken_away(order):
    warm = np.rint(PHOTO * np.array([1.2, 1.0, 0.8])).astype(np.uint8)
    seen, expected = under_white_light(warm, order), under_white_light(PHOTO, order)
    assert np.abs(seen.astype(int) - expected.astype(int)).mean() < 4
    assert np.abs(warm.astype(int) - PHOTO.astype(int)).mean() > 10


def test_a_grey_photo_stays_as_it_is_and_so_does_a_black_one():
    grey = np.repeat(PHOTO[..., :1], 3, axis=-1)
    assert np.abs(under_white_light(grey, 6.0).astype(int) - grey.astype(int)).max() <= 1
    black = np.zeros_like(PHOTO)
    assert (under_white_light(black, 1.0) == black).all()


def test_each_option_has_figures_of_each_archive_and_one_is_chosen():
    noise = np.random.default_rng(1).integers(0, 256, (28, 224, 224, 3), dtype=np.uint8)
    images = tuple(LesionImage.from_rgb(Image.fromarray(pixels), "JPEG") for pixels in noise)
    archives = np.where(np.arange(28) < 14, HAM, ISIC)
    lines = constancies_compared(
        seeing_algorithm(), InnerFold(images, np.arange(28) % 7, np.arange(28).astype(str), archives)
    )
    assert [line.option for line in lines] == [name for name in ORDERS for _ in range(2)]
    assert {line.archive for line in lines} == {HAM, ISIC}
    assert len({line.option for line in lines if line.chosen}) == 1

"""Colour constancy: every option is measured, whatever light the network ships with."""

from __future__ import annotations

import numpy as np
from PIL import Image

from model.lesion.archives import HAM, ISIC
from model.lesion.image import LesionImage
from model.training.comparisons import LIGHTS, constancies_compared
from model.training.inner import InnerFold
from tests.training.test_comparisons import seeing_algorithm


def inner_fold():
    noise = np.random.default_rng(1).integers(0, 256, (28, 224, 224, 3), dtype=np.uint8)
    images = tuple(LesionImage.from_rgb(Image.fromarray(pixels), "JPEG") for pixels in noise)
    archives = np.where(np.arange(28) < 14, HAM, ISIC)
    return InnerFold(images, np.arange(28) % 7, np.arange(28).astype(str), archives)


def test_each_option_has_figures_of_each_archive_and_one_is_chosen():
    lines = constancies_compared(seeing_algorithm(), inner_fold())
    assert [line.option for line in lines] == [name for name in LIGHTS for _ in range(2)]
    assert {line.archive for line in lines} == {HAM, ISIC}
    assert len({line.option for line in lines if line.chosen}) == 1


def test_what_ships_under_white_light_is_still_measured_as_taken():
    plain = seeing_algorithm()
    kind = type("Lit", (type(plain),), {"white_light": 6.0})
    assert constancies_compared(kind(plain.network, plain.sheet), inner_fold()) == constancies_compared(
        plain, inner_fold()
    )

"""Photos under white light: what a lamp adds is taken away, brightness stays, and the map lies on the photo."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from model.algorithms.seeing.white_light import SHADES_OF_GREY, under_white_light
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from tests.training.test_comparisons import seeing_algorithm

PHOTOS = torch.rand((2, 3, 32, 32), generator=torch.Generator().manual_seed(0)) * 0.6 + 0.1


@pytest.mark.parametrize("order", [1.0, SHADES_OF_GREY])
def test_a_coloured_lamp_is_taken_away(order):
    warm = PHOTOS * torch.tensor([1.2, 1.0, 0.8])[:, None, None]
    seen, expected = under_white_light(warm, order), under_white_light(PHOTOS, order)
    assert float((seen - expected).abs().mean()) < 0.01
    assert float((warm - PHOTOS).abs().mean()) > 0.04


@pytest.mark.parametrize("order", [1.0, SHADES_OF_GREY])
def test_the_mean_of_that_order_is_grey_and_brightness_stays(order):
    dim = PHOTOS * torch.tensor([0.5, 0.7, 0.6])[:, None, None]
    lamps = under_white_light(dim, order).pow(order).mean((2, 3)).pow(1 / order)  # (n, 3)
    assert torch.allclose(lamps, lamps[:, :1].expand_as(lamps), atol=1e-4)
    before = dim.pow(order).mean((2, 3)).pow(1 / order)
    assert torch.allclose(lamps.mean(1), before.mean(1), atol=1e-4)


def test_a_grey_photo_stays_as_it_is_a_black_one_too_and_nothing_is_changed_in_place():
    grey, black = PHOTOS[:, :1].expand(-1, 3, -1, -1).clone(), torch.zeros(1, 3, 8, 8)
    kept = grey.clone()
    assert torch.allclose(under_white_light(grey), grey, atol=1e-5)
    assert torch.equal(under_white_light(black), black)
    assert torch.equal(grey, kept)


def test_a_photo_is_put_under_white_light_by_itself_and_not_with_its_neighbours():
    together = under_white_light(PHOTOS)
    assert torch.equal(together[1:], under_white_light(PHOTOS[1:]))


def test_an_algorithm_that_sees_under_white_light_answers_the_same_for_any_lamp_and_draws_its_map_on_the_photo():
    plain = seeing_algorithm()
    seeing = type("Lit", (type(plain),), {"white_light": SHADES_OF_GREY})(plain.network, plain.sheet)
    pixels = np.random.default_rng(3).integers(20, 180, (224, 224, 3))
    photo, warm = (
        LesionImage.from_rgb(Image.fromarray(np.rint(pixels * gains).astype(np.uint8)), "JPEG")
        for gains in ([1.0, 1.0, 1.0], [1.3, 1.0, 0.8])
    )
    rows = seeing.predict_proba([photo, warm])
    assert np.abs(rows[0] - rows[1]).max() < 0.02
    assert np.abs(np.subtract(*plain.predict_proba([photo, warm]))).max() > np.abs(rows[0] - rows[1]).max()
    found = seeing.examine(photo, Diagnosis.MEL)
    assert np.allclose(found.prediction.probabilities, rows[0], atol=1e-5)
    assert found.explanation.heat.shape == (224, 224)

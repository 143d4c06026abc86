"""Several looks at one photo: mirrored, answered together, and their maps mirrored back."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm, pixels_of
from model.algorithms.seeing.networks.split import IMAGENET_MEAN, IMAGENET_STD, SplitNetwork, pooled_linear_head
from model.algorithms.seeing.views import HALF_TURN, MIRRORED, PLAIN, joined, looks, resized
from model.lesion.diagnosis import Diagnosis
from tests.photos import lesion


def network():
    torch.manual_seed(3)
    body = nn.Sequential(nn.Conv2d(3, 8, 16, 16), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1), nn.ReLU())
    return SplitNetwork(body, pooled_linear_head(8), IMAGENET_MEAN, IMAGENET_STD).eval().requires_grad_(False)


class Sheet:
    temperature = 1.0
    typical_peak = 1.0


class Mirrored(ConvolutionalAlgorithm):
    views = MIRRORED


def test_every_look_is_another_mirror_image_and_the_first_is_the_photo():
    pixels = torch.rand(2, 3, 8, 8)
    seen = looks(pixels, MIRRORED)
    assert seen.shape == (8, 3, 8, 8)
    assert torch.equal(seen[:2], pixels)
    assert torch.equal(seen[2:4], pixels.flip(3))
    assert torch.equal(seen[6:], pixels.flip(2).flip(3))


def test_an_enlarged_photo_is_seen_in_every_look_and_explained_on_its_own_grid():
    class Enlarged(ConvolutionalAlgorithm):
        views, side = HALF_TURN, 320

    algorithm, image = Enlarged(network(), Sheet()), lesion(3)
    pixels = pixels_of([image])
    large = resized(pixels, 320, 320)
    seen = algorithm.as_looks(pixels)
    assert seen.shape == (2, 3, 320, 320)
    assert torch.equal(seen[:1], large)
    assert torch.equal(seen[1:], large.flip(2).flip(3))
    with torch.no_grad():
        expected = algorithm.network(seen).mean(0).softmax(0)
    np.testing.assert_allclose(algorithm.predict_proba([image])[0], expected, atol=1e-6)
    assert algorithm.explain(image, Diagnosis.NV).heat.shape == (224, 224)


def test_a_photo_of_the_right_size_stays_as_it_is():
    pixels = torch.rand(1, 3, 8, 8)
    assert resized(pixels, 8, 8) is pixels


def test_one_look_is_the_photo_itself():
    pixels = torch.rand(2, 3, 8, 8)
    assert looks(pixels, PLAIN) is pixels


def test_the_answer_to_a_mirrored_photo_is_the_answer_to_the_photo():
    pixels, algorithm = torch.rand(3, 3, 64, 64), Mirrored(network(), Sheet())
    net = algorithm.network
    with torch.inference_mode():
        expected = algorithm.logits_of(pixels)
        torch.testing.assert_close(algorithm.logits_of(pixels.flip(3)), expected)
        torch.testing.assert_close(expected[1:2], algorithm.logits_of(pixels[1:2]))
        assert not torch.allclose(net(pixels.flip(3)), net(pixels), atol=1e-6)


def test_maps_are_mirrored_back_before_they_are_added():
    spot = torch.zeros(4, 6)
    spot[0, 1] = 1.0
    maps = torch.stack([spot.flip([axis - 2 for axis in view]) for view in MIRRORED])
    assert torch.equal(joined(maps, MIRRORED), 4 * spot)


@pytest.mark.parametrize("target", [Diagnosis.MEL, Diagnosis.VASC])
def test_a_mirrored_photo_gets_the_mirrored_map(target):
    algorithm = Mirrored(network(), Sheet())
    image = lesion(5)
    turned = lesion(5)
    object.__setattr__(turned, "pixels", np.ascontiguousarray(image.pixels[:, ::-1]))
    one, other = algorithm.examine(image, target), algorithm.examine(turned, target)
    np.testing.assert_allclose(one.prediction.probabilities, other.prediction.probabilities, atol=1e-6)
    np.testing.assert_allclose(one.explanation.heat[:, ::-1], other.explanation.heat, atol=1e-4)
    assert one.explanation.peak == pytest.approx(other.explanation.peak, abs=1e-6)

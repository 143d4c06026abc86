"""What is chosen on the inner fold: the temperature, the operating point, the typical peak."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm, as_batch
from model.algorithms.seeing.grad_cam import logits_and_map
from model.algorithms.seeing.networks.split import SplitNetwork
from model.algorithms.weights import read_sheet
from model.settings import settings as app_settings
from model.training.calibration import (
    chosen_operating_point,
    class_weights,
    fitted_temperature,
    fold_logits,
    typical_peak,
)
from tests.training.tiny_training import photos, tiny_network

PIXELS = photos(5).pixels

SHEET = read_sheet(app_settings().weights, "resnet18")


def answers(count, temperature, seed=0):
    """Logits that are too sure by the factor `temperature`, and diagnoses drawn as the honest ones say."""
    random = torch.Generator().manual_seed(seed)
    honest = 2 * torch.randn(count, 7, generator=random)
    targets = torch.multinomial(honest.softmax(1), 1, generator=random)[:, 0]
    return honest * temperature, targets


def frozen_network():
    torch.manual_seed(4)
    return tiny_network().eval().requires_grad_(False)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_a_known_temperature_is_found_again(temperature):
    assert fitted_temperature(*answers(20_000, temperature)) == pytest.approx(temperature, rel=0.04)


def test_no_other_temperature_has_a_smaller_balanced_loss():
    logits, targets = answers(500, 1.7, seed=3)
    best = fitted_temperature(logits, targets)

    def loss(t):
        return float(nn.functional.cross_entropy(logits / t, targets, class_weights(targets)))

    assert all(loss(best) <= loss(best * factor) + 1e-6 for factor in (0.5, 0.9, 0.99, 1.01, 1.1, 2))


def test_repeating_the_images_of_one_diagnosis_changes_nothing():
    logits, targets = answers(600, 2.0, seed=5)
    naevi = targets == 1
    more = torch.cat([logits, logits[naevi], logits[naevi]])
    same = fitted_temperature(more, torch.cat([targets, targets[naevi], targets[naevi]]))
    assert same == pytest.approx(fitted_temperature(logits, targets), rel=1e-3)


def test_each_diagnosis_that_occurs_weighs_the_same():
    targets = torch.tensor([0, 1, 1, 1, 6, 6])
    weights = class_weights(targets)
    assert weights[targets].sum() == pytest.approx(3 * float(weights[0]))
    assert float(weights[1]) * 3 == pytest.approx(float(weights[6]) * 2)
    assert weights[[2, 3, 4, 5]].tolist() == [0, 0, 0, 0]


def test_the_operating_point_by_hand():
    scores = np.array([0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.4567, 0.1, 0.05, 0.4568, 0.4559, 0.9])
    is_melanoma = np.arange(len(scores)) < 10
    point = chosen_operating_point(scores, is_melanoma)
    assert point.threshold == pytest.approx(0.456)
    assert (point.melanomas, point.melanomas_above) == (10, 9)
    assert (point.others, point.others_below) == (4, 2)


@settings(deadline=None)
@given(
    st.lists(st.floats(0.001, 1), min_size=1, max_size=60),
    st.lists(st.floats(0, 1), max_size=60),
)
def test_at_least_nine_in_ten_melanomas_are_above_and_no_clearly_higher_threshold_would_do(melanomas, others):
    scores = np.array(melanomas + others)
    is_melanoma = np.arange(len(scores)) < len(melanomas)
    point = chosen_operating_point(scores, is_melanoma)
    above = sum(score >= point.threshold for score in melanomas)
    assert point.melanomas_above == above
    assert point.others_below == sum(score < point.threshold for score in others)
    assert 10 * above >= 9 * len(melanomas)
    assert 10 * sum(score >= point.threshold + 0.0021 for score in melanomas) < 9 * len(melanomas)


def test_the_threshold_has_no_more_than_three_decimals():
    scores = np.random.default_rng(0).random(200)
    threshold = chosen_operating_point(scores, scores > 0.3).threshold
    assert threshold == round(threshold, 3)


def test_the_typical_peak_is_the_median_of_the_maps_peaks():
    network = frozen_network()
    peaks = [float(logits_and_map(network, as_batch(PIXELS[i : i + 1]))[1].max()) for i in range(len(PIXELS))]
    assert typical_peak(ConvolutionalAlgorithm(network, SHEET), PIXELS) == pytest.approx(np.median(peaks))


def test_the_fold_is_answered_as_at_use_whatever_the_batch():
    network = frozen_network()
    many = photos(35).pixels
    logits = fold_logits(ConvolutionalAlgorithm(network, SHEET), many)
    one_by_one = torch.cat([network(as_batch(many[i : i + 1])) for i in range(len(many))])
    assert logits.shape == (35, 7)
    assert torch.allclose(logits, one_by_one, atol=1e-5)
    assert not logits.is_inference()
    assert isinstance(network, SplitNetwork)

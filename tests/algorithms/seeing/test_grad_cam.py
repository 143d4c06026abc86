"""One-pass Grad-CAM against the package `grad-cam`, an independent implementation, and under four threads."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from torch import nn

from model.algorithms import catalogue
from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm, pixels_of
from model.algorithms.seeing.grad_cam import heat_and_peak, logits_and_maps_of
from model.algorithms.seeing.networks.resnet import resnet18_network
from model.algorithms.seeing.networks.split import SplitNetwork, pooled_linear_head
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.image import INPUT_SIDE
from tests.photos import lesion

WORKING = {slug: found for slug in catalogue.slugs() if isinstance(found := catalogue.find(slug), type)}
NETWORKS = [slug for slug, found in WORKING.items() if issubclass(found, ConvolutionalAlgorithm)]


def package_map(network: SplitNetwork, pixels: torch.Tensor, column: int) -> np.ndarray:
    from pytorch_grad_cam import GradCAM
    from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

    hooked = copy.deepcopy(network).requires_grad_(True)
    with GradCAM(model=hooked, target_layers=[hooked.body]) as cam:
        return cam(input_tensor=pixels, targets=[ClassifierOutputTarget(column)])[0]


def raw_map(network: SplitNetwork, pixels: torch.Tensor, column: int) -> torch.Tensor:
    return logits_and_maps_of(network, network.forward_features(pixels), column)[1][0]


def small_network(seed: int) -> SplitNetwork:
    """A network whose head is not linear in the pooled features, so that Grad-CAM is not simply CAM."""
    torch.manual_seed(seed)
    body = nn.Sequential(nn.Conv2d(3, 8, 7, 8), nn.ReLU(), nn.Conv2d(8, 16, 3, 2), nn.ReLU())
    head = nn.Sequential(nn.Conv2d(16, 12, 3), nn.Tanh(), nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(48, 7))
    return SplitNetwork(body, head, (0.5, 0.5, 0.5), (0.25, 0.25, 0.25)).eval().requires_grad_(False)


@pytest.mark.parametrize("column", range(len(DIAGNOSES)))
def test_every_map_of_a_submission_equals_the_one_of_the_package(grad_cam_algorithm, column):
    algorithm = grad_cam_algorithm
    assert isinstance(algorithm, ConvolutionalAlgorithm)
    image = lesion(column)
    look = algorithm.as_looks(pixels_of([image]))[:1]
    raw = raw_map(algorithm.network, look, column)
    expected = package_map(algorithm.network, look, column)
    np.testing.assert_allclose(heat_and_peak(raw, algorithm.side)[0], expected, atol=1e-4)
    if type(algorithm).see is ConvolutionalAlgorithm.see and len(algorithm.views) == 1:
        shown = algorithm.explain(image, DIAGNOSES[column]).heat
        np.testing.assert_allclose(shown, heat_and_peak(raw, INPUT_SIDE)[0], atol=1e-4)


@pytest.mark.parametrize("seed", range(5))
def test_the_map_equals_the_one_of_the_package_for_a_head_that_is_not_linear(seed):
    network = small_network(seed)
    pixels = pixels_of([lesion(seed)])
    for column in range(len(DIAGNOSES)):
        raw = raw_map(network, pixels, column)
        heat, _ = heat_and_peak(raw, INPUT_SIDE)
        np.testing.assert_allclose(heat, package_map(network, pixels, column), atol=1e-4)


def test_prediction_and_explanation_come_from_the_same_pass(default_algorithm, monkeypatch):
    passes = []
    last = default_algorithm.network.body.layer4  # stage after stage is asked, for the impression of those before
    original = last.forward
    monkeypatch.setattr(last, "forward", lambda x: passes.append(len(x)) or original(x))
    default_algorithm.examine(lesion(1))
    assert passes == [1]


def test_without_a_target_the_most_probable_diagnosis_is_explained(default_algorithm):
    examination = default_algorithm.examine(lesion(2))
    assert examination.explanation.target is examination.prediction.first


def test_a_map_without_positive_evidence_stays_blank():
    heat, peak = heat_and_peak(-torch.linspace(0.1, 0.9, 49).reshape(7, 7), INPUT_SIDE)
    assert peak == 0
    assert not heat.any()


def test_the_peak_is_kept_unscaled():
    raw = torch.zeros(7, 7)
    raw[2, 3] = 0.037
    heat, peak = heat_and_peak(raw, INPUT_SIDE)
    assert peak == pytest.approx(0.037)
    assert heat.max() == pytest.approx(1, abs=1e-4)


def test_explaining_leaves_no_gradients_and_no_hooks_on_the_shared_network(default_algorithm):
    default_algorithm.examine(lesion(3))
    modules = list(default_algorithm.network.modules())
    assert all(parameter.grad is None for parameter in default_algorithm.network.parameters())
    assert not any(m._forward_hooks or m._backward_hooks or m._forward_pre_hooks for m in modules)


@pytest.mark.parametrize("slug", NETWORKS)
def test_four_threads_that_explain_different_photos_get_exactly_the_maps_of_one_thread(loaded, slug):
    algorithm = loaded(slug)  # the acceptance checks try the same with those that are no networks
    jobs = [(lesion(seed), DIAGNOSES[(seed + k) % 7]) for seed in range(6) for k in range(2)]
    alone = [algorithm.examine(image, target) for image, target in jobs]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda job: algorithm.examine(*job), jobs))
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one.explanation.heat, other.explanation.heat)
        assert one.explanation.peak == other.explanation.peak
        assert np.array_equal(one.prediction.probabilities, other.prediction.probabilities)


def test_the_head_for_which_grad_cam_equals_cam_averages_and_weighs():
    head = pooled_linear_head(4).eval()
    features = torch.rand(2, 4, 5, 5)
    expected = features.mean((2, 3)) @ head[3].weight.T + head[3].bias
    torch.testing.assert_close(head(features), expected)


def test_a_network_is_its_two_parts_one_after_the_other():
    network = resnet18_network().eval()
    pixels = pixels_of([lesion(4)])
    with torch.no_grad():
        torch.testing.assert_close(network(pixels), network.forward_head(network.forward_features(pixels)))
        assert network.forward_features(pixels).shape == (1, 512, 7, 7)

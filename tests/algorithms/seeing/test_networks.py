"""The networks beside the ResNet: shapes, what their parts hold, and that gradients stay where they belong."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from model.algorithms.seeing.networks.efficientnet_lite import (
    efficientnet_lite_network,
)
from model.algorithms.seeing.networks.lesion import LesionNetwork
from model.algorithms.seeing.networks.mobilenet import mobilenet_v1_network
from model.algorithms.seeing.networks.small_cnn import small_cnn_network
from model.algorithms.seeing.networks.tokens import TokenNetwork

PRETRAINED = Path(__file__).resolve().parents[4] / "shared" / "pretrained"
BUILDERS = [
    *(LesionNetwork, TokenNetwork, mobilenet_v1_network, small_cnn_network),
    *(partial(efficientnet_lite_network, variant) for variant in (0, 2)),
]


@pytest.mark.parametrize("build", BUILDERS)
@pytest.mark.parametrize("side", [192, 224])
def test_a_network_names_seven_diagnoses_at_the_side_of_training_and_of_use(build, side):
    torch.manual_seed(0)
    network = build().eval()
    pixels = torch.rand(2, 3, side, side)
    with torch.inference_mode():
        logits = network(pixels)
        assert logits.shape == (2, 7)
        torch.testing.assert_close(logits, network.forward_head(network.forward_features(pixels)))


def test_the_mobile_network_shrinks_an_even_photo_as_it_was_pretrained():
    network = mobilenet_v1_network().eval()
    with torch.inference_mode():
        assert network.forward_features(torch.rand(1, 3, 224, 224)).shape == (1, 1024, 7, 7)
    assert sum(p.numel() for p in network.backbone.parameters()) == 3_196_032


@pytest.mark.parametrize(("variant", "parameters"), [(0, 3_371_008), (1, 4_135_680), (2, 4_811_072)])
def test_an_efficientnet_lite_has_the_parameters_of_its_variant(variant, parameters):
    network = efficientnet_lite_network(variant).eval()
    assert sum(p.numel() for p in network.backbone.parameters()) == parameters
    with torch.inference_mode():
        assert network.forward_features(torch.rand(1, 3, 225, 160)).shape == (1, 1280, 8, 5)


@pytest.mark.data
@pytest.mark.parametrize("variant", [0, 1, 2])
def test_an_efficientnet_lite_takes_every_pretrained_tensor(variant):
    file = PRETRAINED / f"efficientnet_lite{variant}.safetensors"
    if not file.is_file():
        pytest.skip("the pretrained backbones are not beside the checkout")
    network = efficientnet_lite_network(variant)
    missing, unexpected = network.backbone.load_state_dict(load_file(file), strict=False)
    assert not unexpected
    assert all(name.endswith("num_batches_tracked") for name in missing)


def test_the_lesion_network_holds_its_mask_in_the_feature_map():
    torch.manual_seed(0)
    network = LesionNetwork().eval()
    with torch.inference_mode():
        features = network.forward_features(torch.rand(2, 3, 224, 224))
    assert features.shape == (2, 512 + 64, 7, 7)
    assert network.mask_logits(features).shape == (2, 1, 56, 56)


def test_the_diagnosis_does_not_teach_the_mask_and_the_map_does_not_explain_it():
    torch.manual_seed(0)
    network = LesionNetwork().eval()
    with torch.no_grad():
        features = network.forward_features(torch.rand(1, 3, 224, 224))
    features.requires_grad_(True)
    (gradient,) = torch.autograd.grad(network.forward_head(features)[0, 0], features)
    assert bool(gradient[:, :512].any())
    assert not bool(gradient[:, 512:].any())


def test_an_empty_mask_leaves_the_diagnosis_finite():
    network = LesionNetwork().eval()
    features = torch.rand(1, 576, 7, 7)
    features[:, 512:] = -1e4
    with torch.inference_mode():
        assert bool(torch.isfinite(network.forward_head(features)).all())


def test_attention_is_a_distribution_over_the_tokens_and_the_question():
    torch.manual_seed(0)
    network = TokenNetwork().eval()
    with torch.inference_mode():
        logits, attentions = network.attend(network.forward_features(torch.rand(2, 3, 224, 224)))
    assert logits.shape == (2, 7)
    assert [tuple(a.shape) for a in attentions] == [(2, 8, 197, 197)] * 3
    torch.testing.assert_close(attentions[0].sum(-1), torch.ones(2, 8, 197))


def test_without_position_codes_a_mirrored_feature_map_gets_the_same_answer():
    torch.manual_seed(0)
    network = TokenNetwork().eval()
    features = torch.rand(1, 256, 14, 14)
    with torch.inference_mode():
        torch.testing.assert_close(network.forward_head(features), network.forward_head(features.flip(3)))

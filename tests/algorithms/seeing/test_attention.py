"""Attention as an explanation: by hand for one block, and on the whole network."""

from __future__ import annotations

import pytest
import torch

from model.algorithms.seeing.attention import logits_and_attention_of, relevance
from model.algorithms.seeing.networks.tokens import TokenNetwork


def small_attention():
    attention = torch.tensor([[[[0.2, 0.3, 0.5], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]]])
    gradient = torch.tensor([[[[1.0, 2.0, -4.0], [1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]]])
    return attention, gradient


def test_one_block_gives_attention_times_its_positive_gradient():
    attention, gradient = small_attention()
    assert relevance([attention], (gradient,))[0].tolist() == pytest.approx([0.6, 0.0])


def test_blocks_are_chained():
    attention, gradient = small_attention()
    spoken = (attention * gradient).clamp(min=0)[0, 0]
    expected = (torch.eye(3) + spoken) @ (torch.eye(3) + spoken)
    assert torch.allclose(relevance([attention] * 2, (gradient,) * 2)[0], expected[0, 1:])


def test_the_map_lies_on_the_tokens_and_differs_by_diagnosis():
    torch.manual_seed(1)
    network = TokenNetwork().eval().requires_grad_(False)
    with torch.no_grad():
        features = network.forward_features(torch.rand(1, 3, 224, 224))
        expected = network.forward_head(features)[0]
    first, second = (logits_and_attention_of(network, features, column) for column in (0, 1))
    assert first[1].shape == (1, 14, 14)
    assert float(first[1].min()) >= 0
    assert not torch.equal(first[1], second[1])
    torch.testing.assert_close(first[0], expected)
    assert logits_and_attention_of(network, features)[2] == int(expected.argmax())


def test_nothing_is_left_on_the_network_or_the_features():
    network = TokenNetwork().eval().requires_grad_(False)
    with torch.no_grad():
        features = network.forward_features(torch.rand(1, 3, 224, 224))
    logits_and_attention_of(network, features, 2)
    assert not features.requires_grad
    assert all(parameter.grad is None for parameter in network.parameters())

"""Fisher vectors against the gradient of the likelihood that they are derived from."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from model.algorithms.measuring.features.fisher import Dictionary, fisher_vectors

WORDS, KEPT, WIDE = 4, 3, 6


@pytest.fixture
def dictionary():
    rng = np.random.default_rng(11)
    shares = rng.uniform(0.5, 1.5, WORDS)
    parts = (
        rng.normal(0, 1, WIDE),
        rng.normal(0, 1, (WIDE, KEPT)),
        shares / shares.sum(),
        rng.normal(0, 2, (WORDS, KEPT)),
        rng.uniform(0.5, 2, (WORDS, KEPT)),
    )
    return Dictionary(*(part.astype(np.float32) for part in parts))


def patches(count: int) -> np.ndarray:
    return np.random.default_rng(12).normal(0, 1, (count, WIDE)).astype(np.float32)


def test_it_is_the_scaled_gradient_of_the_log_likelihood(dictionary):
    descriptors = patches(50)
    means = torch.tensor(dictionary.means, dtype=torch.float64, requires_grad=True)
    widths = torch.tensor(dictionary.widths, dtype=torch.float64, requires_grad=True)
    shares = torch.tensor(dictionary.shares, dtype=torch.float64)
    kept = torch.tensor((descriptors - dictionary.centre) @ dictionary.axes, dtype=torch.float64)
    each = -0.5 * ((kept[:, None] - means) / widths).square().sum(2) - widths.log().sum(1) + shares.log()
    each.logsumexp(1).sum().backward()
    root = shares.sqrt()[:, None]
    beside = means.grad * widths.detach() / root
    spread = widths.grad * widths.detach() / (root * np.sqrt(2))
    expected = torch.cat([beside.ravel(), spread.ravel()]).numpy()
    expected = np.sign(expected) * np.sqrt(np.abs(expected))
    found = fisher_vectors(descriptors, np.ones((1, 50), np.float32), dictionary)
    np.testing.assert_allclose(found, expected / np.linalg.norm(expected), atol=1e-4)


def test_a_pool_holds_only_its_own_patches(dictionary):
    descriptors = patches(20)
    pools = np.zeros((2, 20), np.float32)
    pools[0, :7] = 1
    pools[1, 7:] = 1
    both = fisher_vectors(descriptors, pools, dictionary).reshape(2, -1)
    first = fisher_vectors(descriptors[:7], np.ones((1, 7), np.float32), dictionary)
    np.testing.assert_allclose(both[0], first, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(both, axis=1), 1, rtol=1e-5)


def test_the_order_of_the_patches_does_not_matter(dictionary):
    descriptors, pool = patches(30), np.ones((1, 30), np.float32)
    forwards, backwards = (fisher_vectors(order, pool, dictionary) for order in (descriptors, descriptors[::-1]))
    np.testing.assert_allclose(forwards, backwards, atol=1e-5)


def test_an_empty_pool_says_nothing(dictionary):
    assert not fisher_vectors(patches(5), np.zeros((1, 5), np.float32), dictionary).any()

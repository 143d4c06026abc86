"""The impression of a photo: what a body sees on its way to its last feature map, pooled over the photo.

Early stages see grain, edges, colours and textures, the last one sees lesions. To that one a photo of something else
may look like any lesion, for it has learned to tell lesions apart and nothing else; so the impression is of the stages
before.
"""

from __future__ import annotations

import torch
from torch import Tensor

from model.algorithms.seeing.networks.split import SplitNetwork

STAGES = ("layer1", "layer2", "layer3")
"""Of a residual network, those that the impression is of."""


def features_and_impression(network: SplitNetwork, pixels: Tensor) -> tuple[Tensor, Tensor]:
    """Last feature map and impression of photos in one pass.

    Args:
        network: its body is a residual network, stage after stage.
        pixels: RGB in [0, 1], `(n, 3, h, w)`.

    Returns:
        `network.forward_features(pixels)`, and the mean and the spread of each channel of each stage, `(n, d)`.
    """
    seen = (pixels - network.mean) / network.std
    pooled: list[Tensor] = []
    for name, part in network.body.named_children():
        seen = part(seen)
        if name in STAGES:
            pooled += mean_and_spread(seen)
    return seen, torch.cat(pooled, 1)


def mean_and_spread(features: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of each channel over the places of maps `(n, c, h, w)`, `(n, c)` each.

    Place after place, as the networks lay their maps out: a tenth of the price of torch's own over two axes.
    """
    places = features.permute(0, 2, 3, 1).reshape(len(features), -1, features.shape[1])  # (n, places, c)
    mean = places.mean(1, keepdim=True)
    spread = ((places - mean).square_().sum(1) / (places.shape[1] - 1)).sqrt()
    return mean[:, 0], spread

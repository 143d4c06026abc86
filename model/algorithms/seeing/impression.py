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
            flat = seen.flatten(2)
            pooled += [flat.mean(2), flat.std(2)]
    return seen, torch.cat(pooled, 1)

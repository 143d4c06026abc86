"""Networks split into a body, which computes features, and a head, which computes logits.

The split lets a prediction and its explanation share one pass: the body runs once without gradients, and gradients are
computed only through the head (see `grad_cam`, `attention`). Input is RGB in [0, 1]; each network normalises it itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from model.lesion.diagnosis import DIAGNOSES

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
HALF = (0.5, 0.5, 0.5)


class SplitNetwork(nn.Module):
    """A network of the form `head(body(pixels))`; `mean` and `std` of each channel normalise the pixels."""

    def __init__(self, body: nn.Module, head: nn.Module, mean: Sequence[float], std: Sequence[float]) -> None:
        super().__init__()
        self.body = body
        self.head = head
        self.mean = nn.Buffer(torch.tensor(mean).view(1, 3, 1, 1), persistent=False)
        self.std = nn.Buffer(torch.tensor(std).view(1, 3, 1, 1), persistent=False)

    @property
    def backbone(self) -> nn.Module:
        """The part of the body with pretrained weights."""
        return self.body

    def forward_features(self, pixels: Tensor) -> Tensor:
        """Last feature map, `(n, c, h', w')`, of RGB pixels in [0, 1], `(n, 3, h, w)`."""
        features: Tensor = self.body((pixels - self.mean) / self.std)
        return features

    def forward_head(self, features: Tensor) -> Tensor:
        """Logits, `(n, 7)`, of a feature map, `(n, c, h', w')`."""
        logits: Tensor = self.head(features)
        return logits

    def forward(self, pixels: Tensor) -> Tensor:
        """Logits, `(n, 7)`, of RGB pixels in [0, 1], `(n, 3, h, w)`."""
        return self.forward_head(self.forward_features(pixels))


def channels_last(network: SplitNetwork) -> SplitNetwork:
    """Change the memory layout of a network to the faster channels-last and return it."""
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network


def pooled_linear_head(channels: int, dropout: float = 0.0) -> nn.Sequential:
    """Average pooling and one linear layer; for this head Grad-CAM equals CAM."""
    return nn.Sequential(
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(dropout), nn.Linear(channels, len(DIAGNOSES))
    )

"""Networks in two parts: a body that sees and a head that decides.

The split is what makes a prediction and its explanation cost one pass: the body runs once without gradients, the
gradient is taken through the head alone (see `grad_cam`, `attention`). Pixels go in as RGB in [0, 1]; each network
brings its own normalisation, so nobody outside has to know it.
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
    """A network whose last feature map is a value one can hold: `head(body(normalised pixels))`.

    Args:
        body: pixels to feature map, `(n, 3, h, w) -> (n, c, h', w')`.
        head: feature map to logits, `(n, c, h', w') -> (n, 7)`.
        mean: per-channel mean that the body expects to be taken off, for RGB in [0, 1].
        std: per-channel divisor that goes with it.
    """

    def __init__(self, body: nn.Module, head: nn.Module, mean: Sequence[float], std: Sequence[float]) -> None:
        super().__init__()
        self.body = body
        self.head = head
        self.mean: Tensor
        self.std: Tensor
        self.register_buffer("mean", torch.tensor(mean).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(std).view(1, 3, 1, 1), persistent=False)

    @property
    def backbone(self) -> nn.Module:
        """The part of the body that a pretrained file fills."""
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
    """The network itself, its weights laid out as processors like them best."""
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network


def pooled_linear_head(channels: int, dropout: float = 0.0) -> nn.Sequential:
    """Average over the map, then one linear layer: the head for which Grad-CAM equals CAM."""
    return nn.Sequential(
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(dropout), nn.Linear(channels, len(DIAGNOSES))
    )

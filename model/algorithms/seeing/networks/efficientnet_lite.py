"""EfficientNet-Lite, with layers named as in timm, which provides the pretrained weights.

The Lite variants of 2020 have no squeeze-and-excitation, use ReLU6 and TensorFlow's SAME padding (Tan and Le 2019,
arXiv:1905.11946). Implementing them here avoids importing timm at every start of the app.
"""

from __future__ import annotations

import itertools
import math
from functools import partial

from torch import Tensor, nn
from torch.nn import functional

from model.algorithms.seeing.networks.split import SameConv2d, SplitNetwork, pooled_linear_head

MIDDLE, SPREAD = 127 / 255, 128 / 255
STAGES = ((16, 3, 1, 1), (24, 3, 2, 2), (40, 5, 2, 2), (80, 3, 2, 3), (112, 5, 1, 3), (192, 5, 2, 4), (320, 3, 1, 1))
"""Channels, kernel, stride and number of blocks of each stage, before scaling."""
SCALES = {0: (1.0, 1.0), 1: (1.0, 1.1), 2: (1.1, 1.2)}
"""Factors of width and depth of each variant."""
FEATURES = 1280
_conv = partial(SameConv2d, bias=False)


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


class _SeparableBlock(nn.Module):
    """Depthwise convolution, then pointwise convolution."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int) -> None:
        super().__init__()
        self.conv_dw, self.bn1 = _conv(inputs, inputs, kernel, stride, inputs), _norm(inputs)
        self.conv_pw, self.bn2 = _conv(inputs, outputs, 1), _norm(outputs)

    def forward(self, seen: Tensor) -> Tensor:
        """Feature map after both convolutions."""
        return self.bn2(self.conv_pw(functional.relu6(self.bn1(self.conv_dw(seen)))))  # type: ignore[no-any-return]


class _InvertedBlock(nn.Module):
    """Inverted bottleneck: expansion by 6, depthwise convolution, projection; with a shortcut if the shapes match."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int) -> None:
        super().__init__()
        wide = 6 * inputs
        self.conv_pw, self.bn1 = _conv(inputs, wide, 1), _norm(wide)
        self.conv_dw, self.bn2 = _conv(wide, wide, kernel, stride, wide), _norm(wide)
        self.conv_pwl, self.bn3 = _conv(wide, outputs, 1), _norm(outputs)
        self.adds = stride == 1 and inputs == outputs

    def forward(self, seen: Tensor) -> Tensor:
        """Feature map after the block."""
        wide = functional.relu6(self.bn1(self.conv_pw(seen)))
        narrow: Tensor = self.bn3(self.conv_pwl(functional.relu6(self.bn2(self.conv_dw(wide)))))
        return narrow + seen if self.adds else narrow


class _LiteBody(nn.Module):
    """Body: `(n, 3, h, w) -> (n, 1280, h / 32, w / 32)`."""

    def __init__(self, width: float, depth: float) -> None:
        super().__init__()
        self.conv_stem, self.bn1 = _conv(3, 32, 3, 2), _norm(32)
        stages, channels = [], 32
        for number, (outputs, kernel, stride, repeats) in enumerate(STAGES):
            count = repeats if number in (0, len(STAGES) - 1) else math.ceil(repeats * depth)
            block = _SeparableBlock if number == 0 else _InvertedBlock
            wider = _whole_eighths(outputs * width)
            sizes = itertools.pairwise([channels, *[wider] * count])
            stages.append(nn.Sequential(*(block(i, o, kernel, 1 if n else stride) for n, (i, o) in enumerate(sizes))))
            channels = wider
        self.blocks = nn.Sequential(*stages)
        self.conv_head, self.bn2 = _conv(channels, FEATURES, 1), _norm(FEATURES)

    def forward(self, pixels: Tensor) -> Tensor:
        """Feature map of normalised pixels."""
        seen = self.blocks(functional.relu6(self.bn1(self.conv_stem(pixels))))
        return functional.relu6(self.bn2(self.conv_head(seen)))


def _whole_eighths(channels: float) -> int:
    """The nearest multiple of 8, or the next larger one if it were more than 10 % smaller."""
    nearest = max(8, int(channels + 4) // 8 * 8)
    return nearest + 8 if nearest < 0.9 * channels else nearest


def efficientnet_lite_network(variant: int) -> SplitNetwork:
    """EfficientNet-Lite 0, 1 or 2 with a head for the seven diagnoses, untrained."""
    body = _LiteBody(*SCALES[variant])
    return SplitNetwork(body, pooled_linear_head(FEATURES, dropout=0.2), (MIDDLE,) * 3, (SPREAD,) * 3)

"""MobileNetV1 in the layout of its pretrained weights from TensorFlow."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from model.algorithms.seeing.networks.split import HALF, SplitNetwork, pooled_linear_head


class _SameConv2d(nn.Conv2d):
    """Convolution with TensorFlow's SAME padding; with stride 2 on an even side, one pixel at the end."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        padding = kernel // 2 if stride == 1 else 0
        super().__init__(inputs, outputs, kernel, stride, padding, groups=groups)

    def forward(self, pixels: Tensor) -> Tensor:
        """Pad if the stride is 2, then convolve."""
        if self.stride[0] == 2:
            pixels = functional.pad(pixels, (0, 1, 0, 1))
        return super().forward(pixels)


def mobilenet_v1_network() -> SplitNetwork:
    """MobileNetV1 (Howard et al. 2017, arXiv:1704.04861), untrained, with batch norm folded into the convolutions."""
    features = nn.Sequential(_SameConv2d(3, 32, 3, 2), nn.ReLU6())
    channels = 32
    stages = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
    for wider, stride in stages:
        features.extend([_SameConv2d(channels, channels, 3, stride, groups=channels), nn.ReLU6()])
        features.extend([_SameConv2d(channels, wider, 1), nn.ReLU6()])
        channels = wider
    body = nn.Sequential()
    body.add_module("features", features)
    return SplitNetwork(body, pooled_linear_head(channels, dropout=0.2), HALF, HALF)

"""MobileNetV1 in the layout of its pretrained weights from TensorFlow."""

from __future__ import annotations

from torch import nn

from model.algorithms.seeing.networks.split import HALF, SameConv2d, SplitNetwork, pooled_linear_head


def mobilenet_v1_network() -> SplitNetwork:
    """MobileNetV1 (Howard et al. 2017, arXiv:1704.04861), untrained, with batch norm folded into the convolutions."""
    features = nn.Sequential(SameConv2d(3, 32, 3, 2), nn.ReLU6())
    channels = 32
    stages = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
    for wider, stride in stages:
        features.extend([SameConv2d(channels, channels, 3, stride, groups=channels), nn.ReLU6()])
        features.extend([SameConv2d(channels, wider, 1), nn.ReLU6()])
        channels = wider
    body = nn.Sequential()
    body.add_module("features", features)
    return SplitNetwork(body, pooled_linear_head(channels, dropout=0.2), HALF, HALF)

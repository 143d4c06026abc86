"""ResNet-18, complete or its first stages."""

from __future__ import annotations

from torch import nn

from model.algorithms.seeing.networks.split import IMAGENET_MEAN, IMAGENET_STD, SplitNetwork, pooled_linear_head
from model.algorithms.seeing.vision import torchvision


def resnet18_network() -> SplitNetwork:
    """ResNet-18 (He et al. 2016, doi:10.1109/CVPR.2016.90) with a head for the seven diagnoses, untrained."""
    return SplitNetwork(resnet18_stages("layer4"), pooled_linear_head(512, dropout=0.2), IMAGENET_MEAN, IMAGENET_STD)


def resnet18_stages(last: str) -> nn.Sequential:
    """An untrained ResNet-18 up to the stage `last`, with the layer names of pretrained files."""
    stages = nn.Sequential()
    for name, part in torchvision.models.resnet18(weights=None).named_children():
        stages.add_module(name, part)
        if name == last:
            break
    return stages

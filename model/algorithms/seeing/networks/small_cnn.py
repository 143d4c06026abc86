"""A small convolutional network without pretraining."""

from __future__ import annotations

from torch import nn

from model.algorithms.seeing.networks.split import IMAGENET_MEAN, IMAGENET_STD, SplitNetwork, pooled_linear_head


def small_cnn_network() -> SplitNetwork:
    """Five stages of convolutions with batch norm, on the photo at half its size."""
    body = nn.Sequential()
    body.add_module("halve", nn.AvgPool2d(2))
    channels = 3
    for number, wider in enumerate((32, 64, 96, 160, 224)):
        convolutions = []
        for inputs in (channels, wider)[: 1 if number == 0 else 2]:
            convolutions += [nn.Conv2d(inputs, wider, 3, padding=1, bias=False), nn.BatchNorm2d(wider), nn.ReLU()]
        convolutions.append(nn.MaxPool2d(2) if number < 4 else nn.Identity())
        body.add_module(f"stage{number}", nn.Sequential(*convolutions))
        channels = wider
    return SplitNetwork(body, pooled_linear_head(channels, dropout=0.2), IMAGENET_MEAN, IMAGENET_STD)

"""A training that takes a second: a network of one convolution, generated photos, three epochs in two cycles."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

from model.algorithms.contract import AlgorithmCard
from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.seeing.networks.split import IMAGENET_MEAN, IMAGENET_STD, SplitNetwork, pooled_linear_head
from model.training.dataset import TrainingSet
from model.training.fit import Training
from model.training.recipe import Recipe

SIDE = 224


def tiny_network() -> SplitNetwork:
    layers = OrderedDict(conv=nn.Conv2d(3, 4, 16, stride=16), norm=nn.BatchNorm2d(4), relu=nn.ReLU())
    return SplitNetwork(nn.Sequential(layers), pooled_linear_head(4, dropout=0.2), IMAGENET_MEAN, IMAGENET_STD)


class Tiny(ConvolutionalAlgorithm):
    """The tiny network as the app would use it."""

    card = AlgorithmCard(slug="tiny", family="convolutional")
    build = staticmethod(tiny_network)


RECIPE = Recipe(
    Tiny,
    pretrained="tiny.safetensors",
    cycles=(2, 1),
    batch_size=8,
    train_side=64,
    learning_rate=1e-2,
    average_decay=0.8,
)


def write_pretrained(folder: Path) -> Path:
    """What a backbone's file holds: the body's weights, as float16, without the counters of the normalisation."""
    torch.manual_seed(99)
    body = tiny_network().body.state_dict()
    tensors = {name: tensor.half() for name, tensor in body.items() if not name.endswith("num_batches_tracked")}
    save_file(tensors, folder / RECIPE.pretrained)
    return folder


def photos(count: int, seed: int = 0) -> TrainingSet:
    """Even colours with noise; the colour tells the diagnosis."""
    rng = np.random.default_rng(seed)
    targets = np.arange(count) % 7
    colours = np.random.default_rng(7).integers(40, 216, (7, 1, 1, 3))
    pixels = np.clip(colours[targets] + rng.normal(0, 12, (count, SIDE, SIDE, 3)), 0, 255).astype(np.uint8)
    return TrainingSet(pixels, targets.astype(np.int64), np.arange(count) % 2, tuple(f"p{i}" for i in range(count)))


def tiny_training(folder: Path, run: str) -> Training:
    return Training(RECIPE, photos(24), photos(14, seed=1), folder, folder / run)

"""Everything that decides a training run, and the learning rate that follows from it."""

from __future__ import annotations

import itertools
import math
from dataclasses import asdict, dataclass
from typing import Any

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.training.dataset import TWO_ARCHIVES


@dataclass(frozen=True)
class Recipe:
    """Everything that decides a training run."""

    algorithm: type[ConvolutionalAlgorithm]
    """The submission; it builds the network and decides how photos are prepared and explained."""
    pretrained: str = ""
    """File name among the pretrained backbones; empty to start from nothing."""
    cycles: tuple[int, ...] = (24, 14)
    """Epochs of each cycle, in which the learning rate rises and falls (Loshchilov and Hutter 2017,
    arXiv:1608.03983)."""
    averaged_ends: int = 0
    """Number of last cycle ends whose mean ships; 0 for all. Chosen on the inner fold."""
    restart: float = 0.6
    """The peak of each further cycle, as a share of the one before."""
    batch_size: int = 32
    train_side: int = 192
    """Smaller than the side in the app: random zoom enlarges lesions in training by about that ratio."""
    first_side: int = 0
    """Side at the start, which grows to `train_side` in steps of 32 over the first 70 % of the epochs (Tan and Le 2021,
    arXiv:2104.00298). 0 starts with `train_side`."""
    frozen: tuple[str, ...] = ()
    """Parts of the backbone that keep their pretrained weights: they detect edges and cost most of a step."""
    other_clinics: bool = False
    """Whether augmentation also imitates the photos of other clinics."""
    shared_prior: float = 0.0
    """How far each archive's prior is drawn towards that of all archives, see `conditional_log_prior`."""
    learning_rate: float = 4e-4
    weight_decay: float = 0.05
    label_smoothing: float = 0.05
    mixup: float = 0.0
    """Share of the batches whose images are blended in pairs (Zhang et al. 2018, arXiv:1710.09412)."""
    mask_weight: float = 0.0
    """Weight of the mask loss, for a network that segments the lesion."""
    sampling_power: float = 0.5
    """0 draws images uniformly, 1 draws every diagnosis equally often."""
    sampled_within: bool = False
    """Count frequencies within each archive, lest the network learn an archive for the diagnosis that fills it."""
    archives: tuple[str, ...] = TWO_ARCHIVES
    """The archives of its fit images and of its inner fold."""
    average_decay: float = 0.999
    warm_up: float = 0.05
    validation_fold: int = 4
    seed: int = 2017

    @property
    def slug(self) -> str:
        """Name of the algorithm."""
        return self.algorithm.card.slug

    @property
    def epochs(self) -> int:
        """Epochs of all cycles."""
        return sum(self.cycles)

    @property
    def cycle_ends(self) -> tuple[int, ...]:
        """Numbers of the epochs that end a cycle."""
        return tuple(itertools.accumulate(self.cycles))


def recipe_facts(recipe: Recipe) -> dict[str, Any]:
    """The settings by name, as JSON can hold them, for sheets and checkpoints."""
    settings = {name: value for name, value in asdict(recipe).items() if name != "algorithm"}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()}


def side_at(recipe: Recipe, epoch: int) -> int:
    """The side of the photos in an epoch, counted from 0."""
    first = recipe.first_side or recipe.train_side
    steps = (recipe.train_side - first) // 32
    grown = int((steps + 1) * epoch / max(1, round(0.7 * recipe.epochs)))
    return first + 32 * min(steps, grown)


def learning_rate_factor(progress: float, warm_up: float) -> float:
    """Share of the peak learning rate at `progress` in [0, 1]: a linear rise, then half a cosine."""
    if progress < warm_up:
        return progress / warm_up
    return 0.5 * (1 + math.cos(math.pi * (progress - warm_up) / (1 - warm_up)))


def learning_rate_at(recipe: Recipe, epoch: float) -> float:
    """Learning rate after `epoch` epochs, which may be a fraction."""
    for number, (length, end) in enumerate(zip(recipe.cycles, recipe.cycle_ends, strict=True)):
        if epoch < end:
            peak = recipe.learning_rate * recipe.restart**number
            return peak * learning_rate_factor((epoch - (end - length)) / length, recipe.warm_up)
    return 0.0

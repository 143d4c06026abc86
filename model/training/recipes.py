"""The recipe of each algorithm trained by gradient descent; recipes of algorithms that measure are in `submissions`."""

from __future__ import annotations

from functools import partial

from model.algorithms.submissions.attention import Algorithm as Attention
from model.algorithms.submissions.efficientnet_lite0 import Algorithm as EfficientNetLite0
from model.algorithms.submissions.efficientnet_lite2 import Algorithm as EfficientNetLite2
from model.algorithms.submissions.mobilenet_v1 import Algorithm as MobileNet
from model.algorithms.submissions.resnet18 import Algorithm as ResNet18
from model.algorithms.submissions.segment_then_classify import Algorithm as SegmentThenClassify
from model.algorithms.submissions.small_cnn import Algorithm as SmallNetwork
from model.lesion.archives import ARCHIVES
from model.training.recipe import Recipe

RESNET18 = "resnet18.safetensors"
_LITE = partial(
    Recipe,
    first_side=128,
    train_side=160,
    frozen=("conv_stem", "bn1", "blocks.0", "blocks.1"),
    other_clinics=True,
    shared_prior=0.1,
    average_decay=0.997,
)
_FURTHER = partial(
    Recipe,
    cycles=(2, 2),
    restart=0.8,
    train_side=160,
    frozen=("conv_stem", "bn1", "blocks.0", "blocks.1"),
    other_clinics=True,
    shared_prior=0.1,
    sampled_within=True,
    archives=ARCHIVES,
    learning_rate=1e-4,
    average_decay=0.997,
)
"""Further cycles on three archives; a run may stop at the end of any, and several ends may be averaged."""

RECIPES: dict[str, Recipe] = {
    recipe.slug: recipe
    for recipe in (
        Recipe(ResNet18, RESNET18),
        Recipe(SegmentThenClassify, RESNET18, (11, 13), mixup=0.5, mask_weight=0.5, average_decay=0.998, seed=2018),
        Recipe(Attention, RESNET18, (11,), mixup=0.5, average_decay=0.998, seed=2019),
        Recipe(
            MobileNet,
            "mobilenet_v1.safetensors",
            (5, 16),
            averaged_ends=1,
            train_side=160,
            learning_rate=2e-4,
            average_decay=0.998,
            seed=2020,
        ),
        Recipe(SmallNetwork, cycles=(10,), learning_rate=2e-3, average_decay=0.998, seed=2021),
        # the first cycle was shortened from 14 epochs: the log has each learning rate
        _LITE(EfficientNetLite0, "efficientnet_lite0.safetensors", (9, 9), learning_rate=6e-4, seed=2022),
        _LITE(EfficientNetLite2, "efficientnet_lite2.safetensors", (8,), learning_rate=5e-4, seed=2023),
    )
}
FURTHER = {
    recipe.slug: recipe for recipe in (_FURTHER(EfficientNetLite0, seed=2026), _FURTHER(EfficientNetLite2, seed=2027))
}
"""Recipes that start from weights of the whole network instead of a backbone; see `further`."""

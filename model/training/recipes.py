"""The recipe of each algorithm trained by gradient descent; recipes of algorithms that measure are in `submissions`."""

from __future__ import annotations

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.seeing.networks.lesion import LesionNetwork
from model.algorithms.seeing.networks.mobilenet import mobilenet_v1_network
from model.algorithms.seeing.networks.resnet import resnet18_network
from model.algorithms.seeing.networks.small_cnn import small_cnn_network
from model.algorithms.seeing.networks.tokens import TokenNetwork
from model.algorithms.submissions.attention import Algorithm as Attention
from model.algorithms.submissions.efficientnet_lite0 import Algorithm as EfficientNetLite0
from model.algorithms.submissions.efficientnet_lite2 import Algorithm as EfficientNetLite2
from model.algorithms.submissions.mobilenet_v1 import Algorithm as MobileNet
from model.algorithms.submissions.resnet18 import Algorithm as ResNet18
from model.algorithms.submissions.segment_then_classify import Algorithm as SegmentThenClassify
from model.algorithms.submissions.small_cnn import Algorithm as SmallNetwork
from model.training.dataset import THREE_ARCHIVES
from model.training.recipe import Recipe

RECIPES: dict[str, Recipe] = {
    recipe.slug: recipe
    for recipe in (
        Recipe(slug="resnet18", build=resnet18_network, algorithm=ResNet18, pretrained="resnet18.safetensors"),
        Recipe(
            slug="segment_then_classify",
            build=LesionNetwork,
            algorithm=SegmentThenClassify,
            pretrained="resnet18.safetensors",
            cycles=(11, 13),
            mixup=0.5,
            mask_weight=0.5,
            average_decay=0.998,
            seed=2018,
        ),
        Recipe(
            slug="attention",
            build=TokenNetwork,
            algorithm=Attention,
            pretrained="resnet18.safetensors",
            cycles=(11,),
            mixup=0.5,
            average_decay=0.998,
            seed=2019,
        ),
        Recipe(
            slug="mobilenet_v1",
            build=mobilenet_v1_network,
            algorithm=MobileNet,
            pretrained="mobilenet_v1.safetensors",
            cycles=(5, 16),
            averaged_ends=1,
            train_side=160,
            learning_rate=2e-4,
            average_decay=0.998,
            seed=2020,
        ),
        Recipe(
            slug="small_cnn",
            build=small_cnn_network,
            algorithm=SmallNetwork,
            pretrained="",
            cycles=(10,),
            learning_rate=2e-3,
            average_decay=0.998,
            seed=2021,
        ),
        Recipe(
            slug="efficientnet_lite0",
            build=EfficientNetLite0.build,
            algorithm=EfficientNetLite0,
            pretrained="efficientnet_lite0.safetensors",
            cycles=(9, 9),  # the first was shortened from 14: the log has each learning rate
            first_side=128,
            train_side=160,
            frozen=("conv_stem", "bn1", "blocks.0", "blocks.1"),
            other_clinics=True,
            shared_prior=0.1,
            learning_rate=6e-4,
            average_decay=0.997,
            seed=2022,
        ),
        Recipe(
            slug="efficientnet_lite2",
            build=EfficientNetLite2.build,
            algorithm=EfficientNetLite2,
            pretrained="efficientnet_lite2.safetensors",
            cycles=(8,),
            first_side=128,
            train_side=160,
            frozen=("conv_stem", "bn1", "blocks.0", "blocks.1"),
            other_clinics=True,
            shared_prior=0.1,
            learning_rate=5e-4,
            average_decay=0.997,
            seed=2023,
        ),
    )
}


def _further(algorithm: type[ConvolutionalAlgorithm], seed: int) -> Recipe:
    """Further cycles on three archives; a run may stop at the end of any, and several ends may be averaged."""
    return Recipe(
        slug=algorithm.card.slug,
        build=algorithm.build,
        algorithm=algorithm,
        pretrained="",
        cycles=(1, 1, 2, 2, 2),
        restart=0.8,
        first_side=160,
        train_side=192,
        other_clinics=True,
        shared_prior=0.1,
        sampled_within=True,
        archives=THREE_ARCHIVES,
        learning_rate=2.4e-4,
        label_smoothing=0.1,
        mixup=0.4,
        average_decay=0.997,
        seed=seed,
    )


FURTHER = {
    recipe.slug: recipe for recipe in (_further(EfficientNetLite0, seed=2026), _further(EfficientNetLite2, seed=2027))
}
"""Recipes that start from weights of the whole network instead of a backbone; see `further`."""

"""ResNet-18, fine-tuned: strong augmentation, a loss that knows each archive's case mix, averaged weights."""

from __future__ import annotations

from typing import ClassVar

from model.algorithms.contract import AlgorithmCard
from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.seeing.networks.resnet import resnet18_network
from model.algorithms.seeing.networks.split import SplitNetwork


class Algorithm(ConvolutionalAlgorithm):
    """The card, the network and how large it sees; everything else is what all convolutional submissions share."""

    side = 256

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="resnet18",
        family="convolutional",
        authors="Ten Opinions",
        training_data="ham10000_isic",
        input_side=224,
        explanation="grad_cam",
        code_licence="Apache-2.0",
        weights_licence="CC-BY-NC-4.0",
        citations=(
            "He et al. 2016, doi:10.1109/CVPR.2016.90",
            "Tschandl et al. 2018, doi:10.1038/sdata.2018.161",
            "Menon et al. 2021, arXiv:2007.07314",
        ),
    )

    @staticmethod
    def build() -> SplitNetwork:
        """The untrained network."""
        return resnet18_network()

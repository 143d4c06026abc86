"""MobileNetV1, fine-tuned: a network small enough for phones."""

from __future__ import annotations

from typing import ClassVar

from model.algorithms.contract import AlgorithmCard
from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.seeing.networks.mobilenet import mobilenet_v1_network
from model.algorithms.seeing.views import MIRRORED


class Algorithm(ConvolutionalAlgorithm):
    """The fine-tuned network with four mirrored views."""

    views = MIRRORED

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="mobilenet_v1",
        family="convolutional",
        citations=("Howard et al. 2017, arXiv:1704.04861", "Tschandl et al. 2018, doi:10.1038/sdata.2018.161"),
    )

    build = staticmethod(mobilenet_v1_network)

"""EfficientNet-Lite0, fine-tuned: a network designed for the processors of phones."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from model.algorithms.contract import AlgorithmCard
from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.seeing.networks.efficientnet_lite import efficientnet_lite_network
from model.algorithms.seeing.views import HALF_TURN
from model.algorithms.seeing.white_light import SHADES_OF_GREY


class Algorithm(ConvolutionalAlgorithm):
    """The fine-tuned network with two views, upright and rotated by 180 degrees, and white balance.

    The side was chosen on the inner folds.
    """

    views = HALF_TURN
    side = 160
    white_light = SHADES_OF_GREY

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="efficientnet_lite0",
        family="convolutional",
        training_data="three_archives",
        citations=("Tan and Le 2019, arXiv:1905.11946", "Tschandl et al. 2018, doi:10.1038/sdata.2018.161"),
    )

    build = staticmethod(partial(efficientnet_lite_network, 0))

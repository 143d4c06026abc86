"""EfficientNet-Lite2, fine-tuned: wider and deeper than Lite0."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from model.algorithms.contract import AlgorithmCard
from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.seeing.networks.efficientnet_lite import efficientnet_lite_network
from model.algorithms.seeing.views import HALF_TURN


class Algorithm(ConvolutionalAlgorithm):
    """The fine-tuned network with two views, upright and rotated by 180 degrees.

    The side was chosen on the inner folds; it is larger than in training.
    """

    views = HALF_TURN
    side = 192

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="efficientnet_lite2",
        family="convolutional",
        training_data="three_archives",
        citations=("Tan and Le 2019, arXiv:1905.11946", "Tschandl et al. 2018, doi:10.1038/sdata.2018.161"),
    )

    build = staticmethod(partial(efficientnet_lite_network, 2))

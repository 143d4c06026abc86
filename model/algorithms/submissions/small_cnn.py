"""A compact network trained from scratch, as a baseline."""

from __future__ import annotations

from typing import ClassVar

from model.algorithms.contract import AlgorithmCard
from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.seeing.networks.small_cnn import small_cnn_network


class Algorithm(ConvolutionalAlgorithm):
    """The network trained from scratch."""

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="small_cnn",
        family="convolutional_from_nothing",
        training_data="ham10000_isic_only",
        citations=("Simonyan and Zisserman 2015, arXiv:1409.1556", "Tschandl et al. 2018, doi:10.1038/sdata.2018.161"),
    )

    build = staticmethod(small_cnn_network)

"""A transformer over convolutional tokens, explained by its attention."""

from __future__ import annotations

from typing import ClassVar, cast

from torch import Tensor

from model.algorithms.contract import AlgorithmCard
from model.algorithms.seeing.attention import logits_and_attention_of
from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.seeing.networks.split import SplitNetwork
from model.algorithms.seeing.networks.tokens import TokenNetwork


class Algorithm(ConvolutionalAlgorithm):
    """The transformer, with attention maps instead of Grad-CAM."""

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="attention",
        family="transformer",
        explanation="attention",
        citations=(
            "Vaswani et al. 2017, arXiv:1706.03762",
            "Hassani et al. 2021, arXiv:2104.05704",
            "Chefer et al. 2021, doi:10.1109/ICCV48922.2021.00045",
            "Tschandl et al. 2018, doi:10.1038/sdata.2018.161",
        ),
    )

    build = staticmethod(TokenNetwork)

    @staticmethod
    def evidence(network: SplitNetwork, features: Tensor, column: int | None) -> tuple[Tensor, Tensor, int]:
        """See `ConvolutionalAlgorithm.evidence`; the maps are attention."""
        return logits_and_attention_of(cast(TokenNetwork, network), features, column)

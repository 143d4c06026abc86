"""Classification by similar known cases, which are also the explanation.

It uses the body of `resnet18`. Its weights file contains a projection and the embeddings of the known cases. Both
belong to those weights of `resnet18`, so others are refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Self, cast

from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor

from model.algorithms.contract import AlgorithmCard, SimilarCase
from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.seeing.nearest import CasesHead
from model.algorithms.seeing.networks.split import IMAGENET_MEAN, IMAGENET_STD, SplitNetwork
from model.algorithms.submissions.resnet18 import Algorithm as Eye
from model.algorithms.weights import read_sheet, verified_bytes
from model.errors import WeightsAltered


class Algorithm(ConvolutionalAlgorithm):
    """The body of `resnet18` with a head that compares with known cases."""

    side = Eye.side

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="nearest_cases",
        family="similarity",
        explanation="similar_cases",
        citations=(
            "Goldberger et al. 2004, NIPS 17, Neighbourhood Components Analysis",
            "Parzen 1962, doi:10.1214/aoms/1177704472",
            "He et al. 2016, doi:10.1109/CVPR.2016.90",
            "Tschandl et al. 2018, doi:10.1038/sdata.2018.161",
        ),
    )

    @classmethod
    def load(cls, weights: Path) -> Self:
        """See `contract.Algorithm.load`; also checks the weights of `resnet18`."""
        sheet = read_sheet(weights, cls.card.slug)
        data = verified_bytes(weights, sheet)
        eye = Eye.load(weights)
        if eye.sheet.sha256 != sheet.recipe.get("eye_sha256"):
            raise WeightsAltered(file=f"{Eye.card.slug}.safetensors")
        try:
            head = CasesHead.holding(load(data))
        except (SafetensorError, KeyError, ValueError, RuntimeError) as error:
            raise WeightsAltered(file=f"{sheet.slug}.safetensors") from error
        return cls(comparing_network(eye.network, head), sheet)

    @staticmethod
    def cases(network: SplitNetwork, features: Tensor) -> tuple[SimilarCase, ...]:
        """The most similar known cases."""
        return cast(CasesHead, network.head).most_similar(features)


def comparing_network(eye: SplitNetwork, head: CasesHead) -> SplitNetwork:
    """Combine the body of a network with a head that compares."""
    return SplitNetwork(eye.body, head, IMAGENET_MEAN, IMAGENET_STD)

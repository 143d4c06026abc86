"""Known cases that resemble the photo vote for their diagnosis; the most similar ones are the explanation.

It sees with the eye of `resnet18`. Its own file holds how that eye's view is projected and the known cases as that eye
saw them, so it refuses to work with any other.
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
    """The card, how its two files are put together, and the cases that decided."""

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
        """See `contract.Algorithm.load`; also refuses another eye than the one that saw the known cases."""
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
    """The eye of one network with a head that compares."""
    return SplitNetwork(eye.body, head, IMAGENET_MEAN, IMAGENET_STD)

"""ResNet-18, fine-tuned with strong augmentation, a loss adjusted for the case mix, and averaged weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from model.algorithms.contract import AlgorithmCard
from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm, Seen, pixels_of
from model.algorithms.seeing.impression import features_and_impression
from model.algorithms.seeing.networks.resnet import resnet18_network
from model.lesion.image import LesionImage


class Algorithm(ConvolutionalAlgorithm):
    """The fine-tuned network, which also returns impressions for the gate."""

    side = 256

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="resnet18",
        family="convolutional",
        citations=(
            "He et al. 2016, doi:10.1109/CVPR.2016.90",
            "Tschandl et al. 2018, doi:10.1038/sdata.2018.161",
            "Menon et al. 2021, arXiv:2007.07314",
        ),
    )

    build = staticmethod(resnet18_network)

    def see(self, pixels: Tensor) -> Seen:
        """See `ConvolutionalAlgorithm.see`; adds the impression of each photo."""
        features, impressions = features_and_impression(self.network, self.as_looks(pixels))
        return Seen(features, 1, impressions=impressions)

    def features_and_impressions(
        self, images: Sequence[LesionImage]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Last feature maps `(n, c, h', w')` and impressions `(n, d)` of at least one photo, in one pass."""
        with torch.inference_mode():
            seen = self.see(pixels_of(images))
        assert seen.impressions is not None
        return seen.features.numpy(), seen.impressions.numpy()

    def answers_and_impressions(self, images: Sequence[LesionImage]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Probabilities `(n, 7)` and impressions `(n, d)` of at least one photo, in one pass."""
        with torch.inference_mode():
            seen = self.see(pixels_of(images))
            rows = (self.network.forward_head(seen.features) / self.sheet.temperature).softmax(1)
        assert seen.impressions is not None
        return rows.numpy(), seen.impressions.numpy()

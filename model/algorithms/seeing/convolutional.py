"""What all convolutional submissions share: load, predict, and explain by one-pass Grad-CAM."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor, nn

from model.algorithms.contract import (
    AlgorithmCard,
    Drawing,
    Examination,
    Explanation,
    Prediction,
    Progress,
    SimilarCase,
    silent,
)
from model.algorithms.seeing.grad_cam import heat_and_peak, logits_and_maps_of
from model.algorithms.seeing.networks.split import SplitNetwork, channels_last
from model.algorithms.seeing.views import PLAIN, View, joined, looks, resized
from model.algorithms.seeing.white_light import lit
from model.algorithms.weights import WeightsSheet, read_sheet, verified_bytes
from model.errors import WeightsAltered
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import INPUT_SIDE, LesionImage
from model.settings import settings

BATCH = 32


@dataclass(frozen=True, eq=False)
class Seen:
    """What a body sees in photos.

    Attributes:
        features: `(looks n, c, h', w')`, one look at all n photos after the other.
        looks: how many looks at each photo.
        boxes: where a close-up was taken, `(n, 3)`: top, left and side, pixels of the photo; None without one.
        impressions: what it saw on its way, pooled, `(n, d)`; None from a body of which nobody wants it.
    """

    features: Tensor
    looks: int
    boxes: NDArray[np.int64] | None = None
    impressions: Tensor | None = None


class ConvolutionalAlgorithm:
    """An algorithm that is one split network; a submission adds its card and how to build the network."""

    card: ClassVar[AlgorithmCard]
    views: ClassVar[tuple[View, ...]] = PLAIN
    """How often it looks at a photo, and how mirrored."""
    side: ClassVar[int] = INPUT_SIDE
    """Pixels to which a photo is enlarged before the network sees it; chosen on the inner fold."""
    white_light: ClassVar[float | None] = None
    """The order of the mean by which a photo is put under white light first; None where it is seen as it was taken."""

    def __init__(self, network: SplitNetwork, sheet: WeightsSheet) -> None:
        self.network = channels_last(network.eval().requires_grad_(False))
        self.sheet = sheet

    @staticmethod
    def build() -> SplitNetwork:
        """The network of this submission, untrained."""
        raise NotImplementedError

    @staticmethod
    def evidence(network: SplitNetwork, features: Tensor, column: int | None) -> tuple[Tensor, Tensor, int]:
        """Logits `(7,)`, maps `(looks, h', w')` and explained column of feature maps: Grad-CAM unless overridden."""
        return logits_and_maps_of(network, features, column)

    @staticmethod
    def drawing(network: SplitNetwork, features: Tensor) -> Drawing | None:
        """What the network found beside the diagnosis, to be drawn on the photo; nothing unless overridden."""
        return None

    @staticmethod
    def cases(network: SplitNetwork, features: Tensor) -> tuple[SimilarCase, ...]:
        """The known cases that decided, the most similar first; none unless overridden."""
        return ()

    @classmethod
    def load(cls, weights: Path) -> Self:
        """See `contract.Algorithm.load`."""
        torch.set_num_threads(settings().threads)
        sheet = read_sheet(weights, cls.card.slug)
        data = verified_bytes(weights, sheet)
        network = cls.build()
        try:
            network.load_state_dict(load(data))  # float16 is widened on the way
        except (SafetensorError, RuntimeError) as error:  # sheet and file agree, but belong to another network
            raise WeightsAltered(file=f"{sheet.slug}.safetensors") from error
        return cls(network, sheet)

    def predict_proba(self, images: Sequence[LesionImage]) -> NDArray[np.float32]:
        """See `contract.Algorithm.predict_proba`."""
        rows = [self._probabilities_of(images[i : i + BATCH]) for i in range(0, len(images), BATCH)]
        return np.concatenate(rows) if rows else np.empty((0, len(DIAGNOSES)), np.float32)

    def explain(self, image: LesionImage, target: Diagnosis, progress: Progress = silent) -> Explanation:
        """See `contract.Algorithm.explain`."""
        return self.examine(image, target, progress).explanation

    def examine(self, image: LesionImage, target: Diagnosis | None = None, progress: Progress = silent) -> Examination:
        """See `contract.Algorithm.examine`; one pass for both."""
        column = None if target is None else target.column
        with torch.no_grad():
            seen = self.see(pixels_of([image]))
        logits, raw, chosen = self.evidence_in(seen, column)
        heat, peak = heat_and_peak(raw, INPUT_SIDE)
        prediction = Prediction((logits / self.sheet.temperature).softmax(0).numpy())
        explanation = Explanation(
            DIAGNOSES[chosen],
            heat,
            peak,
            self.sheet.typical_peak,
            cases=self.cases(self.network, seen.features),
            drawing=self.drawing(self.network, seen.features[:1]),
        )
        impression = None if seen.impressions is None else seen.impressions[0].numpy()
        return Examination(prediction, explanation, impression)

    def unlearned(self, seed: int) -> Self:
        """A copy whose network has learned nothing: each filter drawn anew, with the mean and the spread it had.

        Channels are scaled by what they are on the photo, since what was counted in training holds for learned filters
        alone and the signal would die on its way through many layers.

        Args:
            seed: of the draws; the same seed gives the same copy.
        """
        random = torch.Generator().manual_seed(seed)
        network = copy.deepcopy(self.network)
        with torch.no_grad():
            for values in (one for one in network.parameters() if one.ndim > 1):
                values.copy_(torch.randn(values.shape, generator=random) * values.std() + values.mean())
        for layer in network.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.running_mean = layer.running_var = None
        return type(self)(network, self.sheet)

    def see(self, pixels: Tensor) -> Seen:
        """What the body sees in photos `(n, 3, 224, 224)`, in every look."""
        return Seen(self.network.forward_features(self.as_looks(pixels)), len(self.views))

    def as_looks(self, pixels: Tensor) -> Tensor:
        """Every look at photos `(n, 3, h, w)` as the network gets it, `(looks n, 3, side, side)`."""
        enlarged = resized(lit(pixels, self.white_light), self.side, self.side).contiguous(
            memory_format=torch.channels_last
        )
        return looks(enlarged, self.views)

    def logits_of(self, pixels: Tensor) -> Tensor:
        """Logits `(n, 7)` before the temperature, the mean of all looks at photos `(n, 3, 224, 224)`."""
        seen = self.see(pixels)
        return self.network.forward_head(seen.features).view(seen.looks, len(pixels), -1).mean(0)

    def evidence_in(self, seen: Seen, column: int | None) -> tuple[Tensor, Tensor, int]:
        """Logits `(7,)`, the raw map of all looks at one photo together `(h', w')`, and the explained column."""
        logits, maps, chosen = self.evidence(self.network, seen.features, column)
        return logits, self.joined(maps, seen), chosen

    def joined(self, maps: Tensor, seen: Seen) -> Tensor:
        """The maps of all looks, `(looks, h', w')`, as one on the photo's square, `(h'', w'')`."""
        return joined(maps, self.views)

    def _probabilities_of(self, images: Sequence[LesionImage]) -> NDArray[np.float32]:
        with torch.inference_mode():
            logits = self.logits_of(pixels_of(images))
            rows: NDArray[np.float32] = (logits / self.sheet.temperature).softmax(1).numpy()
        return rows


def pixels_of(images: Sequence[LesionImage]) -> Tensor:
    """RGB in [0, 1] as the networks want it, `(n, 3, 224, 224)`; a copy, the images stay as they are."""
    return as_batch(np.stack([image.pixels for image in images]))


def as_batch(pixels: NDArray[np.uint8]) -> Tensor:
    """Pixels `(n, h, w, 3)` as RGB in [0, 1], `(n, 3, h, w)`."""
    batch = torch.from_numpy(pixels).permute(0, 3, 1, 2).float().div_(255)
    return batch.contiguous(memory_format=torch.channels_last)

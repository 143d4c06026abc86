"""Base class of the submissions with a network: loading, prediction, and Grad-CAM in one pass."""

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
    """Output of the body of a network for n photos."""

    features: Tensor
    """Feature maps `(looks n, c, h', w')`, view after view."""
    looks: int
    boxes: NDArray[np.int64] | None = None
    """Top, left and side of the close-ups, pixels of the photo, `(n, 3)`; None without close-ups."""
    impressions: Tensor | None = None
    """Pooled features of earlier layers, `(n, d)`; None if not computed."""


class ConvolutionalAlgorithm:
    """An algorithm with one split network; a submission adds its card and `build`."""

    card: ClassVar[AlgorithmCard]
    views: ClassVar[tuple[View, ...]] = PLAIN
    """Mirrored views of a photo whose logits are averaged."""
    side: ClassVar[int] = INPUT_SIDE
    """Side to which photos are resized for the network, pixels; chosen on the inner fold."""
    white_light: ClassVar[float | None] = None
    """Order of the mean for the white balance of photos; None for no white balance."""

    def __init__(self, network: SplitNetwork, sheet: WeightsSheet) -> None:
        self.network = channels_last(network.eval().requires_grad_(False))
        self.sheet = sheet

    @staticmethod
    def build() -> SplitNetwork:
        """Build the untrained network."""
        raise NotImplementedError

    @staticmethod
    def evidence(network: SplitNetwork, features: Tensor, column: int | None) -> tuple[Tensor, Tensor, int]:
        """Logits `(7,)`, maps `(looks, h', w')` and explained column; Grad-CAM by default."""
        return logits_and_maps_of(network, features, column)

    @staticmethod
    def drawing(network: SplitNetwork, features: Tensor) -> Drawing | None:
        """Findings to draw on the photo; None by default."""
        return None

    @staticmethod
    def cases(network: SplitNetwork, features: Tensor) -> tuple[SimilarCase, ...]:
        """Known cases behind the prediction, the most similar first; none by default."""
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
        except (SafetensorError, RuntimeError) as error:  # the file belongs to another network
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
        if seen.impressions is None:
            return Examination(prediction, explanation)
        return Examination(prediction, explanation, seen.impressions[0].numpy(), seen.features[0].numpy())

    def unlearned(self, seed: int) -> Self:
        """A copy with random filters that keep the mean and the standard deviation of the trained ones.

        Batch norm uses the statistics of the photo: with the trained ones, the signal would vanish in random filters.
        """
        random = torch.Generator().manual_seed(seed)
        network = copy.deepcopy(self.network)
        with torch.no_grad():
            for values in (parameter for parameter in network.parameters() if parameter.ndim > 1):
                values.copy_(torch.randn(values.shape, generator=random) * values.std() + values.mean())
        for layer in network.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.running_mean = layer.running_var = None
        return type(self)(network, self.sheet)

    def see(self, pixels: Tensor) -> Seen:
        """Run the body on all views of photos `(n, 3, 224, 224)`."""
        return Seen(self.network.forward_features(self.as_looks(pixels)), len(self.views))

    def as_looks(self, pixels: Tensor) -> Tensor:
        """All views of photos `(n, 3, h, w)` as input of the network, `(looks n, 3, side, side)`."""
        enlarged = resized(lit(pixels, self.white_light), self.side, self.side)
        return looks(enlarged.contiguous(memory_format=torch.channels_last), self.views)

    def logits_of(self, pixels: Tensor) -> Tensor:
        """Logits `(n, 7)` before the temperature, averaged over the views of photos `(n, 3, 224, 224)`."""
        seen = self.see(pixels)
        return torch.unflatten(self.network.forward_head(seen.features), 0, (seen.looks, -1)).mean(0)

    def evidence_in(self, seen: Seen, column: int | None) -> tuple[Tensor, Tensor, int]:
        """Logits `(7,)`, the joined raw map of one photo `(h', w')`, and the explained column."""
        logits, maps, chosen = self.evidence(self.network, seen.features, column)
        return logits, self.joined(maps, seen), chosen

    def joined(self, maps: Tensor, seen: Seen) -> Tensor:
        """Join the maps of all views, `(looks, h', w')`, into one map of the photo, `(h'', w'')`."""
        return joined(maps, self.views)

    def _probabilities_of(self, images: Sequence[LesionImage]) -> NDArray[np.float32]:
        with torch.inference_mode():
            return np.asarray((self.logits_of(pixels_of(images)) / self.sheet.temperature).softmax(1).numpy())


def pixels_of(images: Sequence[LesionImage]) -> Tensor:
    """The pixels of lesion images as RGB in [0, 1], `(n, 3, 224, 224)`; a copy."""
    return as_batch(np.stack([image.pixels for image in images]))


def as_batch(pixels: NDArray[np.uint8]) -> Tensor:
    """Convert pixels `(n, h, w, 3)` to RGB in [0, 1], `(n, 3, h, w)`."""
    batch = torch.from_numpy(pixels).permute(0, 3, 1, 2).float().div_(255)
    return batch.contiguous(memory_format=torch.channels_last)

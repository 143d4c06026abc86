"""Base class of the submissions without a network: loading, prediction and explanation by occlusion.

    pixels -> measure -> features -> decide -> logits -> probabilities

The counterpart of `seeing.convolutional`. Learned parameters are named arrays in the weights file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load
from scipy.special import softmax

from model.algorithms.contract import AlgorithmCard, Examination, Explanation, Prediction, Progress, silent
from model.algorithms.measuring.occlusion import heat_and_peak, occlusion_map
from model.algorithms.weights import WeightsSheet, read_sheet, verified_bytes
from model.errors import WeightsAltered
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import INPUT_SIDE, LesionImage

Arrays = Mapping[str, NDArray[Any]]
"""Learned parameters by name; floats are at least float32."""


class MeasuredAlgorithm:
    """An algorithm that measures features and decides on them; a submission adds its card, `measure` and `decide`."""

    card: ClassVar[AlgorithmCard]

    def __init__(self, arrays: Arrays, sheet: WeightsSheet) -> None:
        self.arrays = widened(arrays)
        self.sheet = sheet

    def measure(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Features `(d,)` of one photo `(224, 224, 3)`."""
        raise NotImplementedError

    def decide(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Logits `(n, 7)` before the temperature, from features `(n, d)`, row by row."""
        raise NotImplementedError

    @classmethod
    def load(cls, weights: Path) -> Self:
        """See `contract.Algorithm.load`."""
        sheet = read_sheet(weights, cls.card.slug)
        data = verified_bytes(weights, sheet)
        try:
            algorithm = cls(load(data), sheet)
            algorithm._check_arrays()
        except (SafetensorError, KeyError, ValueError, IndexError, TypeError) as error:  # arrays of another algorithm
            raise WeightsAltered(file=f"{sheet.slug}.safetensors") from error
        return algorithm

    def predict_proba(self, images: Sequence[LesionImage]) -> NDArray[np.float32]:
        """See `contract.Algorithm.predict_proba`."""
        if not images:
            return np.empty((0, len(DIAGNOSES)), np.float32)
        return self._probabilities(np.concatenate([self.logits(image.pixels[None]) for image in images]))

    def explain(self, image: LesionImage, target: Diagnosis, progress: Progress = silent) -> Explanation:
        """See `contract.Algorithm.explain`."""
        return self.examine(image, target, progress).explanation

    def examine(self, image: LesionImage, target: Diagnosis | None = None, progress: Progress = silent) -> Examination:
        """See `contract.Algorithm.examine`."""
        logits = self.logits(image.pixels[None])
        prediction = Prediction(self._probabilities(logits)[0])
        return Examination(prediction, self.explanation(image, logits[0], target or prediction.first, progress))

    def explanation(
        self, image: LesionImage, logits: NDArray[np.float64], target: Diagnosis, progress: Progress
    ) -> Explanation:
        """Explain `target` by occlusion, unless overridden; logits `(7,)` are those before the temperature."""
        raw = occlusion_map(image.pixels, self.logits, target.column, progress)
        heat, peak = heat_and_peak(raw, INPUT_SIDE)
        return Explanation(target, heat, peak, self.sheet.typical_peak)

    def logits(self, pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Logits before the temperature, `(n, 7)`, of photos `(n, 224, 224, 3)`."""
        return self.decide(np.stack([self.measure(photo) for photo in pixels]))

    def _probabilities(self, logits: NDArray[np.float64]) -> NDArray[np.float32]:
        return np.asarray(softmax(logits / self.sheet.temperature, axis=1), np.float32)

    def _check_arrays(self) -> None:
        """Predict once on a grey square, to detect wrong arrays at loading.

        Raises:
            ValueError: the result is not seven finite logits.
        """
        logits = self.logits(np.full((1, INPUT_SIDE, INPUT_SIDE, 3), 128, np.uint8))
        if logits.shape != (1, len(DIAGNOSES)) or not np.isfinite(logits).all():
            raise ValueError(f"expected (1, {len(DIAGNOSES)}) finite logits, got {logits.shape}")


def widened(arrays: Arrays) -> dict[str, NDArray[Any]]:
    """Contiguous arrays, with float16 converted to float32."""
    types = {np.dtype(np.float16): np.dtype(np.float32)}
    return {name: np.ascontiguousarray(array, types.get(array.dtype, array.dtype)) for name, array in arrays.items()}

"""Fits an algorithm that measures, and exports it: role `train` -> arrays -> the two files that ship.

    fit images -> recipe.fit -> rounded arrays -> inner fold -> temperature, operating point, typical peak -> sheet

Everything on the inner fold is measured with the rounded arrays, since those ship.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from safetensors.numpy import save
from tqdm import tqdm

from model.algorithms.measuring.measured import MeasuredAlgorithm
from model.algorithms.weights import WeightsSheet
from model.lesion.image import LesionImage
from model.training.calibration import calibrated, median_peak, spread
from model.training.dataset import TrainingSet
from model.training.weights_files import unmeasured_sheet, write_weights

PEAK_IMAGES = 60
"""A map by occlusion takes a second; the median of this many is steady enough for a colour scale."""

Fit = Callable[[TrainingSet, Mapping[str, Any]], dict[str, NDArray[Any]]]
"""Takes the images to fit to and the recipe's settings; returns the arrays that the algorithm loads."""


@dataclass(frozen=True)
class MeasuredRecipe:
    """Everything that decides the fit of an algorithm that measures."""

    algorithm: type[MeasuredAlgorithm]
    fit: Fit
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Settings of the fit by name; the sheet repeats them."""
    masks: bool = False
    """Whether `fit` needs the drawn lesion masks."""
    validation_fold: int = 4

    @property
    def slug(self) -> str:
        """Name of the algorithm."""
        return self.algorithm.card.slug


def measured_rows(
    measure: Callable[[NDArray[np.uint8]], NDArray[np.float32]], images: TrainingSet
) -> NDArray[np.float32]:
    """The features of all images, `(n, d)`."""
    return np.stack([measure(photo) for photo in tqdm(images.pixels, desc="measured", mininterval=1.0)])


def rounded_arrays(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Floats as float16, or float32 where they have one dimension; integers stay as they are."""
    rounded = {}
    for name, array in arrays.items():
        smaller = np.dtype(np.float16 if array.ndim > 1 else np.float32)
        is_float = np.issubdtype(array.dtype, np.floating)
        rounded[name] = np.ascontiguousarray(array, smaller if is_float else array.dtype)
    return rounded


def train_measured(recipe: MeasuredRecipe, fit: TrainingSet, validation: TrainingSet, folder: Path) -> WeightsSheet:
    """Fit the arrays, calibrate them on the inner fold, and write both files to `folder`."""
    arrays = rounded_arrays(recipe.fit(fit, recipe.settings))
    data = save(arrays, metadata={"slug": recipe.slug, "licence": recipe.algorithm.card.weights_licence})
    blank = unmeasured_sheet(recipe.slug, data, len(fit), recipe.settings, recipe.validation_fold)
    algorithm = recipe.algorithm(arrays, blank)
    bar = tqdm(validation.pixels, desc="inner fold", mininterval=1.0)
    logits = np.concatenate([algorithm.logits(photo[None]) for photo in bar])
    chosen = validation.pixels[spread(len(validation), PEAK_IMAGES)]
    images = [LesionImage.from_rgb(Image.fromarray(photo), "JPEG") for photo in chosen]
    measured = calibrated(blank, logits, validation.targets, validation.collections)
    return write_weights(data, replace(measured, typical_peak=median_peak(algorithm, images)), folder)

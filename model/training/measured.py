"""Fits an algorithm that measures, and exports it: role `train` -> arrays -> the two files that ship.

    fit images -> recipe.fit -> arrays, rounded -> inner fold -> temperature, operating point, typical peak -> sheet

What is measured on the inner fold is measured on the rounded arrays, since those ship.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from safetensors.numpy import save
from scipy.special import softmax
from tqdm import tqdm

from model.algorithms.measuring.measured import MeasuredAlgorithm
from model.algorithms.weights import OperatingPoint, WeightsSheet
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import default_practice, in_practice
from model.training.calibration import calibrated
from model.training.dataset import TrainingSet

PEAK_IMAGES = 60
"""Maps by occlusion take a second each; the median of these is steady enough for a scale of colours."""

Fit = Callable[[TrainingSet, Mapping[str, Any]], dict[str, NDArray[Any]]]
"""From the images to fit on and the recipe's settings to the arrays that the algorithm loads."""


@dataclass(frozen=True)
class MeasuredRecipe:
    """Everything that decides the fit of an algorithm that measures.

    Attributes:
        algorithm: the submission, whose card names the files.
        fit: makes the arrays.
        settings: of the fit, by name; they go into the sheet as they are.
        masks: whether `fit` wants the drawn lesion masks.
        validation_fold: the inner fold, which `fit` never sees.
    """

    algorithm: type[MeasuredAlgorithm]
    fit: Fit
    settings: Mapping[str, Any] = field(default_factory=dict)
    masks: bool = False
    validation_fold: int = 4

    @property
    def slug(self) -> str:
        """Name of the algorithm."""
        return self.algorithm.card.slug


@dataclass(frozen=True)
class FoldScores:
    """How the fitted algorithm does on the inner fold, for the one who reads the run."""

    balanced_accuracy: float
    melanoma_auc: float


def measured_rows(
    measure: Callable[[NDArray[np.uint8]], NDArray[np.float32]], images: TrainingSet
) -> NDArray[np.float32]:
    """The features of all images, `(n, d)`."""
    return np.stack([measure(photo) for photo in tqdm(images.pixels, desc="measured", mininterval=1.0)])


def rounded_arrays(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Floats of two and more dimensions as float16, the few others as float32; whole numbers stay as they are."""
    return {name: np.ascontiguousarray(array, _stored_type(array)) for name, array in arrays.items()}


def _stored_type(array: NDArray[Any]) -> np.dtype[Any]:
    if not np.issubdtype(array.dtype, np.floating):
        return array.dtype
    return np.dtype(np.float16 if array.ndim > 1 else np.float32)


def train_measured(
    recipe: MeasuredRecipe, fit: TrainingSet, validation: TrainingSet, folder: Path
) -> tuple[WeightsSheet, FoldScores]:
    """Fit, choose on the inner fold what is chosen there, and write both files to `folder`."""
    arrays = rounded_arrays(recipe.fit(fit, recipe.settings))
    data = save(arrays, metadata={"slug": recipe.slug, "licence": recipe.algorithm.card.weights_licence})
    blank = _unmeasured_sheet(recipe, data, len(fit))
    algorithm = recipe.algorithm(arrays, blank)
    logits = np.concatenate(
        [algorithm.logits(photo[None]) for photo in tqdm(validation.pixels, desc="inner fold", mininterval=1.0)]
    )
    measured = calibrated(blank, logits, validation.targets, validation.collections)
    sheet = replace(measured, typical_peak=typical_peak(algorithm, validation.pixels))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{recipe.slug}.safetensors").write_bytes(data)
    sheet.write(folder)
    return sheet, fold_scores(softmax(logits / sheet.temperature, axis=1), validation.targets)


def _unmeasured_sheet(recipe: MeasuredRecipe, data: bytes, fit_images: int) -> WeightsSheet:
    return WeightsSheet(
        slug=recipe.slug,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        temperature=1.0,
        operating_point=OperatingPoint(0.5, 0, 0, 0, 0),
        typical_peak=1.0,
        validation_fold=recipe.validation_fold,
        fit_images=fit_images,
        trained_on=datetime.datetime.now(datetime.UTC).date().isoformat(),
        recipe=dict(recipe.settings),
    )


def typical_peak(algorithm: MeasuredAlgorithm, pixels: NDArray[np.uint8]) -> float:
    """Median peak of the maps for the diagnosis that comes first, over a spread of images `(n, 224, 224, 3)`."""
    chosen = pixels[:: max(1, len(pixels) // PEAK_IMAGES)]
    images = [LesionImage.from_rgb(Image.fromarray(photo), "JPEG") for photo in chosen]
    peaks = [algorithm.examine(image).explanation.peak for image in tqdm(images, desc="typical map", mininterval=1.0)]
    return float(np.median(peaks))


def fold_scores(rows: NDArray[np.float64], targets: NDArray[np.int64]) -> FoldScores:
    """Of probabilities for equally frequent diagnoses, `(n, 7)`: mean sensitivity, and area in the default practice."""
    from sklearn.metrics import balanced_accuracy_score, roc_auc_score

    melanoma = in_practice(rows, default_practice().frequencies)[:, Diagnosis.MEL.column]
    return FoldScores(
        balanced_accuracy=float(balanced_accuracy_score(targets, rows.argmax(1))),
        melanoma_auc=float(roc_auc_score(targets == Diagnosis.MEL.column, melanoma)),
    )

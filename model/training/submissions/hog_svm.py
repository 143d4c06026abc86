"""How `hog_svm` is fitted: measurements of the images to fit on -> directions that are kept -> seven machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.svm import SVC

from model.algorithms.measuring.features.shape import SHAPE_NUMBERS
from model.algorithms.submissions.hog_svm import Algorithm, projected
from model.lesion.diagnosis import DIAGNOSES
from model.training.balance import sampling_weights
from model.training.dataset import TrainingSet
from model.training.measured import MeasuredRecipe, measured_rows


def fitted(images: TrainingSet, settings: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """The arrays of `submissions.hog_svm`.

    Args:
        images: to fit on.
        settings: `directions` that are kept, `shape_weight` of the few numbers about the shape beside the many
            others, `penalty` of an error, `sharpness` of the kernel in shares of the spread, `power` of
            `sampling_weights`.
    """
    rows = measured_rows(Algorithm.measure, images)
    centre, axes = kept_directions(rows, settings["directions"], settings["shape_weight"])
    kept = projected(rows, centre, axes).astype(np.float16).astype(np.float32)
    sharpness = np.float32(settings["sharpness"] / kept.var(axis=0).sum())
    weights = sampling_weights(images.targets, settings["power"])
    coefficients = np.zeros((len(images), len(DIAGNOSES)))
    bias = np.zeros(len(DIAGNOSES))
    for column in range(len(DIAGNOSES)):
        is_it = images.targets == column
        machine = SVC(C=settings["penalty"], kernel="rbf", gamma=float(sharpness), cache_size=500)
        machine.fit(kept, is_it, sample_weight=even_weights(is_it, images.archives, weights))
        coefficients[machine.support_, column] = machine.dual_coef_[0]
        bias[column] = machine.intercept_[0]
    support = np.flatnonzero(np.any(coefficients != 0, axis=1))
    return {
        "centre": centre,
        "axes": axes,
        "support": kept[support],
        "coefficients": coefficients[support],
        "bias": bias,
        "sharpness": np.array([sharpness]),
    }


def kept_directions(
    rows: NDArray[np.float32], count: int, shape_weight: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean `(d,)` and the directions `(d, count)` in which the features spread most, brought half way to one scale.

    Args:
        rows: features `(n, d)`, the numbers about the shape last.
        count: of directions.
        shape_weight: of those numbers.
    """
    centre, spread = rows.mean(axis=0, dtype=np.float64), rows.std(axis=0, dtype=np.float64)
    scale = 1 / (spread + 1e-3)
    scale[-SHAPE_NUMBERS:] *= shape_weight
    variances, directions = np.linalg.eigh(np.cov((rows - centre) * scale, rowvar=False))
    largest = np.argsort(-variances)[:count]
    axes = scale[:, None] * directions[:, largest] * variances[largest].clip(1e-6, None) ** -0.25
    return centre.astype(np.float32), axes.astype(np.float16).astype(np.float32)  # as they will be read


def even_weights(
    is_it: NDArray[np.bool_], archives: NDArray[np.int64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights, averaging 1, under which a diagnosis and all others weigh alike within each archive that has both.

    So the archive says nothing about the diagnosis, and the machine speaks of equally frequent ones.
    """
    even = weights.copy()
    for archive in np.unique(archives):
        here, there = (archives == archive) & is_it, (archives == archive) & ~is_it
        if here.any() and there.any():
            even[here] *= even[there].sum() / even[here].sum()
    result: NDArray[np.float64] = even * len(even) / even.sum()
    return result


RECIPE = MeasuredRecipe(
    Algorithm,
    fitted,
    settings={"directions": 120, "shape_weight": 3.0, "penalty": 0.5, "sharpness": 0.3, "power": 0.5},
)

"""How `hog_svm` is fitted: measurements of the fit images -> principal directions -> seven support vector machines."""

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
        images: to fit to.
        settings: number of principal `directions`, `shape_weight` of the few shape features beside the many others,
            `penalty` of an error, `sharpness` of the kernel as a share of the variance, `power` of
            `sampling_weights`.
    """
    rows = measured_rows(Algorithm.measure, images)
    centre, axes = kept_directions(rows, settings["directions"], settings["shape_weight"])
    projections = projected(rows, centre, axes).astype(np.float16).astype(np.float32)
    sharpness = np.float32(settings["sharpness"] / projections.var(axis=0).sum())
    weights = sampling_weights(images.targets, settings["power"])
    coefficients = np.zeros((len(images), len(DIAGNOSES)))
    bias = np.zeros(len(DIAGNOSES))
    for column in range(len(DIAGNOSES)):
        is_it = images.targets == column
        machine = SVC(C=settings["penalty"], kernel="rbf", gamma=float(sharpness), cache_size=500)
        machine.fit(projections, is_it, sample_weight=even_weights(is_it, images.archives, weights))
        coefficients[machine.support_, column] = machine.dual_coef_[0]
        bias[column] = machine.intercept_[0]
    support = np.flatnonzero(np.any(coefficients != 0, axis=1))
    return {
        "centre": centre,
        "axes": axes,
        "support": projections[support],
        "coefficients": coefficients[support],
        "bias": bias,
        "sharpness": np.array([sharpness]),
    }


def kept_directions(
    rows: NDArray[np.float32], count: int, shape_weight: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean `(d,)` and principal directions `(d, count)` of features `(n, d)`, scaled half way to unit variance.

    The features of the shape are last and are multiplied by `shape_weight`.
    """
    centre, spread = rows.mean(axis=0, dtype=np.float64), rows.std(axis=0, dtype=np.float64)
    scale = 1 / (spread + 1e-3)
    scale[-SHAPE_NUMBERS:] *= shape_weight
    variances, directions = np.linalg.eigh(np.cov((rows - centre) * scale, rowvar=False))
    largest = np.argsort(-variances)[:count]
    axes = scale[:, None] * directions[:, largest] * variances[largest].clip(1e-6, None) ** -0.25
    return centre.astype(np.float32), axes.astype(np.float16).astype(np.float32)  # rounded as in the file


def even_weights(
    is_it: NDArray[np.bool_], archives: NDArray[np.int64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights with mean 1 that give a diagnosis and all others the same sum within each archive that has both.

    So the archive does not predict the diagnosis, and the machine answers for equally frequent diagnoses.
    """
    even = weights.copy()
    for archive in np.unique(archives):
        here, there = (archives == archive) & is_it, (archives == archive) & ~is_it
        if here.any() and there.any():
            even[here] *= even[there].sum() / even[here].sum()
    return np.asarray(even * len(even) / even.sum())


RECIPE = MeasuredRecipe(
    Algorithm,
    fitted,
    settings={"directions": 120, "shape_weight": 3.0, "penalty": 0.5, "sharpness": 0.3, "power": 0.5},
)

"""How `visual_words` is fitted: patches of some images -> dictionaries; words of all images -> weights."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture
from tqdm import tqdm

from model.algorithms.measuring.measured import widened
from model.algorithms.submissions.visual_words import KINDS, PARTS, Algorithm, described, dictionary_of, words_of
from model.training.dataset import TrainingSet
from model.training.linear import fitted_linear
from model.training.measured import MeasuredRecipe, measured_rows, rounded_arrays


def fitted(images: TrainingSet, settings: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """The arrays of `submissions.visual_words`.

    Args:
        images: to fit to.
        settings: `photos` of each diagnosis and `patches` of each photo for the dictionaries, `words` in each
            dictionary, number of principal `directions` for each kind of patch, `penalty`, `power` and `steps` of
            `fitted_linear`, and `seed`.
    """
    rng = np.random.default_rng(settings["seed"])
    patches = some_patches(images, settings["photos"], settings["patches"], rng)
    learned: dict[str, NDArray[Any]] = {}
    for kind, descriptors, directions in zip(KINDS, patches, settings["directions"], strict=True):
        learned |= learned_words(kind, descriptors, directions, settings["words"], settings["seed"])
    arrays = widened(rounded_arrays(learned))  # the weights are fitted to the rounded words, which ship
    dictionaries = [dictionary_of(arrays, kind) for kind in KINDS]
    rows = measured_rows(lambda photo: words_of(photo, dictionaries), images)
    weights, bias = fitted_linear(
        rows, images.targets, images.archives, settings["penalty"], settings["power"], settings["steps"]
    )
    return {**learned, "weights": weights, "bias": bias}


def some_patches(
    images: TrainingSet, photos: int, patches: int, rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Gradients and colours, `(n, 128)` and `(n, 15)`, of some patches of equally many photos of each diagnosis.

    The photos are randomly rotated and mirrored, so that no word depends on a direction.
    """
    columns = [np.flatnonzero(images.targets == column) for column in np.unique(images.targets)]
    chosen = np.concatenate([rng.choice(column, min(photos, len(column)), replace=False) for column in columns])
    gradients, colours = [], []
    for index in tqdm(chosen, desc="patches", mininterval=1.0):
        photo = np.rot90(images.pixels[index], int(rng.integers(4)))
        photo = photo[:, ::-1] if rng.integers(2) else photo
        of_gradients, of_colours, _ = described(np.ascontiguousarray(photo))
        drawn = rng.choice(len(of_gradients), min(patches, len(of_gradients)), replace=False)
        gradients.append(of_gradients[drawn])
        colours.append(of_colours[drawn])
    return np.concatenate(gradients), np.concatenate(colours)


def learned_words(
    kind: str, descriptors: NDArray[np.float32], directions: int, words: int, seed: int
) -> dict[str, NDArray[Any]]:
    """The dictionary of one kind of patch as arrays, from descriptors `(n, d)`."""
    centre = descriptors.mean(axis=0, dtype=np.float64)
    variances, vectors = np.linalg.eigh(np.cov(descriptors - centre, rowvar=False))
    largest = np.argsort(-variances)[:directions]
    axes = vectors[:, largest] / np.sqrt(variances[largest] + 1e-6)  # every direction at unit variance
    mixture = GaussianMixture(
        words, covariance_type="diag", reg_covar=1e-3, max_iter=60, init_params="k-means++", random_state=seed
    )
    with warnings.catch_warnings():  # words need not have converged
        warnings.simplefilter("ignore", ConvergenceWarning)
        mixture.fit((descriptors - centre) @ axes)
    parts = (centre, axes, mixture.weights_, mixture.means_, np.sqrt(mixture.covariances_))
    return {f"{kind}_{part}": array.astype(np.float32) for part, array in zip(PARTS, parts, strict=True)}


LINEAR = {"penalty": 6e-4, "power": 0.5, "steps": 80}
RECIPE = MeasuredRecipe(
    Algorithm,
    fitted,
    settings={"photos": 100, "patches": 100, "words": 32, "directions": [24, 12], "seed": 2023, **LINEAR},
)

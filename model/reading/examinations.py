"""One algorithm, one photo -> a validated prediction, alone or with its heat map, each computed once."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from model.algorithms.contract import Algorithm, Examination, Prediction, Progress
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import LesionImage
from model.reading.runner import Runner, Timed, Watch, unwatched

TOLERANCE = 1e-3
"""Largest difference from 1 of the sum of seven probabilities."""


def validated(rows: NDArray[np.floating], images: int = 1) -> NDArray[np.float32]:
    """Return the rows of a submission as `(n, 7)` float32.

    Raises:
        ValueError: they are not `images` rows of seven finite probabilities that add up to 1.
    """
    values = np.asarray(rows)
    if values.shape != (images, len(DIAGNOSES)):
        raise ValueError(f"expected {images} rows of {len(DIAGNOSES)} probabilities, got shape {values.shape}")
    if not np.isfinite(values).all() or (np.abs(values.sum(1) - 1) > TOLERANCE).any():
        raise ValueError(f"expected {len(DIAGNOSES)} probabilities that add up to 1")
    return values.astype(np.float32, copy=False)


def prediction_of(
    runner: Runner, algorithm: Algorithm, image: LesionImage, watch: Watch = unwatched
) -> Timed[Prediction]:
    """Return the probabilities alone, which are quick for every algorithm.

    Raises:
        ValueError: they are not seven probabilities.
    """

    def work(_: Progress) -> Timed[Prediction]:
        started = time.perf_counter()
        prediction = Prediction(validated(algorithm.predict_proba([image]))[0])
        return Timed(prediction, time.perf_counter() - started)

    return runner.run(("prediction", image.sha256, algorithm.sheet.sha256), work, algorithm.card.slug, watch)


def examination_of(
    runner: Runner,
    algorithm: Algorithm,
    image: LesionImage,
    target: Diagnosis = Diagnosis.MEL,
    watch: Watch = unwatched,
) -> Timed[Examination]:
    """Return prediction and heat map for `target`.

    Raises:
        ValueError: the prediction is not seven probabilities.
    """
    weights = algorithm.sheet.sha256

    def work(progress: Progress) -> Timed[Examination]:
        started = time.perf_counter()
        examination = algorithm.examine(image, target, progress)
        validated(examination.prediction.probabilities[None])
        return Timed(examination, time.perf_counter() - started)

    timed = runner.run(("map", image.sha256, weights, target), work, algorithm.card.slug, watch)
    if runner.recall(("prediction", image.sha256, weights)) is None:
        runner.keep(("prediction", image.sha256, weights), Timed(timed.value.prediction, 0.0))  # came with the map
    return timed

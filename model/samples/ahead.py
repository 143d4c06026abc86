"""The case of the first page: the pigmented sample on which the algorithms disagree most."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm, Prediction
from model.algorithms.drawing.overlay import overlaid
from model.algorithms.jury import Opinion
from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import Case, samples
from model.lesion.practice import default_practice
from model.reading.ask import batch_answers
from model.stage.opening import LOOKS, OPACITY, Opening, most_disputed

PIGMENTED = (Diagnosis.MEL, Diagnosis.NV, Diagnosis.BKL)


def opening(weights: Path) -> tuple[Opening, Image.Image]:
    """Compute the case and its picture with the weights in a folder.

    Raises:
        AlgorithmError: an algorithm failed.
    """
    algorithms, cases = {slug: catalogue.load(slug, weights) for slug in catalogue.slugs()}, _pigmented()
    answers = batch_answers(algorithms, [case.image() for case in cases])
    for failure in answers.failures.values():
        raise failure
    opinions = [
        [_opinion(algorithm, answers.rows[slug][number]) for slug, algorithm in algorithms.items()]
        for number in range(len(cases))
    ]
    names = [case.path.name for case in cases]
    votes = {name: [opinion.suspicious for opinion in row] for name, row in zip(names, opinions, strict=True)}
    number = names.index(most_disputed(votes))
    disputed = Opening(
        names[number],
        {opinion.slug: opinion.prediction for opinion in opinions[number]},
        {slug: algorithm.sheet.sha256 for slug, algorithm in algorithms.items()},
    )
    image = cases[number].image()
    explained = algorithms[LOOKS].examine(image, Diagnosis.MEL).explanation
    return disputed, overlaid(np.asarray(image.photo), explained, OPACITY)


def _pigmented() -> list[Case]:
    return [case for case in samples() if case.diagnosis in PIGMENTED]


def _opinion(algorithm: Algorithm, row: NDArray[np.float32]) -> Opinion:
    threshold = algorithm.sheet.operating_point.shown_in(default_practice())
    return Opinion(algorithm.card.slug, Prediction(row), threshold)

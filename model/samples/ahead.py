"""The case of the first page: the sample on which the algorithms disagree most."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm, Prediction
from model.algorithms.drawing.overlay import overlaid
from model.algorithms.jury import Opinion
from model.lesion.gallery import Case, samples
from model.lesion.practice import default_practice
from model.stage.opening import LOOKS, OPACITY, Opening, most_disputed


def opening(weights: Path) -> tuple[Opening, Image.Image]:
    """Compute the case and its picture with the weights in a folder."""
    algorithms = {slug: catalogue.load(slug, weights) for slug in catalogue.slugs()}
    opinions = {case: [_opinion(algorithm, case) for algorithm in algorithms.values()] for case in samples()}
    votes = {case.path.name: [opinion.suspicious for opinion in of_case] for case, of_case in opinions.items()}
    name = most_disputed(votes)
    case = next(case for case in opinions if case.path.name == name)
    disputed = Opening(
        name,
        {opinion.slug: opinion.prediction for opinion in opinions[case]},
        {slug: algorithm.sheet.sha256 for slug, algorithm in algorithms.items()},
    )
    image = case.image()
    explained = algorithms[LOOKS].examine(image).explanation
    return disputed, overlaid(np.asarray(image.photo), explained, OPACITY)


def _opinion(algorithm: Algorithm, case: Case) -> Opinion:
    answer = Prediction(algorithm.predict_proba([case.image()])[0])
    return Opinion(algorithm.card.slug, answer, algorithm.sheet.operating_point.shown_in(default_practice()))

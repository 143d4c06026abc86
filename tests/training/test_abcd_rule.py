"""How the ABCD rule is fitted: on drawn spots it learns what tells them apart."""

from __future__ import annotations

import numpy as np
import pytest

from model.algorithms.measuring.abcd.curves import shares_of_knots
from model.lesion.diagnosis import DIAGNOSES
from model.training.dataset import TrainingSet
from model.training.submissions.abcd_rule import RECIPE, average_terms, fitted
from tests.algorithms.measuring.test_lesion_border import disc, photo


def drawn_set(count: int = 42) -> TrainingSet:
    """Spots whose brown gets darker from diagnosis to diagnosis; the last photo shows none."""
    rng = np.random.default_rng(7)
    targets = np.arange(count) % len(DIAGNOSES)
    pixels = [
        photo(disc(rng.uniform(30, 60)), tuple((np.array([190, 130, 105]) - 20 * target).clip(8).tolist()))
        for target in targets
    ]
    pixels[-1] = np.full((224, 224, 3), 200, np.uint8)
    ids = tuple(str(number) for number in range(count))
    return TrainingSet(np.stack(pixels), targets, np.zeros(count, np.int64), ids)


@pytest.fixture(scope="module")
def drawn() -> TrainingSet:
    return drawn_set()


def test_it_tells_drawn_spots_apart(drawn):
    algorithm = RECIPE.algorithm(fitted(drawn, RECIPE.settings), sheet=None)
    answers = algorithm.logits(drawn.pixels[:-1]).argmax(axis=1)
    assert (answers == drawn.targets[:-1]).mean() > 0.9


def test_an_average_lesion_adds_nothing():
    rng = np.random.default_rng(1)
    values = rng.normal(size=(70, 3)).astype(np.float32)
    knots = np.tile(np.array([-1.0, 0.0, 1.0], np.float32), (3, 1))
    heights = rng.normal(size=(3, 3, 7)).astype(np.float32)
    targets = np.arange(70) % 7
    shares = shares_of_knots(values, knots)
    centred = heights - average_terms(shares, heights, targets)[:, None]
    terms = np.einsum("ndk,dkc->ndc", shares, centred)
    assert np.abs(terms.mean(axis=0)).max() < 1e-5

"""What every submission promises, tried on each with its committed weights."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from model.algorithms.contract import Algorithm, Explanation, Prediction
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import INPUT_SIDE
from model.settings import settings
from model.text import LANGUAGES, texts
from tests.photos import lesion

IMAGES = [lesion(seed) for seed in range(6)]


def test_a_submission_keeps_the_protocol(algorithm):
    assert isinstance(algorithm, Algorithm)


def test_rows_are_distributions(algorithm):
    rows = algorithm.predict_proba(IMAGES)
    assert rows.shape == (6, 7)
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    assert (rows >= 0).all()
    np.testing.assert_allclose(rows.sum(1), 1, atol=1e-5)


def test_a_batch_equals_single_photos_in_any_order(algorithm):
    rows = algorithm.predict_proba(IMAGES)
    singles = np.concatenate([algorithm.predict_proba([image]) for image in IMAGES])
    np.testing.assert_allclose(rows, singles, atol=1e-4)
    np.testing.assert_allclose(algorithm.predict_proba(IMAGES[::-1]), rows[::-1], atol=1e-4)


def test_no_photos_give_no_rows(algorithm):
    assert algorithm.predict_proba([]).shape == (0, 7)


def test_the_same_photo_gets_the_same_answer_twice_and_from_four_threads(algorithm):
    expected = algorithm.predict_proba(IMAGES[:1])
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: algorithm.predict_proba(IMAGES[:1]), range(8)))
    assert all(np.array_equal(expected, answer) for answer in answers)


def test_the_photo_is_not_changed(algorithm):
    before = [image.pixels.copy() for image in IMAGES]
    algorithm.predict_proba(IMAGES)
    algorithm.examine(IMAGES[0])
    assert all(np.array_equal(a, image.pixels) for a, image in zip(before, IMAGES, strict=True))


def test_an_examination_predicts_what_a_prediction_predicts(algorithm):
    found = algorithm.examine(IMAGES[0]).prediction.probabilities
    np.testing.assert_allclose(found, algorithm.predict_proba(IMAGES[:1])[0], atol=1e-5)


@pytest.mark.parametrize("target", DIAGNOSES)
def test_an_explanation_fits_the_photo(algorithm, target):
    explanation = algorithm.explain(IMAGES[0], target)
    assert explanation.target is target
    assert explanation.heat.shape == (INPUT_SIDE, INPUT_SIDE)
    assert explanation.heat.dtype == np.float32
    assert explanation.heat.min() >= 0
    assert explanation.heat.max() <= 1
    assert explanation.heat.any() or explanation.is_blank


def test_a_card_is_complete_and_has_its_texts(algorithm):
    card = algorithm.card
    assert all(vars(card).values())
    for language in LANGUAGES:
        t = texts(language)
        assert {f"algorithms.{card.slug}.name", f"algorithms.{card.slug}.method"} <= set(t.entries)
        assert {f"families.{card.family}", f"explanations.{card.explanation}"} <= set(t.entries)


def test_the_weights_are_the_ones_of_their_sheet_and_small_enough(algorithm):
    data = (settings().weights / f"{algorithm.card.slug}.safetensors").read_bytes()
    assert hashlib.sha256(data).hexdigest() == algorithm.sheet.sha256
    assert len(data) == algorithm.sheet.size <= 25e6


def test_the_weights_are_stored_as_float16(algorithm):
    import json
    import struct

    with (settings().weights / f"{algorithm.card.slug}.safetensors").open("rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    kinds = {entry["dtype"] for name, entry in header.items() if name != "__metadata__" and len(entry["shape"]) > 1}
    assert kinds == {"F16"}


def test_a_prediction_ranks_its_diagnoses():
    prediction = Prediction(np.array([0.1, 0.5, 0.1, 0.05, 0.2, 0.03, 0.02], np.float32))
    assert prediction.first is Diagnosis.NV
    assert prediction.ranked()[:4] == [Diagnosis.NV, Diagnosis.BKL, Diagnosis.MEL, Diagnosis.BCC]
    assert prediction.of(Diagnosis.BKL) == pytest.approx(0.2)


def test_strength_tells_evidence_from_noise():
    heat = np.ones((4, 4), np.float32)
    assert Explanation(Diagnosis.MEL, heat, peak=0.01, typical_peak=0.1).strength == pytest.approx(0.1)
    assert Explanation(Diagnosis.MEL, heat, peak=0.5, typical_peak=0.1).strength == 1
    assert Explanation(Diagnosis.MEL, heat * 0, peak=0, typical_peak=0.1).is_blank

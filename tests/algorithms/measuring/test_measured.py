"""What all measuring submissions share, tried on one that measures nothing but the mean colour."""

from __future__ import annotations

import dataclasses
import hashlib
import subprocess
import sys

import numpy as np
import pytest
from safetensors.numpy import save
from scipy.special import softmax

from model.algorithms import checks
from model.algorithms.contract import AlgorithmCard
from model.algorithms.measuring.measured import MeasuredAlgorithm, widened
from model.algorithms.weights import OperatingPoint, WeightsSheet
from model.errors import WeightsAltered
from model.lesion.diagnosis import Diagnosis
from model.settings import ROOT
from tests.photos import lesion

CARD = AlgorithmCard("mean_colour", "rule", "Nobody", "ham10000_isic", 224, "occlusion", "A", "B", ("C",))
WEIGHTS = np.random.default_rng(3).normal(0, 4, (3, 7)).astype(np.float16)
ARRAYS = {"weights": WEIGHTS, "bias": np.zeros(7, np.float32)}


class MeanColour(MeasuredAlgorithm):
    card = CARD

    @staticmethod
    def measure(pixels):
        return pixels.mean((0, 1), dtype=np.float32) / 255

    def decide(self, features):
        return features.astype(np.float64) @ self.arrays["weights"] + self.arrays["bias"]


def write(folder, arrays, temperature=1.0):
    data = save(arrays)
    digest = hashlib.sha256(data).hexdigest()
    point = OperatingPoint(0.5, 1, 1, 1, 1)
    sheet = WeightsSheet("mean_colour", digest, len(data), temperature, point, 1.0, 4, 1, "2024-01-01", {})
    (folder / "mean_colour.safetensors").write_bytes(data)
    sheet.write(folder)
    return folder


@pytest.fixture
def mean_colour(tmp_path):
    return MeanColour.load(write(tmp_path, ARRAYS))


@pytest.mark.parametrize("check", checks.BEHAVIOUR[:-1], ids=lambda check: check.__name__)
def test_it_passes_the_acceptance_checks_of_behaviour(mean_colour, check):
    assert check(mean_colour) is None


def test_the_temperature_divides_the_logits(tmp_path):
    image = lesion(1)
    algorithm = MeanColour.load(write(tmp_path, ARRAYS, temperature=2.5))
    expected = softmax(algorithm.logits(image.pixels[None]) / 2.5, axis=1)
    np.testing.assert_allclose(algorithm.predict_proba([image]), expected, atol=1e-7)


def test_without_a_target_the_first_diagnosis_is_explained(mean_colour):
    found = mean_colour.examine(lesion(2))
    assert found.explanation.target is found.prediction.first
    assert mean_colour.explain(lesion(2), Diagnosis.DF).target is Diagnosis.DF


def test_the_explanation_tells_how_far_it_is(mean_colour):
    told = []
    mean_colour.explain(lesion(2), Diagnosis.MEL, told.append)
    assert told[-1] == 1.0


@pytest.mark.parametrize(
    "arrays",
    [
        {"bias": ARRAYS["bias"]},
        {**ARRAYS, "weights": WEIGHTS[:2]},
        {**ARRAYS, "weights": WEIGHTS[:, :6], "bias": ARRAYS["bias"][:6]},
        {**ARRAYS, "bias": np.full(7, np.nan, np.float32)},
    ],
    ids=["one is missing", "another number of features", "six diagnoses", "not finite"],
)
def test_arrays_of_another_algorithm_are_refused(tmp_path, arrays):
    with pytest.raises(WeightsAltered):
        MeanColour.load(write(tmp_path, arrays))


def test_a_file_that_is_not_safetensors_is_refused_even_if_the_sheet_agrees(tmp_path):
    folder = write(tmp_path, ARRAYS)
    data = b"not a weights file"
    (folder / "mean_colour.safetensors").write_bytes(data)
    sheet = MeanColour.load(write(tmp_path, ARRAYS)).sheet
    (folder / "mean_colour.safetensors").write_bytes(data)
    dataclasses.replace(sheet, sha256=hashlib.sha256(data).hexdigest(), size=len(data)).write(folder)
    with pytest.raises(WeightsAltered):
        MeanColour.load(folder)


def test_only_half_precision_is_widened():
    kinds = {"half": np.float16, "single": np.float32, "double": np.float64, "whole": np.int16}
    found = widened({name: np.zeros(2, kind) for name, kind in kinds.items()})
    assert {name: array.dtype.type for name, array in found.items()} == {**kinds, "half": np.float32}


@pytest.mark.parametrize("slug", ["colour_texture_boosting", "hog_svm", "visual_words"])
def test_a_measuring_submission_answers_without_torch(slug):
    program = f"import sys, model.algorithms.submissions.{slug}; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

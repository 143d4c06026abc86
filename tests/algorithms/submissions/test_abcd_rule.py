"""The ABCD rule as a submission: its answer is the sum of its terms, and its explanation says which."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from scipy.special import softmax

from model.algorithms.checks import run_checks
from model.algorithms.measuring.abcd.measurements import NAMES
from model.algorithms.submissions.abcd_rule import Algorithm
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import LesionImage
from model.settings import settings
from tests.photos import lesion


@pytest.fixture(scope="module")
def rule() -> Algorithm:
    return Algorithm.load(settings().weights)


def blank() -> LesionImage:
    return LesionImage.from_rgb(Image.new("RGB", (224, 224), (222, 175, 155)), "PNG")


def test_it_passes_every_acceptance_check():
    assert not [(result.name, result.reason) for result in run_checks(Algorithm, settings().weights) if result.reason]


@pytest.mark.parametrize("target", DIAGNOSES)
def test_the_contributions_add_up_to_the_logit_less_the_average_one(rule, target):
    image = lesion(3)
    logits = rule.logits(image.pixels[None])[0]
    terms = [one.contribution for one in rule.explain(image, target).measurements]
    assert len(terms) == len(NAMES)
    assert sum(terms) == pytest.approx(logits[target.column] - rule.arrays["average"][target.column], abs=1e-5)


def test_the_measurements_come_by_weight(rule):
    sizes = [abs(one.contribution) for one in rule.examine(lesion(3)).explanation.measurements]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 0


def test_border_axes_and_areas_of_the_drawing_lie_on_the_lesion(rule):
    drawing = rule.examine(lesion(3)).explanation.drawing
    assert drawing.border.shape[1] == 2
    assert drawing.axes.shape == (2, 2, 2)
    for points in (drawing.border, drawing.axes.reshape(-1, 2)):
        assert points.min() >= 0
        assert points.max() <= 1
    there = np.argwhere(drawing.areas > 0)[:, ::-1] / 224
    assert len(there) > 100
    assert (there.min(0) >= drawing.border.min(0) - 0.02).all()
    assert (there.max(0) <= drawing.border.max(0) + 0.02).all()


def test_a_photo_without_a_lesion_gets_the_answer_of_an_average_lesion_and_an_empty_explanation(rule):
    found = rule.examine(blank())
    average = softmax(rule.arrays["average"][None].astype(float) / rule.sheet.temperature, axis=1)[0]
    assert found.prediction.probabilities == pytest.approx(average, abs=1e-6)
    assert found.explanation.is_blank
    assert not found.explanation.measurements
    assert not len(found.explanation.drawing.border)


def test_the_heat_is_the_balance_of_the_evidence_and_scaled_to_its_peak(rule):
    explanation = rule.examine(lesion(3)).explanation
    assert explanation.heat.max() == pytest.approx(1)
    assert explanation.heat.min() >= 0
    assert 0 < explanation.peak <= sum(max(0.0, one.contribution) for one in explanation.measurements)


@pytest.mark.parametrize("seed", range(3))
def test_turning_the_photo_hardly_changes_the_answer(rule, seed):
    image = lesion(seed)
    turned = LesionImage.from_rgb(Image.fromarray(np.rot90(image.pixels).copy()), "PNG")
    assert rule.predict_proba([turned]) == pytest.approx(rule.predict_proba([image]), abs=0.05)


def test_two_diagnoses_are_explained_by_different_terms(rule):
    melanoma, naevus = (rule.explain(lesion(3), target) for target in (Diagnosis.MEL, Diagnosis.NV))
    assert [one.value for one in sorted(melanoma.measurements, key=lambda one: one.name)] == [
        one.value for one in sorted(naevus.measurements, key=lambda one: one.name)
    ]
    assert {one.name: one.contribution for one in melanoma.measurements} != {
        one.name: one.contribution for one in naevus.measurements
    }

"""What every submission promises, tried on each with its committed weights."""

from __future__ import annotations

import numpy as np
import pytest

from model.algorithms import catalogue, checks
from model.algorithms.contract import Algorithm, Explanation, Prediction
from model.algorithms.measuring import occlusion
from model.lesion.diagnosis import Diagnosis
from model.lesion.practice import EQUAL, default_practice, in_practice
from model.settings import settings


def test_a_submission_keeps_the_protocol(algorithm):
    assert isinstance(algorithm, Algorithm)


ONCE_A_FAMILY = checks.the_same_answer_twice_and_from_four_threads
WORKING = {slug: found for slug in catalogue.slugs() if isinstance(found := catalogue.find(slug), type)}
FAMILIES = {found.card.family: slug for slug, found in reversed(WORKING.items())}
"""The first submission of each family: those of one family share the code that threads could disturb."""


@pytest.fixture
def few_windows(monkeypatch):
    """Maps by occlusion from 9 windows in place of 64: what is checked of them does not depend on how many."""
    monkeypatch.setattr(occlusion, "GRID", 3)


@pytest.mark.parametrize(
    "check", sorted({*checks.BEHAVIOUR} - {ONCE_A_FAMILY}, key=checks.BEHAVIOUR.index), ids=lambda check: check.__name__
)
def test_a_submission_passes_every_acceptance_check(algorithm, check, few_windows):
    assert check(algorithm) is None


@pytest.mark.parametrize("slug", FAMILIES.values())
def test_a_family_gives_the_same_answer_twice_and_from_four_threads(loaded, slug, few_windows):
    assert ONCE_A_FAMILY(loaded(slug)) is None


def test_the_weights_are_the_ones_of_their_sheet_and_small_enough(algorithm):
    assert checks.the_weights_are_those_of_the_sheet(algorithm, settings().weights) is None


def test_no_weights_are_stored_wider_than_they_need_to_be(algorithm):
    import json
    import struct

    with (settings().weights / f"{algorithm.card.slug}.safetensors").open("rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    kinds = {entry["dtype"] for name, entry in header.items() if name != "__metadata__" and len(entry["shape"]) > 1}
    assert kinds <= {"F16"}


def test_a_prediction_ranks_its_diagnoses():
    prediction = Prediction(np.array([0.1, 0.5, 0.1, 0.05, 0.2, 0.03, 0.02], np.float32))
    assert prediction.first is Diagnosis.NV
    assert prediction.ranked()[:4] == [Diagnosis.NV, Diagnosis.BKL, Diagnosis.MEL, Diagnosis.BCC]
    assert prediction.of(Diagnosis.BKL) == pytest.approx(0.2)


def test_a_prediction_is_stated_for_a_practice_once():
    row = np.array([0.4, 0.3, 0.1, 0.05, 0.1, 0.03, 0.02], np.float32)
    prediction, clinic = Prediction(row), default_practice()
    stated = prediction.in_practice(clinic)
    np.testing.assert_array_equal(stated.probabilities, in_practice(row[None], clinic.frequencies)[0])
    assert (prediction.first, stated.first, stated.practice) == (Diagnosis.MEL, Diagnosis.NV, clinic)
    assert prediction.in_practice(EQUAL) is prediction
    with pytest.raises(ValueError, match="got one for 'clinic'"):
        stated.in_practice(clinic)


def test_strength_tells_evidence_from_noise():
    heat = np.ones((4, 4), np.float32)
    assert Explanation(Diagnosis.MEL, heat, peak=0.01, typical_peak=0.1).strength == pytest.approx(0.1)
    assert Explanation(Diagnosis.MEL, heat, peak=0.5, typical_peak=0.1).strength == 1
    assert Explanation(Diagnosis.MEL, heat * 0, peak=0, typical_peak=0.1).is_blank

"""The criteria of a photo: they come with the gate's pass, never with a second one, and never for a photo held back."""

from __future__ import annotations

import pytest

from model.algorithms.jury import jurors
from model.algorithms.submissions.resnet18 import Algorithm as Eye
from model.errors import WeightsAltered
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import samples
from model.reading import checks
from model.reading.one_photo import Request, heard, known, read
from model.reading.runner import DirectRunner
from model.settings import settings
from model.trust.gate import EYE
from model.trust.scenes import SCENES, drawn_scene

LITE = "efficientnet_lite0"


@pytest.fixture
def passes(monkeypatch):
    """The numbers of photos that each pass of the eye has seen."""
    seen, see = [], Eye.see

    def counted(self, pixels):
        seen.append(len(pixels))
        return see(self, pixels)

    monkeypatch.setattr(Eye, "see", counted)
    return seen


@pytest.fixture
def runner(loaded):
    return DirectRunner(loaded)


@pytest.fixture
def image():
    return read_lesion_image(samples()[0].path.read_bytes())


def request_for(slug, **changed):
    return Request([member for member in jurors() if member.slug in (slug, EYE)], chosen=slug, **changed)


@pytest.mark.parametrize("slug", [EYE, LITE])
def test_criteria_come_with_the_one_pass_of_the_gate(runner, image, passes, slug):
    *_, findings = read(runner, image, request_for(slug))
    assert findings.criteria
    assert passes == [1]
    *_, again = read(runner, image, request_for(slug, target=Diagnosis.NV))
    assert [one.word for one in again.criteria] == [one.word for one in findings.criteria]
    assert passes == [1] * (2 if slug == EYE else 1)  # another map of the eye's own is another pass
    assert known(runner, image, request_for(slug)).criteria == findings.criteria


def test_the_jury_reads_the_same_criteria_in_the_same_pass(runner, image, passes):
    *_, findings = read(runner, image, request_for(LITE))
    fresh = DirectRunner(runner.algorithm)
    passes.clear()
    members = [member for member in jurors() if member.slug in (LITE, EYE)]
    *_, heard_of = heard(fresh, image, Request(members))
    assert [one.probability for one in heard_of.criteria] == [one.probability for one in findings.criteria]
    assert passes == [1]


@pytest.mark.parametrize("anyway", [False, True])
def test_a_photo_that_the_gate_holds_back_has_none(runner, anyway):
    image = drawn_scene(next(iter(SCENES)), 1000)
    *_, findings = read(runner, image, request_for(LITE, anyway=anyway))
    assert findings.admission.state == ("insisted" if anyway else "refused")
    assert findings.criteria == ()


@pytest.fixture
def without_gate(monkeypatch):
    monkeypatch.setenv("TEN_OPINIONS_GATE", "off")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.usefixtures("without_gate")
def test_without_a_gate_they_are_unknown_and_cost_no_pass(runner, image, passes):
    *_, findings = read(runner, image, request_for(LITE))
    assert findings.admission.state == "admitted"
    assert findings.criteria is None
    assert passes == []


def test_with_other_weights_they_are_unknown_and_the_answer_is_there(runner, image, monkeypatch):
    def of_others(_sha256):
        raise WeightsAltered(file="criteria.safetensors")

    monkeypatch.setattr(checks, "probes_of", of_others)
    *_, findings = read(runner, image, request_for(LITE))
    assert findings.answer.prediction is not None
    assert findings.criteria is None

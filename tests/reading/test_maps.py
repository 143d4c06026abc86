"""Which diagnosis a heat map is for: melanoma unless asked, and never another one under the same key."""

from __future__ import annotations

import pytest

from model.algorithms.jury import Juror
from model.algorithms.weights import read_sheet
from model.errors import UnknownAlgorithm
from model.lesion.diagnosis import Diagnosis
from model.lesion.practice import default_practice, practices
from model.reading.one_photo import Request, heard, known, read
from model.reading.runner import DirectRunner
from model.settings import settings
from tests import stand_ins
from tests.photos import lesion

PHOTO = lesion(3)
TUMOUR_CENTRE = practices()["tumour_centre"]


@pytest.fixture
def members(tmp_path, monkeypatch):
    """Stand-ins whose operating points are stated for the clinic, without a gate."""
    stand_ins.write_weights(tmp_path, *stand_ins.ANSWERING, stand_ins.COMMITTEE)
    stand_ins.into_practice(tmp_path, "clinic", 0.05)
    monkeypatch.setenv("TEN_OPINIONS_WEIGHTS", str(tmp_path))
    monkeypatch.setenv("TEN_OPINIONS_GATE", "off")
    settings.cache_clear()
    yield [member(slug) for slug in stand_ins.ANSWERING]
    settings.cache_clear()


def member(slug):
    return Juror(slug, stand_ins.stand_in(slug).card)


def runner():
    """A runner that knows the stand-ins and no other algorithm."""

    def load(slug):
        if slug not in (*stand_ins.ANSWERING, stand_ins.COMMITTEE):
            raise UnknownAlgorithm(slug=slug, known="")
        return stand_ins.stand_in(slug)(read_sheet(settings().weights, slug))

    return DirectRunner(load)


def maps(findings):
    return {answer.slug: answer.explanation.target for answer in findings.answers if answer.explanation}


def test_every_map_is_for_melanoma_unless_another_is_asked_for(members):
    *_, findings = heard(runner(), PHOTO, Request(members))
    assert maps(findings) == dict.fromkeys(stand_ins.ANSWERING, Diagnosis.MEL)


def test_the_leading_diagnosis_is_that_of_the_practice(members):
    of_all = runner()
    for practice in (default_practice(), TUMOUR_CENTRE):
        *_, findings = heard(of_all, PHOTO, Request(members, practice, target=None))
        assert maps(findings) == {opinion.slug: opinion.first for opinion in findings.opinions}
    assert maps(findings)["marble"] is Diagnosis.MEL
    assert maps(findings)["quartz"] is Diagnosis.NV


@pytest.mark.parametrize("slug", ["ink", stand_ins.COMMITTEE])
def test_maps_of_two_questions_are_kept_apart(members, slug):
    of_one, members = runner(), [member(slug)]
    asked = [Request(members, chosen=slug, target=target) for target in (Diagnosis.MEL, None, Diagnosis.DF)]
    for request in asked:
        *_, findings = read(of_one, PHOTO, request)
        assert findings.answer.explanation.target is (request.target or findings.answer.opinion(request.practice).first)
    assert [known(of_one, PHOTO, request).answer.explanation.target for request in asked] == [
        Diagnosis.MEL,
        Diagnosis.NV,
        Diagnosis.DF,
    ]


def test_what_is_kept_of_a_combined_answer_holds_neither_the_photo_nor_the_maps_of_its_members(members):
    combining, photo = member(stand_ins.COMMITTEE), lesion(4)
    memory = runner()
    *_, findings = read(memory, photo, Request([*members, combining], chosen=combining.slug))
    key = ("combined", photo.sha256, findings.answer.sheet.sha256, Diagnosis.MEL)
    examined, predictions = memory.recall(key)
    assert examined is memory.recall(("map", *key[1:]))
    assert {prediction.value for prediction in predictions.values()} == {
        answer.prediction.value for answer in findings.answers if answer.prediction
    }

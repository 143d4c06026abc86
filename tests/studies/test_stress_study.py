"""The study of the stress: strata and conditions, paired falls, a committee put together of its members' answers."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from sklearn.metrics import roc_auc_score

from model.algorithms.contract import AlgorithmCard
from model.lesion.diagnosis import Diagnosis
from model.lesion.disturbances import DISTURBANCES
from model.lesion.image import LesionImage
from model.studies.stress import answers_of, conditions, melanoma_of, rows_of
from model.studies.study_photos import StudyPhoto, stratified
from model.trust.stress import UNDISTURBED

MEL = Diagnosis.MEL.column


def photo(number, diagnosis):
    return StudyPhoto("", f"p{number}", diagnosis, "a.zip", "", f"l{number}")


def answers(melanoma):
    rows = np.repeat((1 - np.asarray(melanoma))[:, None] / 6, 7, 1)
    rows[:, MEL] = melanoma
    return rows.astype(np.float32)


def test_the_choice_has_so_many_of_each_kind_and_a_larger_one_holds_the_smaller():
    photos = [photo(number, Diagnosis.MEL if number % 3 == 0 else Diagnosis.NV) for number in range(60)]
    few, more = stratified(photos, 4, 6, seed=2018), stratified(photos, 8, 20, seed=2018)
    assert [one.diagnosis is Diagnosis.MEL for one in few] == [True] * 4 + [False] * 6
    assert {one.image_id for one in few} < {one.image_id for one in more}
    assert stratified(photos, 4, 6, seed=2018) == few


def test_the_photos_as_they_are_come_first_and_then_each_disturbance_alone_at_its_stated_strength():
    found = conditions()
    assert list(found) == [UNDISTURBED, *DISTURBANCES]
    assert found[UNDISTURBED] == {}
    assert all(found[name] == {name: one.stated} for name, one in DISTURBANCES.items())


def test_a_fall_is_the_difference_of_two_areas_on_the_same_photos():
    rng = np.random.default_rng(1)
    positive = np.arange(80) < 30
    plain = answers(np.clip(0.3 + 0.3 * positive + rng.normal(0, 0.15, 80), 0.01, 0.99))
    worse = answers(np.clip(0.3 + 0.1 * positive + rng.normal(0, 0.15, 80), 0.01, 0.99))
    area, fall, none = rows_of("some", positive, {UNDISTURBED: plain, "pen": worse, "blur": plain})
    before, after = (roc_auc_score(positive, melanoma_of(rows)) for rows in (plain, worse))
    assert (area.measure, area.of, area.n) == ("melanoma_auc", "some undisturbed", 80)
    assert area.value == pytest.approx(before)
    assert (fall.measure, fall.of) == ("auc_fall", "some pen")
    assert fall.value == pytest.approx(before - after)
    assert fall.low < fall.value < fall.high
    assert (none.value, none.low, none.high) == (0, 0, 0)


def test_a_committee_is_made_of_its_members_answers_and_nobody_is_asked_twice():
    class Member:
        card = AlgorithmCard("member", "stand_in")

        def __init__(self, melanoma):
            self.melanoma, self.asked = melanoma, 0

        def predict_proba(self, images):
            self.asked += len(images)
            return answers([self.melanoma] * len(images))

    class Committee:
        card = AlgorithmCard("both", "committee", combines=True)

        def __init__(self, **members):
            self.members = members

        def combine(self, rows):
            return np.mean([rows[slug] for slug in self.members], axis=0)

    one, other = Member(0.2), Member(0.6)
    image = LesionImage.from_rgb(Image.new("RGB", (224, 224), (200, 150, 130)), "PNG")
    found = answers_of({"one": one, "both": Committee(one=one, other=other)}, [image] * 25, "t", lambda *_: None)
    assert found["both"][:, MEL] == pytest.approx(0.4)
    assert len(found["one"]) == 25
    assert (one.asked, other.asked) == (25, 25)

"""Training photos with the pattern of a photo: which they are, how many are melanomas, which are shown."""

from __future__ import annotations

import csv
from types import SimpleNamespace

import numpy as np
import pytest

from model.evaluation.sets import SETS
from model.lesion.diagnosis import Diagnosis
from model.settings import ASSETS
from model.trust.criteria import OF_SLUG, Word
from model.trust.criteria_cases import EXAMPLES, Alike, CriteriaCase, alike, cases, write_cases
from model.trust.criteria_figures import left_out, measured_criteria

SEEN, NOT_SEEN, UNSURE = Word
GROUPS = (
    ("MEL", SEEN, NOT_SEEN, 7),
    ("NV", SEEN, NOT_SEEN, 3),
    ("MEL", SEEN, UNSURE, 1),
    ("BKL", SEEN, UNSURE, 4),
    ("NV", NOT_SEEN, NOT_SEEN, 97),
)


@pytest.fixture
def folder(tmp_path):
    """A table of photos by diagnosis and words, the last ids first."""
    kinds = [kind for *kind, count in GROUPS for _ in range(count)]
    rows = [
        CriteriaCase(f"p{number:03}", diagnosis, {"streaks": streaks, "globules": globules})
        for number, (diagnosis, streaks, globules) in enumerate(kinds)
    ]
    write_cases(rows[::-1], tmp_path)
    return tmp_path


def found(streaks, globules):
    words = {"streaks": streaks, "globules": globules}
    return [SimpleNamespace(criterion=OF_SLUG[slug], word=word) for slug, word in words.items()]


def test_photos_are_alike_where_they_share_every_word_that_is_said(folder):
    both = alike(found(SEEN, NOT_SEEN), folder)
    assert (both.photos, both.melanomas, both.share.value) == (10, 7, 0.7)
    one = alike(found(SEEN, UNSURE), folder)
    assert (one.photos, one.melanomas) == (15, 8)
    none = alike(found(NOT_SEEN, SEEN), folder)
    assert none.photos == 0
    assert none.examples == ()
    assert np.isnan(none.share.value)


def test_a_photo_of_which_all_criteria_are_unsure_has_no_pattern(folder):
    assert alike(found(UNSURE, UNSURE), folder) == Alike()


def test_examples_take_turns_by_diagnosis_the_melanoma_first_the_same_unsure_words_before_others(folder):
    shown = alike(found(SEEN, UNSURE), folder).examples
    assert [case.diagnosis for case in shown] == ["MEL", "BKL", "NV", "MEL", "BKL", "NV"]
    assert [case.image for case in shown] == ["p010", "p011", "p007", "p000", "p012", "p008"]


def test_each_photo_is_shown_where_there_are_few(folder):
    assert len(alike(found(SEEN, NOT_SEEN), folder).examples) == EXAMPLES
    few = Alike(cases(folder)[:2])
    assert {case.image for case in few.examples} == {case.image for case in few.cases}


def test_the_committed_photos_have_a_word_for_each_kept_criterion():
    kept = {one.slug for one in measured_criteria()} - {one.slug for one in left_out()}
    assert all(set(case.words) == kept for case in cases())
    assert {case.diagnosis for case in cases()} <= set(Diagnosis)
    assert len({case.image for case in cases()}) == len(cases())


def test_no_committed_photo_belongs_to_a_scoring_set():
    trained = {case.image for case in cases()}
    for name in SETS:
        with (ASSETS / "benchmark" / "truth" / f"{name}.csv").open(encoding="utf-8") as file:
            scored = {row["image"] for row in csv.DictReader(file)}
        assert scored
        assert not trained & scored

"""What answers are worth: counted by hand beside the figures, what has no answer left out."""

from __future__ import annotations

import pytest

from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import Case
from model.lesion.seven_points import POINTS
from model.stage.marks import Changes, Misleading, by_person, marks, result
from model.stage.quiz import CaseAnswer, Turn
from model.trust.own_list import OwnList

MEL, NV, BKL, BCC = Diagnosis.MEL, Diagnosis.NV, Diagnosis.BKL, Diagnosis.BCC


def turn(truth, first, final, jury=NV, **more):
    case = Case(None, truth, "", "", 1)
    said = CaseAnswer(jury, jury is MEL) if jury else None
    return Turn(case, first=first, final=final, jury=said, **{"shown": said, **more})


TURNS = [
    turn(MEL, MEL, MEL, MEL),
    turn(MEL, NV, MEL, MEL),
    turn(MEL, MEL, NV, MEL, misled=True, shown=CaseAnswer(NV, False)),
    turn(MEL, BKL, BKL, NV),
    turn(NV, NV, NV, NV),
    turn(NV, MEL, NV, NV),
    turn(BKL, NV, BCC, MEL),
    turn(BKL, BKL, BKL, BKL, misled=True, shown=CaseAnswer(MEL, True)),
    turn(NV, None, None, missed=True),
    turn(NV, NV, None),
]


def test_sensitivity_and_specificity_are_counted_over_the_answered_cases():
    found = result(TURNS)
    assert (found.blind.detection.melanomas, found.blind.detection.melanomas_above) == (4, 2)
    assert (found.final.detection.melanomas_above, found.final.detection.others_below) == (2, 4)
    assert found.final.detection.sensitivity.value == pytest.approx(0.5)
    assert found.final.detection.sensitivity.low == pytest.approx(0.150, abs=5e-4)  # Wilson, 2 of 4
    assert (found.jury.detection.melanomas_above, found.jury.detection.others_below) == (3, 3)
    assert (found.blind.right, found.final.right, found.final.cases) == (4, 5, 8)
    assert found.final.right_verdicts == 6
    assert found.unanswered == 1


def test_a_case_of_which_the_jury_says_nothing_is_left_out_and_counted_as_such():
    found = result([*TURNS, turn(NV, NV, NV, jury=None)])
    assert (found.final.cases, found.silent) == (8, 1)


def test_changes_of_mind_are_helpful_harmful_or_neither():
    found = result(TURNS)
    assert found.changes == Changes(helpful=2, harmful=1, neither=1)
    assert found.melanoma_changes == Changes(helpful=2, harmful=1, neither=0)
    assert found.changes.all == 4


def test_who_was_misled_is_counted_where_the_wrong_algorithm_spoke():
    assert result(TURNS).misleading == Misleading(cases=2, followed=1, harmed=1)


def test_where_person_and_jury_differ_is_counted_for_either():
    found = result(TURNS)
    assert (found.only_person, found.only_jury) == (1, 1)


def test_nothing_answered_has_no_figures():
    found = result([])
    assert found.final.cases == 0
    assert found.final.detection.sensitivity.value != found.final.detection.sensitivity.value


def test_who_diagnoses_melanoma_calls_it_one():
    assert by_person(MEL).melanoma
    assert not by_person(BCC).melanoma
    assert marks([]).right_share.reason is not None


def test_the_checklists_are_scored_by_their_verdict_and_name_no_diagnosis():
    calm, suspicious = OwnList(frozenset({"irregular_streaks"})), OwnList(frozenset(POINTS))
    turns = [turn(MEL, NV, NV, own=suspicious), turn(MEL, NV, NV, own=calm), turn(NV, NV, NV, own=calm)]
    found = result(turns)
    listed = found.listed.detection
    assert (listed.melanomas_above, listed.melanomas, listed.others_below, listed.others) == (1, 2, 1, 1)
    assert found.listed.cases == 0
    assert result(TURNS).listed is None

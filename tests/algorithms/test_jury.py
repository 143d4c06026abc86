"""The jury's arithmetic: who votes how, who dissents, where they look on average, in which order they stand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.algorithms import submissions
from model.algorithms.contract import AlgorithmCard, Explanation, Prediction
from model.algorithms.jury import (
    Juror,
    Opinion,
    agreement,
    in_order,
    juror,
    jurors,
    mean_explanation,
    quick_first,
)
from model.algorithms.weights import MalignantPoint, UnknownPoint
from model.algorithms.words import agreement_words, consider, sentence
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.practice import EQUAL, Threshold, practices, threshold_in
from model.settings import ROOT
from model.text import LANGUAGES, texts
from tests import stand_ins


def opinion(slug, melanoma, threshold=0.3, first=Diagnosis.NV, practice=EQUAL):
    row = np.zeros(7, np.float32)
    row[first.column] = 1 - melanoma
    row[0] += np.float32(melanoma)
    return Opinion(slug, Prediction(row), Threshold(threshold, practice))


def explanation(heat, peak=1.0, typical=1.0, target=Diagnosis.MEL):
    return Explanation(target, np.asarray(heat, np.float32), peak, typical)


def card(slug, family):
    return AlgorithmCard(slug, family, "T", "nothing", 224, "grad_cam", "CC0-1.0", "CC0-1.0", ("Nobody",))


def test_each_votes_at_its_own_operating_point():
    found = agreement([opinion("bold", 0.2, 0.1), opinion("shy", 0.2, 0.4), opinion("exact", 0.25, 0.25)])
    assert found.suspicious == ("bold", "exact")
    assert found.calm == ("shy",)
    assert found.voters == 3


def test_the_verdicts_are_the_same_in_every_practice_and_the_probabilities_are_not():
    clinic = practices()["clinic"]
    melanomas = {"bold": 0.04, "exact": 0.21, "shy": 0.6}
    for practice in practices().values():
        at = threshold_in(0.1, clinic, practice)
        found = agreement([opinion(slug, value, at, practice=practice) for slug, value in melanomas.items()])
        assert found.suspicious == ("shy",)
    stated = [opinion("a", 0.6, practice=practice).melanoma for practice in practices().values()]
    assert stated == sorted(stated)
    assert stated[0] < 0.1 < stated[-1]


def test_the_first_diagnosis_is_that_of_the_practice_and_so_is_the_jury_s():
    screening = [opinion(slug, 0.6, practice=practices()["screening"]) for slug in "abc"]
    assert screening[0].prediction.first is Diagnosis.MEL
    assert {one.first for one in screening} == {Diagnosis.NV}
    assert (agreement(screening).first, agreement(screening).first_count) == (Diagnosis.NV, 3)


def test_the_smaller_side_dissents_whichever_it_is():
    loud, quiet = opinion("loud", 0.9), opinion("quiet", 0.1)
    assert agreement([loud, quiet, opinion("third", 0.8)]).dissenters == ("quiet",)
    assert agreement([loud, quiet, opinion("third", 0.05)]).dissenters == ("loud",)


def test_nobody_dissents_where_all_agree_or_the_jury_is_split():
    assert agreement([opinion("a", 0.9), opinion("b", 0.8)]).dissenters == ()
    split = agreement([opinion("a", 0.9), opinion("b", 0.1)])
    assert split.is_split
    assert split.dissenters == ()


def test_without_an_opinion_there_is_no_agreement():
    assert agreement([]) is None


def test_the_diagnosis_that_most_put_first_is_counted_and_of_equals_the_first_in_column_order_is_named():
    found = agreement(
        [opinion("a", 0.1, first=Diagnosis.DF), opinion("b", 0.1, first=Diagnosis.BKL), opinion("c", 0.9)]
    )
    assert (found.first, found.first_count) == (Diagnosis.MEL, 1)
    found = agreement([opinion("a", 0.1, first=Diagnosis.DF), opinion("b", 0.1, first=Diagnosis.DF), opinion("c", 0.9)])
    assert (found.first, found.first_count) == (Diagnosis.DF, 2)


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=12))
def test_every_vote_is_counted_once_and_dissenters_are_never_the_majority(melanomas):
    opinions = [opinion(str(number), value) for number, value in enumerate(melanomas)]
    found = agreement(opinions)
    assert sorted(found.suspicious + found.calm) == sorted(one.slug for one in opinions)
    assert 2 * len(found.dissenters) < found.voters
    assert 1 <= found.first_count <= found.voters


def test_the_mean_map_counts_each_map_by_its_strength():
    left, right = np.zeros((4, 4)), np.zeros((4, 4))
    left[0, 0] = right[3, 3] = 1
    mean = mean_explanation([explanation(left), explanation(right, peak=0.5)])
    assert mean.peak == pytest.approx(0.5)
    assert mean.strength * mean.heat[0, 0] == pytest.approx(0.5)
    assert mean.strength * mean.heat[3, 3] == pytest.approx(0.25)


def test_a_blank_map_counts_as_a_photo_without_heat():
    hot = np.ones((4, 4))
    blank = explanation(hot, peak=0.01)
    assert blank.is_blank
    mean = mean_explanation([explanation(hot), blank])
    assert mean.peak == pytest.approx(0.5)
    assert mean_explanation([blank, blank]).is_blank
    assert mean_explanation([]) is None


def test_the_mean_of_one_map_is_that_map_and_what_was_given_is_not_changed():
    heat = np.linspace(0, 1, 16, dtype=np.float32).reshape(4, 4)
    before = heat.copy()
    mean = mean_explanation([explanation(heat, target=Diagnosis.BCC)])
    assert np.allclose(mean.heat * mean.strength, before)
    assert np.array_equal(heat, before)
    assert mean.target is Diagnosis.BCC


MEMBERS = [
    Juror("zebra", card("zebra", "alpha")),
    Juror("apple", card("apple", "beta")),
    Juror("broken", None, "ImportError: no"),
    Juror("berry", card("berry", "alpha")),
    Juror("table", replace(card("table", "aaa"), combines=True)),
]


def slugs(figures=None):
    return [member.slug for member in in_order(MEMBERS, figures)]


def test_by_family_the_committee_comes_after_the_others_and_what_is_broken_last():
    assert slugs() == ["berry", "zebra", "apple", "table", "broken"]


def test_the_highest_figure_comes_first_and_what_has_no_figure_last():
    assert slugs({"zebra": 0.2, "apple": 0.9}) == ["apple", "zebra", "berry", "table", "broken"]


def test_equal_figures_keep_the_order_of_the_families():
    assert slugs({"zebra": 0.5, "apple": 0.5, "berry": 0.5})[:3] == ["berry", "zebra", "apple"]


def test_the_quick_ones_come_first_and_those_that_nobody_timed_last():
    assert quick_first(["b", "slow", "a", "quick"], {"slow": 0.5, "quick": 0.1}) == ["quick", "slow", "b", "a"]


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """A folder of further submissions."""
    monkeypatch.setattr(submissions, "__path__", [*submissions.__path__, str(tmp_path)])
    yield tmp_path
    stand_ins.forget(*stand_ins.ALL)


def test_every_submission_is_on_the_jury_and_a_broken_one_with_its_reason(beside):
    stand_ins.write_submissions(beside, "ink", stand_ins.BROKEN, stand_ins.COMMITTEE)
    found = {one.slug: one for one in jurors()}
    assert {"resnet18", "ink", stand_ins.BROKEN, stand_ins.COMMITTEE} <= set(found)
    assert found[stand_ins.BROKEN] == Juror(stand_ins.BROKEN, None, "RuntimeError: no such <library>")
    assert found["ink"].card.family == "stand_in"
    assert [found[slug].combines for slug in ("ink", stand_ins.COMMITTEE)] == [False, True]


def test_a_submission_without_a_card_is_listed_with_that_reason(beside):
    (beside / "ink.py").write_text("class Algorithm:\n    pass\n")
    assert "no card" in juror("ink").reason


def test_a_reason_does_not_tell_where_the_project_lies(beside):
    (beside / "ink.py").write_text(f"raise RuntimeError({str(ROOT / 'model' / 'text.py')!r})")
    assert juror("ink").reason == "RuntimeError: model/text.py"


def test_all_diagnoses_can_be_the_first_of_a_jury():
    assert [agreement([opinion("a", 0.0, first=each)]).first for each in DIAGNOSES[1:]] == list(DIAGNOSES[1:])


def unsure(melanoma, carcinoma, point, practice="clinic", threshold=0.3):
    """An opinion in a practice, of a row in which the rest is naevus."""
    row = np.array([melanoma, 1 - melanoma - carcinoma, carcinoma, 0, 0, 0, 0])
    at = Threshold(threshold, practices()[practice])
    return Opinion("one", Prediction(row), at, MalignantPoint(point, 10, 9, 10, 8, "clinic"))


def test_below_the_melanoma_point_another_cancer_is_possible_from_the_malignant_point_on():
    stated = unsure(0.05, 0.6, 0.5).stated.malignant
    assert unsure(0.05, 0.6, stated).other_cancer
    assert not unsure(0.05, 0.6, stated + 1e-6).other_cancer
    suspicious = unsure(0.9, 0.05, 0.1)
    assert suspicious.malignant
    assert not suspicious.other_cancer
    assert not replace(unsure(0.05, 0.6, 0.1), malignant_point=None).other_cancer


def test_the_malignant_point_holds_in_its_own_practice_whichever_is_shown():
    at = unsure(0.02, 0.6, 0.5).stated.malignant
    shown = [unsure(0.02, 0.6, at, practice, 0.99) for practice in practices()]
    assert all(one.other_cancer for one in shown)
    assert len({one.stated.malignant for one in shown}) == len(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_possible_cancer_is_said_after_melanoma_with_its_figure(language):
    t, one = texts(language), unsure(0.02, 0.6, 0.05)
    words = t("result.other_cancer", malignant=t.percent(one.stated.malignant))
    assert words in sentence(t, one)
    assert sentence(t, one).index(t.percent(one.melanoma)) < sentence(t, one).index(words)
    calm = replace(one, malignant_point=None)
    assert sentence(t, calm) == sentence(t, one).replace(f"{words} ", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_undecided_answer_may_be_none_of_the_seven_in_every_practice(language):
    t = texts(language)
    undecided, decided = np.full(7, 1 / 7), np.array([0.01, 0.94, *[0.01] * 5])
    for practice in practices():
        at = Threshold(0.5, practices()[practice])
        point = UnknownPoint(0.9, 100, 4)
        one = Opinion("one", Prediction(undecided), at, None, point)
        assert one.unknown
        assert t("result.none_of_seven") in sentence(t, one)
        for other in (replace(one, prediction=Prediction(decided)), replace(one, unknown_point=None)):
            assert not other.unknown
            assert t("result.none_of_seven") not in sentence(t, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_seven_diagnoses_to_consider_are_not_listed(language):
    t, one = texts(language), unsure(0.02, 0.6, 0.05)
    assert consider(t, one, DIAGNOSES) == t("result.consider_all")
    names = [t(f"diagnoses.{diagnosis}.name") for diagnosis in DIAGNOSES[:6]]
    assert ", ".join(names) in consider(t, one, DIAGNOSES[:6])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_jury_says_where_most_of_the_calm_find_another_cancer_possible(language):
    t, carcinoma, naevus = texts(language), unsure(0.02, 0.9, 0.1), unsure(0.02, 0.01, 0.1)
    most = agreement([unsure(0.9, 0.05, 0.5), carcinoma, carcinoma, naevus])
    assert (len(most.calm), most.other_cancer) == (3, 2)
    assert t("jury.other_cancer", count=2, calm=3) in agreement_words(t, most)
    few = agreement([carcinoma, naevus])
    assert t("jury.other_cancer", count=1, calm=2) not in agreement_words(t, few)

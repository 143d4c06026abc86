"""What the jury says of a case, and an answer that is made to be wrong."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.algorithms.contract import AlgorithmCard, Explanation, Prediction
from model.errors import UnknownAlgorithm
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.gallery import samples
from model.lesion.practice import EQUAL, default_practice, practices
from model.stage import advice
from model.stage.advice import advise, misleading
from model.trust.criteria import OF_SLUG, CriterionFinding, Word
from tests.photos import lesion
from tests.stand_ins import ANSWERING, StandIn, sheet, stand_in


class Table(StandIn):
    """Combines three stand-ins by their mean."""

    card = AlgorithmCard("committee", "committee", combines=True)
    shares = dict.fromkeys(ANSWERING, 0.5)

    def __init__(self):
        super().__init__(sheet("committee"))
        self.members = {slug: stand_in(slug)(sheet(slug)) for slug in ANSWERING}

    def combine(self, rows):
        return np.mean(list(rows.values()), axis=0)

    def mean_map(self, target, maps):
        return Explanation(target, maps[0][1].heat, float(len(maps)), 1.0)


def table(slug):
    if slug != "committee":
        raise UnknownAlgorithm(slug=slug, known="committee")
    return Table()


@given(
    arrays(np.float64, 7, elements=st.floats(0.001, 1)),
    st.sampled_from(DIAGNOSES),
    st.sampled_from([EQUAL, *practices().values()]),
)
def test_a_misleading_answer_has_the_same_figures_and_is_wrong_about_melanoma(row, truth, practice):
    own = Prediction(row / row.sum())
    found = misleading(own, truth, practice).in_practice(practice).probabilities
    stated = own.in_practice(practice).probabilities
    np.testing.assert_allclose(np.sort(found), np.sort(stated), atol=1e-9)
    extreme = stated.min() if truth is Diagnosis.MEL else stated.max()
    assert found[Diagnosis.MEL.column] == pytest.approx(extreme)


def test_the_jury_answers_with_its_votes_and_its_map():
    told = []
    found = advise(table, lesion(1), default_practice(), None, told.append)
    assert found.opinion(default_practice()).prediction is found.jury
    assert (found.suspicious, found.voters) == (2, 3)
    assert found.explanation.target is Diagnosis.MEL
    assert found.explanation.peak == 2, "the one that is explained by occlusion takes no part"
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)
    assert found.said(default_practice()).melanoma


@pytest.mark.parametrize("truth", [Diagnosis.MEL, Diagnosis.NV])
def test_who_misleads_is_explained_like_anybody_and_the_jury_is_kept_beside(truth):
    found = advise(table, lesion(1), default_practice(), truth)
    assert found.explanation.target is Diagnosis.MEL
    assert found.said(default_practice()).diagnosis is not truth
    assert found.said(default_practice()).melanoma is (truth is not Diagnosis.MEL)
    assert found.said(default_practice(), shown=False).diagnosis is found.opinion(default_practice(), shown=False).first


def test_the_committed_committee_says_here_what_it_says_on_the_jury_page(loaded):
    committee, photo = loaded("committee"), samples()[0].image()
    found = advise(loaded, photo, default_practice(), None)
    expected = committee.examine(photo, Diagnosis.MEL)
    np.testing.assert_allclose(found.jury.probabilities, expected.prediction.probabilities, atol=1e-6)
    np.testing.assert_allclose(found.explanation.heat, expected.explanation.heat, atol=1e-5)
    assert found.voters == len(committee.members)
    assert found.opinion(default_practice()).threshold == committee.sheet.operating_point.shown_in(default_practice())


def test_the_advice_has_the_words_of_the_probes(monkeypatch):
    seen = CriterionFinding(OF_SLUG["streaks"], 0.9, Word.SEEN, np.zeros((7, 7), np.float32), 0.0, 1.0)
    monkeypatch.setattr(advice, "criteria_on", lambda *given: (seen,))
    assert advise(table, lesion(1), default_practice(), None).words == {"streaks": Word.SEEN}
    monkeypatch.setattr(advice, "criteria_on", lambda *given: None)
    assert advise(table, lesion(1), default_practice(), None).words == {}

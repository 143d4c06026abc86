"""1,000 imagined patients: known values, the edges of prevalence, empty denominators, honest intervals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.evaluation.answers import answers_of
from model.evaluation.consultation import PATIENTS, Consultation, Outcomes, whole_numbers
from model.evaluation.decisions import net_benefit, ratio
from model.evaluation.intervals import Undefined
from model.evaluation.operating_point import AtThePoint, counted
from model.evaluation.tables import ImageTable
from model.lesion.practice import EQUAL, Practice, Threshold, practice_named

COUNTS = AtThePoint(melanomas=100, melanomas_above=90, others=500, others_below=400)


def test_the_outcomes_of_a_known_operating_point_are_those_worked_out_by_hand():
    found = Consultation(COUNTS, 0.1, 0.1)
    assert found.outcomes == Outcomes(found=90, missed=10, excised=180, left=720)
    assert found.ppv.value == pytest.approx(90 / 270)
    assert found.npv.value == pytest.approx(720 / 730)
    assert found.needed_to_excise.value == pytest.approx(3)
    assert found.net_benefit.value == pytest.approx(0.09 - 0.18 / 9)
    assert found.net_benefit_of_all == pytest.approx(0.1 - 0.9 / 9)


def test_at_the_share_of_melanomas_of_the_set_the_values_are_those_of_its_photos():
    random = np.random.default_rng(1)
    truth = np.eye(7)[random.integers(0, 7, 300)]
    rows = random.dirichlet(np.ones(7), 300)
    images = tuple(map(str, range(300)))
    tables = ImageTable(images, truth, "t"), ImageTable(images, rows, "p")
    share = float(truth[:, 0].mean())
    here = Practice("here", (share, *((1 - share) / 6,) * 6))
    point = Threshold(0.2, here)
    found = Consultation.at(counted(*tables, point), point)
    answers = answers_of(*tables, threshold=0.2, practice=here).at_point
    stated = type(answers)(answers.truth, answers.stated, practice=EQUAL)
    assert found.ppv.value == pytest.approx(ratio("ppv", stated, 0, 0.2).value)
    assert found.npv.value == pytest.approx(ratio("npv", stated, 0, 0.2).value)
    assert found.net_benefit.value == pytest.approx(net_benefit(stated, 0, 0.2).value)


def test_without_a_melanoma_among_the_patients_every_excision_is_needless():
    found = Consultation(COUNTS, 0.1, 0.0)
    assert found.outcomes == Outcomes(0, 0, 200, 800)
    assert (found.ppv.value, found.npv.value) == (0, 1)
    assert math.isnan(found.needed_to_excise.value)
    assert found.needed_to_excise.reason is Undefined.NONE_CALLED
    assert found.net_benefit.value < 0


def test_where_all_have_a_melanoma_no_excision_is_needless():
    found = Consultation(COUNTS, 0.1, 1.0)
    assert found.outcomes == Outcomes(900, 100, 0, 0)
    assert (found.ppv.value, found.npv.value, found.needed_to_excise.value) == (1, 0, 1)


def test_a_threshold_that_nobody_reaches_has_no_ppv_and_one_that_all_reach_no_npv():
    nobody = Consultation(AtThePoint(100, 0, 500, 500), 0.9, 0.1)
    everybody = Consultation(AtThePoint(100, 100, 500, 0), 0.01, 0.1)
    assert nobody.ppv.reason is Undefined.NONE_CALLED
    assert nobody.needed_to_excise.reason is Undefined.NONE_CALLED
    assert nobody.npv.value == pytest.approx(0.9)
    assert nobody.net_benefit.value == 0
    assert everybody.npv.reason is Undefined.ALL_CALLED
    assert everybody.needed_to_excise.value == pytest.approx(10)
    assert everybody.net_benefit.value == pytest.approx(everybody.net_benefit_of_all)


def test_a_set_without_melanomas_or_without_other_lesions_says_nothing():
    without = Consultation(AtThePoint(0, 0, 500, 400), 0.1, 0.1)
    alone = Consultation(AtThePoint(100, 90, 0, 0), 0.1, 0.1)
    assert without.outcomes is None
    assert without.npv.reason is Undefined.NO_POSITIVE
    assert alone.outcomes is None
    assert alone.ppv.reason is Undefined.NO_NEGATIVE


def test_a_threshold_of_one_has_no_net_benefit():
    found = Consultation(COUNTS, 1.0, 0.1)
    assert found.net_benefit.reason is Undefined.NO_THRESHOLD
    assert math.isnan(found.net_benefit_of_all)


def test_the_interval_of_the_predictive_value_is_that_of_the_delta_method_on_many_photos():
    counts = AtThePoint(40_000, 36_000, 200_000, 160_000)
    found = Consultation(counts, 0.1, 0.1).ppv
    variance = (1 - 0.9) / (0.9 * 40_000) + 0.8 / (0.2 * 200_000)  # Mercaldo et al. 2007, doi:10.1002/sim.2677
    logit = math.log(found.value / (1 - found.value))
    low, high = (1 / (1 + math.exp(-(logit + side * 1.96 * math.sqrt(variance)))) for side in (-1, 1))
    assert found.low == pytest.approx(low, abs=2e-4)
    assert found.high == pytest.approx(high, abs=2e-4)


@given(st.integers(0, 50), st.integers(0, 50), st.sampled_from([0.0, 0.01, 0.1, 0.4, 1.0]))
def test_every_interval_holds_its_value_and_the_outcomes_add_up(above, below, prevalence):
    found = Consultation(AtThePoint(50, above, 50, below), 0.05, prevalence)
    parts = found.outcomes
    assert parts is not None
    assert parts.found + parts.missed + parts.excised + parts.left == PATIENTS
    assert min(parts.found, parts.missed, parts.excised, parts.left) >= 0
    for score in (found.ppv, found.npv, found.needed_to_excise, found.net_benefit):
        assert score.reason is not None or score.low <= score.value <= score.high


def test_the_same_counts_give_the_same_interval_each_time():
    assert Consultation(COUNTS, 0.1, 0.1).ppv == Consultation(COUNTS, 0.1, 0.1).ppv


def test_whole_numbers_add_up_and_are_off_by_less_than_one():
    shares = (1 / 3, 1 / 3, 1 / 3, 0.0)
    found = whole_numbers(shares, 1000)
    assert sum(found) == 1000
    assert all(abs(number - 1000 * share) < 1 for number, share in zip(found, shares, strict=True))


def test_the_practice_of_the_threshold_is_that_of_the_patients():
    screening = practice_named("screening")
    assert Consultation.at(COUNTS, Threshold(0.01, screening)).prevalence == 0.01

"""Prediction sets: the promise is kept for each diagnosis, and what is shown is what was promised."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mapie.classification import SplitConformalClassifier
from sklearn.base import BaseEstimator, ClassifierMixin

from model.algorithms import catalogue
from model.algorithms.contract import Prediction
from model.algorithms.weights import read_sheet
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.tables import ImageTable, read_table
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.practice import default_practice, in_practice, practices
from model.settings import ROOT, settings
from model.studies import measured
from model.trust.characteristic import read
from model.trust.coverage import counted, is_kept
from model.trust.sets import COVERAGES, in_the_sets, level, levels_of, prediction_set


def drawn(count, seed, sharpness=2.0):
    """Probabilities, and diagnoses drawn from them."""
    random = np.random.default_rng(seed)
    logits = sharpness * random.normal(size=(count, 7))
    rows = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    return rows, (rows.cumsum(1) > random.random((count, 1))).argmax(1)


class Frozen(ClassifierMixin, BaseEstimator):
    """A classifier whose features are its probabilities."""

    def fit(self, rows, targets):
        self.classes_ = np.arange(7)
        return self

    def predict(self, rows):
        return rows.argmax(1)

    def predict_proba(self, rows):
        return rows


@pytest.mark.filterwarnings("ignore:WARNING. your conformalization dataset has less labels")  # one, on purpose
@pytest.mark.parametrize("coverage", COVERAGES)
@pytest.mark.parametrize("diagnosis", [Diagnosis.MEL, Diagnosis.DF])
def test_the_level_of_a_diagnosis_is_that_of_mapie_on_its_photos_alone(coverage, diagnosis):
    rows, targets = drawn(3000, 4)
    further, _ = drawn(500, 5)
    stated = in_practice(rows, default_practice().frequencies)
    own = targets == diagnosis.column
    known = Frozen().fit(rows, targets)
    reference = SplitConformalClassifier(known, confidence_level=coverage, conformity_score="lac", prefit=True)
    reference.conformalize(stated[own], targets[own])
    inside = reference.predict_set(in_practice(further, default_practice().frequencies))[1][:, diagnosis.column, 0]
    ours = in_the_sets(further, levels_of(rows, targets), coverage)[:, diagnosis.column]
    np.testing.assert_array_equal(ours, inside)


@pytest.mark.parametrize("coverage", COVERAGES)
def test_every_diagnosis_is_covered_as_promised_however_frequent_it_is(coverage):
    levels = levels_of(*drawn(20_000, 1))
    rows, targets = drawn(20_000, 2)
    frequent = np.where(targets == Diagnosis.MEL.column, 1.0, 0.1)
    kept = np.random.default_rng(3).random(len(targets)) < frequent  # ten times as many melanomas as before
    inside = in_the_sets(rows[kept], levels, coverage)[np.arange(kept.sum()), targets[kept]]
    assert coverage - 0.01 < inside.mean() < coverage + 0.03  # the leader is always in, so a little more than promised
    for diagnosis in DIAGNOSES:
        assert inside[targets[kept] == diagnosis.column].mean() > coverage - 0.045


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60), st.sampled_from(COVERAGES))
def test_no_more_than_the_promised_share_lies_below_the_level(probabilities, coverage):
    found = level(np.array(probabilities), coverage)
    below = sum(one < found for one in probabilities)
    assert below <= (1 - coverage) * (len(probabilities) + 1)


def test_where_photos_are_too_few_to_promise_a_diagnosis_is_always_in():
    assert level(np.full(8, 0.9), 0.9) == 0
    assert level(np.full(9, 0.9), 0.9) == 0.9
    assert level(np.full(18, 0.9), 0.95) == 0
    assert level(np.full(19, 0.9), 0.95) == 0.9
    assert level(np.array([]), 0.9) == 0


def test_a_set_begins_with_the_most_probable_and_holds_it_below_its_level():
    levels = {"90": {str(d): 0.2 for d in DIAGNOSES}, "95": {str(d): 0.99 for d in DIAGNOSES}}
    unsure = np.array([0.5, 0.3, 0.2, 0, 0, 0, 0])
    assert prediction_set(Prediction(unsure), levels, 0.95) == (Diagnosis.NV,)
    sure = np.array([0.6, 0.4, 0, 0, 0, 0, 0])
    assert prediction_set(Prediction(sure), levels, 0.9) == (Diagnosis.NV,)
    surer = np.array([0.95, 0.05, 0, 0, 0, 0, 0])
    assert prediction_set(Prediction(surer), levels, 0.9) == (Diagnosis.MEL, Diagnosis.NV)


def test_a_set_also_holds_the_most_probable_of_the_practice_that_is_shown():
    levels = {"90": {str(d): 0.99 for d in DIAGNOSES}}
    row = Prediction(np.array([0.85, 0.15, 0, 0, 0, 0, 0]))
    assert row.in_practice(default_practice()).first is Diagnosis.NV
    assert prediction_set(row, levels, 0.9) == (Diagnosis.NV,)
    assert prediction_set(row, levels, 0.9, practices()["tumour_centre"]) == (Diagnosis.MEL, Diagnosis.NV)


@pytest.mark.parametrize("practice", practices().values(), ids=lambda practice: practice.slug)
@pytest.mark.parametrize("coverage", COVERAGES)
def test_the_set_of_every_committed_answer_holds_its_leader(coverage, practice):
    tables = [path for path in BENCHMARK.glob("*/*.csv") if path.parent.name != "truth"]
    assert len(tables) >= 3 * len(catalogue.slugs())
    for path in tables:
        rows = read_table(path).values
        inside = in_the_sets(rows, read_sheet(settings().weights, path.stem).sets, coverage, practice)
        leaders = in_practice(rows, practice.frequencies).argmax(1)
        assert inside[np.arange(len(rows)), leaders].all(), path


def test_what_came_of_a_promise_is_counted():
    rows = np.zeros((4, 7))
    rows[:, 0], rows[:, 1] = [0.99, 0.99, 0.01, 0.01], [0.01, 0.01, 0.99, 0.99]
    truth = np.eye(7)[[0, 1, 0, 1]]
    images = ("a", "b", "c", "d")
    levels = {"90": {str(d): 0.5 for d in DIAGNOSES}}
    found = counted(ImageTable(images, truth, "t"), ImageTable(images, rows, "p"), levels, 0.9)
    assert found.of_all.value == 0.5
    assert found.of_melanomas.value == 0.5
    assert found.size.value == 1
    assert int(found.melanoma.sum()) == 2


def test_two_points_are_counted_as_they_are_written():
    assert is_kept(0.88, 0.9)
    assert is_kept(0.97, 0.9)
    assert not is_kept(0.8794, 0.9)


def test_every_algorithm_has_levels_in_its_sheet():
    for slug in catalogue.slugs():
        sets = read_sheet(settings().weights, slug).sets
        assert set(sets) == {"90", "95"}
        assert all(sets["95"][d] <= sets["90"][d] for d in map(str, DIAGNOSES))


def test_the_committed_figures_are_those_of_the_committed_tables_and_sheets():
    found = measured("sets", ROOT, lambda *_: None)
    kept = {(row.measure, row.of): row for row in read("sets")}
    assert {(row.measure, row.of) for row in found} == set(kept)
    for row in found:
        assert kept[row.measure, row.of].value == pytest.approx(row.value, abs=1e-5)

"""Every score of a committed table of each set, and of tables with ties and degenerate classes, against references."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from model.evaluation.answers import answers_of
from model.evaluation.metrics import METRICS, class_metrics
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.sets import SETS
from model.evaluation.tables import read_table
from model.lesion.practice import default_practice
from tests.evaluation.examples import EXAMPLES
from tests.evaluation.references import (
    by_scikit_learn,
    by_the_challenge,
    decision_by_the_challenge,
    of_class_by_scikit_learn,
)

COMMITTED = sorted(f"{name}/{path.stem}" for name in SETS for path in (BENCHMARK / name).glob("*.csv"))
ALL = [*EXAMPLES, *(next(table for table in COMMITTED if table.startswith(f"{name}/")) for name in SETS)]
"""The examples have what is rare; one committed table of each set has the size and the diagnoses of all of them."""
ABOVE_A_HALF = float(np.nextafter(0.5, 1))


@cache
def answers(name):
    if name in EXAMPLES:
        return EXAMPLES[name]
    truth = read_table(BENCHMARK / "truth" / f"{name.partition('/')[0]}.csv")
    table = read_table(BENCHMARK / f"{name}.csv")
    return answers_of(truth, table, threshold=0.1, practice=default_practice())


@cache
def reference(name):
    return by_scikit_learn(answers(name))


def ours(metrics, of, names):
    return {name: metrics[name].value(of).value for name in names}


def test_there_are_committed_tables_of_every_set():
    assert {name.partition("/")[0] for name in COMMITTED} == set(SETS)


@pytest.mark.parametrize("name", ALL)
def test_every_score_is_that_of_scikit_learn(name):
    expected = reference(name)
    assert ours(METRICS, answers(name), expected) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", ALL)
def test_every_score_of_a_class_is_that_of_scikit_learn(name):
    for column in range(len(answers(name).classes)):
        expected = of_class_by_scikit_learn(answers(name), column)
        assert ours(class_metrics(column), answers(name), expected) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", ALL)
def test_every_score_is_that_of_the_isic_challenge(name):
    expected = by_the_challenge(answers(name))
    assert ours(METRICS, answers(name), expected) == pytest.approx(expected, abs=1e-6)
    at_a_half = replace(answers(name), threshold=ABOVE_A_HALF, threshold_practice=None)
    expected = decision_by_the_challenge(at_a_half)
    assert ours(METRICS, at_a_half, expected) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("name", ALL)
def test_what_the_references_leave_undefined_has_a_reason_and_no_value(name):
    of = answers(name)
    defined = reference(name)
    for metric in METRICS.values():
        found = metric.value(of)
        assert math.isnan(found.value) == (found.reason is not None)
        assert (found.reason is None) == (metric.name in defined), metric.name
    for column in range(len(of.classes)):
        defined = of_class_by_scikit_learn(of, column)
        found = {name: metric.value(of) for name, metric in class_metrics(column).items()}
        assert {name for name, value in found.items() if value.reason is None} == set(defined)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_proportion_is_the_value_of_its_score(name):
    of = answers(name)
    metrics = [*METRICS.values(), *(m for column in range(len(of.classes)) for m in class_metrics(column).values())]
    checked = 0
    for metric in metrics:
        value = metric.value(of)
        if metric.proportion is not None and value.reason is None:
            hits, total = metric.proportion(of)
            assert hits / total == pytest.approx(value.value, abs=1e-12)
            checked += 1
    assert checked > 5

"""Facts about patients, scores of groups, and the images that are worth talking about."""

from __future__ import annotations

import csv
import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from model.evaluation.benchmark import Benchmark, SetTables
from model.evaluation.detection import auc
from model.evaluation.duel import duel_of
from model.evaluation.evaluation import score_benchmark
from model.evaluation.facts import Facts, read_facts, write_facts
from model.evaluation.operating_point import BENCHMARK
from model.evaluation.resampling import ENDS
from model.evaluation.scored_images import all_fail, disagreement, most_disputed, only_one_right
from model.evaluation.subgroups import groups, subgroup_scores
from model.evaluation.tables import read_table
from model.lesion.practice import EQUAL, Threshold
from model.table_errors import TableColumns, TableNoNumber
from tests.evaluation.examples import COLUMNS, probabilities_for

IMAGES = tuple(f"image {index}" for index in range(len(COLUMNS)))
TABLES = SetTables(
    "day1",
    IMAGES,
    COLUMNS,
    ("one", "two"),
    np.array([probabilities_for(COLUMNS, 2.0, 1), probabilities_for(COLUMNS, 1.0, 2)]),
    {"one": Threshold(0.3, EQUAL)},
)
FACTS = tuple(
    Facts(image, (25, 45, 65, None)[n % 4], ("female", "male")[n % 2], "back" if n < 140 else None, None)
    for n, image in enumerate(IMAGES)
)


def test_the_committed_facts_are_those_of_the_images_of_day_1_and_say_nothing_else():
    truth = read_table(BENCHMARK / "truth" / "day1.csv")
    found = read_facts()
    assert tuple(of.image for of in found) == truth.images
    assert len({of.lesion for of in found}) == len(found)
    assert {of.sex for of in found} == {"female", "male", None}
    assert all(of.age is None or 0 <= of.age <= 90 for of in found)
    assert read_facts(day="day2") == ()


def test_facts_that_are_written_are_read_again(tmp_path):
    (tmp_path / "truth").mkdir()
    facts = (Facts("a", 0, "male", "lower extremity", "HAM_1"), Facts("b"))
    write_facts(tmp_path, "day1", facts)
    assert read_facts(tmp_path) == facts
    rows = list(csv.reader((tmp_path / "truth" / "day1-facts.csv").read_text().splitlines()))
    assert rows == [
        ["image", "age", "sex", "site", "lesion"],
        ["a", "0", "male", "lower extremity", "HAM_1"],
        ["b"] + [""] * 4,
    ]


@pytest.mark.parametrize(
    ("text", "cls"),
    [("image,sex\n", TableColumns), ("", TableColumns), ("image,age,sex,site,lesion\na,old,,,\n", TableNoNumber)],
)
def test_facts_that_cannot_be_read_are_refused(tmp_path, text, cls):
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "day1-facts.csv").write_text(text)
    with pytest.raises(cls):
        read_facts(tmp_path)


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "under_40"), (39, "under_40"), (40, "40_to_59"), (59, "40_to_59"), (60, "60_and_over"), (None, "unknown")],
)
def test_ages_lie_in_bands(age, band):
    assert Facts("a", age).age_band == band


def test_groups_are_ordered_and_hold_every_image_once():
    for kind, names in {"age": ["under_40", "40_to_59", "60_and_over", "unknown"], "site": ["back", "unknown"]}.items():
        found = groups(FACTS, kind)
        assert list(found) == names
        assert np.sum(list(found.values()), axis=0).tolist() == [1] * len(IMAGES)


def test_the_largest_site_comes_first():
    facts = [Facts(str(n), site=site) for n, site in enumerate(["hand", "back", "back", None, None, None])]
    assert list(groups(tuple(facts), "site")) == ["back", "hand", "unknown"]


def test_the_score_of_a_group_is_that_of_its_images():
    found = subgroup_scores(TABLES, "one", FACTS[::-1], resamples=50)
    assert [(of.kind, of.group) for of in found][:4] == [
        ("age", "under_40"),
        ("age", "40_to_59"),
        ("age", "60_and_over"),
        ("age", "unknown"),
    ]
    female = next(of for of in found if of.group == "female")
    members = np.arange(len(IMAGES)) % 2 == 0
    assert female.images == members.sum()
    assert female.melanomas == (COLUMNS[members] == 0).sum()
    assert female.score.value == auc(TABLES.answers("one").of(members), 0).value
    assert female.score.low < female.score.value < female.score.high


def test_small_groups_are_marked_and_one_without_melanoma_has_a_reason_in_place_of_a_score():
    found = {(of.kind, of.group): of for of in subgroup_scores(TABLES, "two", FACTS, resamples=20)}
    assert found["site", "unknown"].images == 6
    assert found["site", "unknown"].small
    assert not found["site", "back"].small
    nobody = subgroup_scores(TABLES, "two", (Facts(IMAGES[int(np.flatnonzero(COLUMNS == 1)[0])], 30),), resamples=20)
    young = next(of for of in nobody if of.group == "under_40")
    assert (young.images, young.melanomas, young.small) == (1, 0, True)
    assert math.isnan(young.score.value)
    assert young.score.reason == "no_positive"


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 7))
def test_two_distributions_disagree_as_scipy_has_it(seed, classes):
    rows = np.random.default_rng(seed).dirichlet(np.full(classes, 0.4), (2, 5))
    expected = [jensenshannon(rows[0, n], rows[1, n], base=2) ** 2 for n in range(5)]
    np.testing.assert_allclose(disagreement(rows), expected, atol=1e-12)


def test_disagreement_is_1_where_all_are_sure_of_different_things_and_0_where_all_say_the_same():
    assert disagreement(np.eye(3)[:, None, :]).tolist() == pytest.approx([1])
    assert disagreement(np.tile([0.2, 0.3, 0.5], (4, 2, 1))).tolist() == pytest.approx([0, 0], abs=1e-12)
    assert disagreement(np.eye(3)[:1, None, :]).tolist() == [0]
    assert disagreement(np.zeros((2, 1, 3))).tolist() == pytest.approx([0], abs=1e-12)


def test_the_most_disputed_images_come_first_with_every_answer():
    found = most_disputed(TABLES, 5)
    assert len(found) == 5
    values = [case.disagreement for case in found]
    assert values == sorted(values, reverse=True)
    assert values[0] == pytest.approx(disagreement(TABLES.probabilities).max())
    at = IMAGES.index(found[0].image)
    np.testing.assert_array_equal(found[0].probabilities["two"], TABLES.answers("two").stated[at])
    assert found[0].diagnosis == ("MEL", "NV", "BCC", "AKIEC", "BKL", "DF", "VASC")[COLUMNS[at]]
    assert found[0].image in found[0].address


def test_all_fail_names_the_images_that_nobody_calls_right():
    right = (TABLES.probabilities.argmax(2) == COLUMNS).any(0)
    found = all_fail(TABLES)
    assert {case.image for case in found} == {
        image for image, is_right in zip(IMAGES, right, strict=True) if not is_right
    }
    assert all(case.right == 0 and case.diagnosis not in case.calls.values() for case in found)
    places = [IMAGES.index(case.image) for case in found]
    given = [TABLES.probabilities[:, at, COLUMNS[at]].mean() for at in places]  # equal frequencies, as the calls are
    assert given == sorted(given)


def test_a_duel_counts_who_is_right_where_and_shows_those_photos():
    of = score_benchmark(Benchmark({"day1": TABLES}, ()), 50)
    duel = duel_of(of, "day1", ("two", "one"))
    one, two = (rows.argmax(1) == COLUMNS for rows in TABLES.probabilities)
    assert duel.counts(True, False)[0] == (two & ~one).sum()
    assert duel.counts(False, True) == ((one & ~two).sum(), (one & ~two & (COLUMNS == 0)).sum())
    assert sum(duel.counts(*sides)[0] for sides in product((True, False), repeat=2)) == len(IMAGES)
    found = only_one_right(duel, False)
    assert {photo.image for photo in found} == {IMAGES[at] for at in np.flatnonzero(one & ~two)}
    assert all(set(photo.calls) == {"one", "two"} and photo.calls["one"] == photo.diagnosis for photo in found)
    difference = duel.differences["balanced_accuracy"]
    scores = of.scores["day1"]
    gap = [scores[slug].overall["balanced_accuracy"].value for slug in ("two", "one")]
    assert difference.value == pytest.approx(gap[0] - gap[1])
    drawn = scores["two"].resampled["balanced_accuracy"] - scores["one"].resampled["balanced_accuracy"]
    assert (difference.low, difference.high) == pytest.approx(tuple(np.quantile(drawn, ENDS)))


def test_tables_of_some_algorithms_keep_their_answers():
    some = TABLES.only(["two", "nobody"])
    assert some.slugs == ("two",)
    np.testing.assert_array_equal(some.probabilities[0], TABLES.probabilities[1])


def test_without_algorithms_nobody_fails_and_nobody_disagrees():
    empty = SetTables("day1", IMAGES, COLUMNS, (), np.empty((0, len(IMAGES), 7)), {})
    assert all_fail(empty) == ()
    assert all(case.disagreement == 0 for case in most_disputed(empty, 2))


def test_an_undecided_algorithm_has_no_call():
    tables = SetTables("day1", ("a",), np.array([0]), ("one",), np.full((1, 1, 7), 1 / 7), {})
    assert most_disputed(tables)[0].calls == {"one": None}

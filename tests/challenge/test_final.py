"""The final ranking: the measured score and the jury, each by its weight, with the uncertainty of both."""

from __future__ import annotations

import math

import numpy as np
import pytest

from model.challenge.board import joined, measured, phase_rule, read_board, read_table_of
from model.challenge.definition import read_definition
from model.challenge.final import final_ranking, jury_points
from model.challenge_errors import EntryOfOtherSet
from model.evaluation.qi import qi_of
from model.evaluation.sets import DAYS
from model.evaluation.tables import ImageTable, table_text
from model.table_errors import TableColumns

SMALL = "urology"


@pytest.fixture(scope="module")
def definition():
    return read_definition(SMALL)


@pytest.fixture(scope="module")
def board(definition):
    """The committed tables, and two teams: one nearly always right, one as good as the best of the methods."""
    committed = read_board(definition)
    right, alike = {}, {}
    for day in DAYS:
        tables = committed.evaluation.benchmark.sets[day]
        called = (tables.truth + (np.arange(len(tables.truth)) % 10 == 0)) % 4  # each tenth photo is wrong
        hits = np.eye(len(definition.classes))[called] * 0.6 + 0.1
        right[day] = ImageTable(tables.images, hits, "right.csv")
        alike[day] = ImageTable(tables.images, tables.answers("colour_and_edges").probabilities, "alike.csv")
    return joined(committed, {"team-1": right, "team-2": alike})


def given(definition, *points):
    return {f"juror {at}": {one.slug: value for one in definition.criteria} for at, value in enumerate(points)}


def test_the_better_score_wins_with_an_equal_jury(definition, board):
    places = final_ranking(
        definition, board.evaluation, {"team-1": given(definition, 6, 7), "team-2": given(definition, 7, 6)}
    )
    assert [(place.slug, place.rank) for place in places] == [("team-1", 1), ("team-2", 2)]
    first = places[0]
    share = definition.jury_weight
    assert first.joined == pytest.approx((1 - share) * first.qi + share * 0.65)
    assert first.low <= first.joined <= first.high
    assert first.first > 0.99


def test_a_jury_can_turn_the_ranking_and_says_how_sure(definition, board):
    points = {"team-1": given(definition, 2, 3, 1), "team-2": given(definition, 10, 10, 9)}
    decided = definition.model_copy(update={"jury_weight": 0.8})
    places = final_ranking(decided, board.evaluation, points)
    assert places[0].slug == "team-2"
    assert sum(place.first for place in places) == pytest.approx(1)


def test_criteria_count_by_their_weights_and_a_juror_who_left_one_out_does_not(definition):
    names = [criterion.slug for criterion in definition.criteria]
    weights = np.array([criterion.weight for criterion in definition.criteria])
    points = {"a": dict(zip(names, range(len(names)), strict=True)), "b": {names[0]: 10.0}}
    assert jury_points(definition, points) == pytest.approx([(weights * range(len(names))).sum() / weights.sum()])


def test_a_team_without_a_juror_has_no_rank_and_stays_on_the_list(definition, board):
    places = final_ranking(definition, board.evaluation, {"team-1": given(definition, 5), "team-2": {}})
    assert [(place.slug, place.rank) for place in places] == [("team-1", 1), ("team-2", None)]
    assert math.isnan(places[1].joined)
    assert final_ranking(definition, board.evaluation, {}) == ()


def test_an_entry_gets_every_score_and_a_rank_of_its_phase(definition, board):
    found = measured(definition, board.evaluation, "team-1", "day1")
    assert found.standing.rank == 1
    assert found.number == 5
    assert found.standing.qi.low < found.standing.qi.value <= found.standing.qi.high
    assert found.scores["balanced_accuracy"].value == pytest.approx(
        qi_of(board.evaluation, phase_rule(definition, "day1"), ["team-1"])[0]
    )
    alike = measured(definition, board.evaluation, "team-2", "day1")
    assert alike.standing.qi.value == board.evaluation.score("day1", "colour_and_edges", "balanced_accuracy").value


def test_a_table_of_another_phase_or_of_other_classes_is_refused(definition, board):
    benchmark = board.evaluation.benchmark
    tables = benchmark.sets["day2"]
    text = table_text(tables.images, tables.answers("mean_colour").probabilities, definition.terms.classes)
    assert read_table_of(text.encode(), "mine.csv", benchmark, "day2").images == tables.images
    with pytest.raises(EntryOfOtherSet) as raised:
        read_table_of(text.encode(), "mine.csv", benchmark, "day1")
    assert raised.value.data == {"file": "mine.csv", "set": "day2", "expected": "day1"}
    with pytest.raises(TableColumns):
        read_table_of(text.replace("PAP", "MEL").encode(), "mine.csv", benchmark, "day2")

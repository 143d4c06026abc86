"""The deal of a game: one code, one order, no photo twice, melanomas enough to speak of."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import samples
from model.stage.deal import ALPHABET, LENGTH, NUMBERS, SEEDS, SOURCES, Deal

DEALS = st.builds(
    Deal,
    *(st.integers(0, SEEDS - 1), st.sampled_from(NUMBERS), st.sampled_from(SOURCES)),
    *(st.booleans(), st.booleans(), st.booleans()),
)


@given(DEALS)
def test_a_code_gives_its_deal_again(deal):
    assert len(deal.code) == LENGTH
    assert Deal.of(deal.code) == deal


def test_a_code_from_before_the_checklist_stays_valid():
    assert Deal(77, 20, "case", timed=False, misled=True).code == "cevgyvh"
    assert Deal.of("cevgyvh") == Deal(77, 20, "case", timed=False, misled=True)


@given(st.text(max_size=9) | st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_whatever_is_no_code_has_no_deal(code):
    deal = Deal.of(code)
    assert deal is None or deal.code == code


@given(DEALS)
def test_the_code_does_not_show_who_speaks(deal):
    other = replace(deal, misled=not deal.misled)
    assert sum(a != b for a, b in zip(deal.code, other.code, strict=True)) >= 1
    assert deal.code[-1] == other.code[-1]


def test_the_same_deal_gives_the_same_order_however_the_table_lists_its_cases(cases):
    deal, found = Deal(3, 20), cases()
    shuffled = random.Random(1).sample(found, len(found))
    assert deal.deck(found) == deal.deck(shuffled)
    assert deal.deck(found) != Deal(4, 20).deck(found)


@pytest.mark.parametrize(("number", "melanomas", "others", "dealt", "of_them"), [
    (10, 4, 18, 10, 3), (20, 4, 18, 20, 4), (30, 4, 18, 22, 4), (10, 40, 2, 10, 8), (20, 0, 30, 20, 0),
    (10, 0, 0, 0, 0), (10, 3, 0, 3, 3),
])  # fmt: skip
def test_three_in_ten_are_melanomas_as_far_as_there_are_enough(cases, number, melanomas, others, dealt, of_them):
    deck = Deal(7, number).deck(cases(melanomas, others))
    assert len(deck) == dealt
    assert sum(case.diagnosis is Diagnosis.MEL for case in deck) == of_them


def test_a_photo_that_lies_there_twice_is_dealt_once(cases):
    found = cases(2, 8)
    for twin, case in zip(found[5:], found, strict=False):
        twin.path.write_bytes(case.path.read_bytes())
    deck = Deal(1).deck(found)
    assert len(deck) == len({case.path.read_bytes() for case in deck}) == 5


def test_all_samples_are_dealt_where_more_are_asked_for():
    assert len(Deal(1, 30).deck(samples())) == 22


@given(DEALS, st.integers(0, 30))
def test_who_misleads_speaks_in_a_third_of_the_cases_and_only_where_asked_for(deal, number):
    places = deal.misled_places(number)
    assert places <= set(range(number))
    assert len(places) == (max(1, round(number / 3)) if deal.misled and number else 0)
    assert places == deal.misled_places(number)

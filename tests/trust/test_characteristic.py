"""The figures of the checks: written, read again, and there for every check."""

from __future__ import annotations

import math

import pytest

from model.studies import STUDIES
from model.trust.characteristic import Characteristic, read, renewed, write


def test_what_is_written_is_read_again(tmp_path):
    rows = (
        Characteristic("auroc", "everyday photographs", 200, 0.991234, 0.98, 0.997),
        Characteristic("k", "x", 1, 3.0),
    )
    write("gate", rows, tmp_path)
    assert read("gate", tmp_path) == rows
    assert read("another", tmp_path) == ()


def test_rows_of_some_algorithms_take_the_place_of_the_old_ones_and_new_ones_follow(tmp_path):
    one, other, new = (Characteristic("map_passes", f"{slug} day2", 12, 0.5) for slug in ("a", "b", "c"))
    write("faithfulness", [one, other], tmp_path)
    again = Characteristic("map_passes", "a day2", 40, 0.7)
    assert renewed("faithfulness", [new, again], tmp_path) == [again, other, new]


@pytest.mark.parametrize("check", STUDIES)
def test_every_check_has_its_figures(check):
    rows = read(check)
    assert rows
    for row in rows:
        if row.n == 0:  # nothing of the kind was ever said
            assert math.isnan(row.value)
            continue
        assert row.low is None or row.low <= row.value <= row.high

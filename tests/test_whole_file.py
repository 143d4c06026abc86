"""A file is written in one piece, or the earlier one stays."""

from __future__ import annotations

import pytest

from model.whole_file import whole_file


def test_a_complete_file_takes_the_place_of_the_earlier_one(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("old")
    with whole_file(path) as beside:
        beside.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_after_an_error_the_earlier_file_stays_and_nothing_lies_beside_it(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("old")

    def fail():
        with whole_file(path) as beside:
            beside.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]

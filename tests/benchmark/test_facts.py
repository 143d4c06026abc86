"""The facts of a scoring set are written beside its truth, where anything is known."""

from __future__ import annotations

import pytest

from model.benchmark.phases import write_truth
from model.evaluation.facts import Facts, read_facts
from model.evaluation.tables import read_table

HEADER = "image_id,lesion_id,diagnosis,confirmed_by,age,sex,site,archive,mask_archive,role,fold"


@pytest.fixture
def data(tmp_path):
    rows = [
        "A,HAM_1,mel,histo,45.0,male,lower extremity,a.zip,,day1,0",
        "B,HAM_2,nv,follow_up,,,,a.zip,,day1,0",
        "C,HAM_3,df,histo,50.0,male,back,a.zip,,train,1",
        "D,,nv,,,,,b.zip,,day2,",
    ]
    (tmp_path / "manifest.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    return tmp_path


def test_the_facts_of_day_1_hold_what_is_known_and_nothing_else(data, tmp_path):
    write_truth(data, "day1", tmp_path)
    assert read_facts(tmp_path) == (Facts("A", 45, "male", "lower extremity", "HAM_1"), Facts("B", lesion="HAM_2"))
    assert read_table(tmp_path / "truth" / "day1.csv").images == ("A", "B")


def test_a_set_of_which_nothing_is_known_has_no_facts(data, tmp_path):
    write_truth(data, "day2", tmp_path)
    assert [path.name for path in (tmp_path / "truth").iterdir()] == ["day2.csv"]
    assert read_facts(tmp_path, "day2") == ()

"""Where one algorithm is wrong alone, right alone, and where all are wrong."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from model.evaluation.hard_photos import KINDS, MISSED_BY_ALL, RIGHT_ALONE, WRONG_ALONE, hard_photos
from model.evaluation.tables import HEADER
from model.lesion.diagnosis import Diagnosis
from model.table_errors import TableMissing

MEL, NV, BCC = Diagnosis.MEL, Diagnosis.NV, Diagnosis.BCC
TIE = np.full(7, 1 / 7)


def sure(diagnosis, certainty=0.9):
    row = np.full(7, (1 - certainty) / 6)
    row[diagnosis.column] = certainty
    return row


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        table = [
            [f"{path.parent.name if path.parent.name != 'truth' else path.stem}-{n}", *row]
            for n, row in enumerate(rows)
        ]
        csv.writer(file).writerows([HEADER, *table])


@pytest.fixture
def tables(tmp_path):
    """Two sets of five melanomas; on the second all are right."""
    for name in ("day2", "elsewhere"):
        write(tmp_path / "truth" / f"{name}.csv", [np.eye(7)[MEL.column]] * 5)
        for slug in ("one", "two", "three"):
            write(tmp_path / name / f"{slug}.csv", [sure(MEL)] * 5)
    write(tmp_path / "day2" / "one.csv", [sure(NV, 0.6), sure(MEL), sure(NV, 0.7), sure(NV, 0.8), TIE])
    write(tmp_path / "day2" / "two.csv", [sure(MEL), sure(BCC), sure(BCC), sure(MEL), sure(MEL)])
    write(tmp_path / "day2" / "three.csv", [sure(MEL), sure(BCC), sure(NV), sure(NV), sure(MEL)])
    return tmp_path


def names(photos):
    return [photo.image for photo in photos]


def test_each_photo_is_of_one_kind_or_none_and_a_tie_is_wrong(tables):
    found = hard_photos("one", ("two", "three"), folder=tables)
    assert tuple(found) == KINDS
    assert names(found[WRONG_ALONE]) == ["day2-0", "day2-4"]
    assert names(found[RIGHT_ALONE]) == ["day2-1"]
    assert names(found[MISSED_BY_ALL]) == ["day2-2"]
    (missed,) = found[MISSED_BY_ALL]
    assert (missed.truth, missed.answer, missed.certainty) == (MEL, NV, pytest.approx(0.7))


def test_the_most_certain_comes_first_and_a_missing_table_is_an_error(tables):
    write(tables / "day2" / "two.csv", [sure(MEL)] * 5)
    write(tables / "day2" / "three.csv", [sure(MEL)] * 5)
    assert names(hard_photos("one", ("two", "three"), folder=tables)[WRONG_ALONE]) == [
        "day2-3",
        "day2-2",
        "day2-0",
        "day2-4",
    ]
    (tables / "elsewhere" / "two.csv").unlink()
    with pytest.raises(TableMissing, match="two"):
        hard_photos("one", ("two", "three"), folder=tables)

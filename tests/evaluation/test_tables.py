"""Tables in the format of the ISIC challenge: what is written can be read, what is refused is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.evaluation.tables import ImageTable, read_table, write_table
from model.table_errors import (
    TableColumns,
    TableEmpty,
    TableError,
    TableIsFolder,
    TableMissing,
    TableMissingImages,
    TableNoNumber,
    TableNotCsv,
    TableNotUtf8,
    TableOtherImages,
    TableOutsideRange,
    TableRepeatedImages,
    TableRowLength,
    TableUnknownImages,
    TableUnreadable,
    TruthUnclear,
)
from model.text import LANGUAGES, texts

HEADER = "image,MEL,NV,BCC,AKIEC,BKL,DF,VASC"
GOOD = "0.1,0.2,0.3,0.1,0.1,0.1,0.1"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "predictions.csv"


def refusal(path, content):
    """What is raised, and its sentence."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(TableError) as caught:
        read_table(path)
    return caught.value, sentence(caught.value)


def sentence(error, language="en"):
    return texts(language)(f"errors.{error.code}", **error.data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(arrays(np.float32, st.tuples(st.integers(0, 5), st.just(7)), elements=st.floats(0, 1, width=32)))
def test_what_is_written_is_read_again_to_six_decimals(path, values):
    images = [f"photo {index}, left" for index in range(len(values))]
    write_table(path, images, values)
    table = read_table(path)
    assert table.images == tuple(images)
    assert table.values.shape == (len(values), 7)
    assert np.abs(table.values - values).max(initial=0) <= 5.1e-7


def test_a_written_table_has_the_columns_of_the_challenge_and_six_decimals(path):
    write_table(path, ["ISIC_1"], np.array([[1, 0, 0, 0, 0, 0, 1 / 3]], np.float32))
    zeros = ",".join(["0.000000"] * 5)
    assert path.read_bytes().decode() == f"{HEADER}\nISIC_1,1.000000,{zeros},0.333333\n"


def test_as_many_names_as_rows_are_needed(path):
    with pytest.raises(ValueError, match="shorter"):
        write_table(path, ["a", "b"], np.zeros((1, 7), np.float32))


def test_a_table_from_a_spreadsheet_program_is_read(path):
    path.write_bytes(f"\ufeff{HEADER}\r\na,{GOOD}\r\n\r\n".encode())
    assert read_table(path).images == ("a",)


@pytest.mark.parametrize(
    ("header", "got"),
    [
        ("image,MEL,NV", "image,MEL,NV"),
        ("image,MEL,MEL,BCC,AKIEC,BKL,DF,VASC", "image,MEL,MEL"),
        (f"{HEADER},UNK", "VASC,UNK"),
        (HEADER.lower(), "image,mel"),
        ("", f"a,{GOOD}"),
        (HEADER.replace(",", "|"), "image|MEL"),
    ],
)
def test_other_columns_are_refused_with_what_was_expected_and_what_came(path, header, got):
    error, said = refusal(path, f"{header}\na,{GOOD}\n")
    assert isinstance(error, TableColumns)
    assert said.startswith(f"predictions.csv, line {1 if header else 2}: expected the columns {HEADER}, got ")
    assert got in said


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(path, content):
    error, said = refusal(path, content)
    assert isinstance(error, TableEmpty)
    assert said.startswith("predictions.csv holds no rows.")


def test_a_repeated_image_is_named(path):
    error, said = refusal(path, f"{HEADER}\na,{GOOD}\nb,{GOOD}\na,{GOOD}\n")
    assert isinstance(error, TableRepeatedImages)
    assert error.data == {"file": "predictions.csv", "line": 4, "number": 1, "images": "a"}
    assert "more than one row for the same image (1): a." in said


@pytest.mark.parametrize("value", ["inf", "-0.001", "1.001", "-inf", "1e9"])
def test_a_number_outside_0_to_1_is_named_with_its_row_and_column(path, value):
    error, said = refusal(path, f"{HEADER}\na,{GOOD}\nb,0,{value},0,0,0,0,0\n")
    assert isinstance(error, TableOutsideRange)
    assert said == f"predictions.csv, line 3: in the row of b, expected a number from 0 to 1 in NV, got {value}."


@pytest.mark.parametrize(
    "value", ["", "high", "0;5", "50 %", "nan", "NaN", "-nan", "0.0_5", "٠.٥", "０.５", "0x1p-1", "1e", ".", "1 0"]
)
def test_what_is_no_number_is_named_with_its_row_and_column(path, value):
    error, said = refusal(path, f"{HEADER}\na,{GOOD}\nb,{value},0,0,0,0,0,0\n")
    assert isinstance(error, TableNoNumber)
    assert said.startswith("predictions.csv, line 3: in the row of b, expected a number from 0 to 1 in MEL, got ")
    assert ("NaN" if "nan" in value.lower() else repr(value)) in said


@pytest.mark.parametrize(("row", "fields"), [("b,1,0", 3), (f"b,{GOOD},0", 9), ("b", 1)])
def test_the_row_with_another_number_of_fields_is_named(path, row, fields):
    error, said = refusal(path, f"{HEADER}\na,{GOOD}\n{row}\n")
    assert isinstance(error, TableRowLength)
    assert said == f"predictions.csv, line 3: expected 8 fields in the row of b, got {fields}."


def test_text_that_is_not_utf8_is_refused_with_its_line(path):
    error, _ = refusal(path, f"{HEADER}\na,{GOOD}\nb\xe9b\xe9,{GOOD}\n".encode("latin-1"))
    assert isinstance(error, TableNotUtf8)
    assert error.data["line"] == 3


def test_an_image_in_place_of_a_table_is_refused(path):
    error, _ = refusal(path, b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert isinstance(error, TableNotUtf8)


@pytest.mark.parametrize("row", [f"{'a' * 200_000},{GOOD}", f'"a,{GOOD}', f'"a"b,{GOOD}', f"a\0,{GOOD}"])
def test_what_is_no_csv_is_refused_with_its_line(path, row):
    error, _ = refusal(path, f"{HEADER}\nz,{GOOD}\n{row}\n")
    assert isinstance(error, TableNotCsv)
    assert error.data["line"] >= 3


def test_a_table_that_is_not_there_and_a_folder_in_its_place_are_refused(tmp_path):
    with pytest.raises(TableMissing):
        read_table(tmp_path / "nowhere.csv")
    with pytest.raises(TableIsFolder):
        read_table(tmp_path)


def test_a_file_that_the_system_refuses_is_unreadable(path, monkeypatch):
    def refuse(_path):
        raise PermissionError

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.raises(TableUnreadable):
        read_table(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=80), st.text(max_size=80).map(lambda text: f"{HEADER}\n{text}".encode())))
def test_whatever_a_file_holds_it_is_read_or_refused_in_one_sentence_of_either_language(path, content):
    path.write_bytes(content)
    table, refused = read_or_refused(path)
    if refused is None:
        assert len(set(table.images)) == len(table.images) == len(table.values)
        assert ((table.values >= 0) & (table.values <= 1)).all()
    else:
        assert all("predictions.csv" in sentence(refused, language) for language in LANGUAGES)


def read_or_refused(path):
    try:
        return read_table(path), None
    except TableError as error:
        return None, error


def test_rows_need_not_sum_to_1(path):
    path.write_text(f"{HEADER}\na,1,1,1,1,1,1,1\nb,0,0,0,0,0,0,0\n")
    assert read_table(path).values.sum(1).tolist() == [7, 0]


def test_other_classes_can_be_asked_for(path):
    write_table(path, ["a"], np.array([[0.25, 0.75]]), ("benign", "malignant"))
    assert read_table(path, ("benign", "malignant")).values.tolist() == [[0.25, 0.75]]
    with pytest.raises(TableColumns):
        read_table(path)


def test_a_refusal_says_the_name_that_it_is_given(path):
    path.write_text("")
    with pytest.raises(TableEmpty) as caught:
        read_table(path, name="day1/some.csv")
    assert caught.value.data == {"file": "day1/some.csv"}


def test_rows_can_be_put_in_another_order():
    table = ImageTable(("a", "b", "c"), np.arange(21.0).reshape(3, 7))
    ordered = table.in_order_of(("c", "a", "b"))
    assert ordered.images == ("c", "a", "b")
    assert ordered.values[:, 0].tolist() == [14, 0, 7]
    assert table.values[:, 0].tolist() == [0, 7, 14]


@pytest.mark.parametrize(
    ("images", "cls", "named"),
    [
        ("abc", TableMissingImages, {"number": 1, "images": "c"}),
        ("a", TableUnknownImages, {"number": 1, "images": "b"}),
        ("acd", TableOtherImages, {"number": 2, "images": "c, d", "unknown_number": 1, "unknown": "b"}),
    ],
)
def test_images_that_only_one_table_knows_are_named(images, cls, named):
    with pytest.raises(cls) as caught:
        ImageTable(("a", "b"), np.zeros((2, 7)), "p.csv").in_order_of(tuple(images))
    assert caught.value.data == {"file": "p.csv", **named}
    assert all(str(value) in sentence(caught.value) for value in named.values())


def test_of_many_culprits_five_are_named():
    with pytest.raises(TableUnknownImages) as caught:
        ImageTable(tuple("abcdefgh"), np.zeros((8, 7))).in_order_of(())
    assert caught.value.data["images"] == "a, b, c, d, e, …"
    assert caught.value.data["number"] == 8


def test_a_truth_names_one_diagnosis_each():
    assert ImageTable(("a", "b"), np.eye(7)[[4, 0]]).columns().tolist() == [4, 0]
    for row in (np.zeros(7), np.full(7, 1 / 7), np.eye(7)[0] + np.eye(7)[1]):
        with pytest.raises(TruthUnclear) as caught:
            ImageTable(("a", "b"), np.array([np.eye(7)[0], row]), "t.csv").columns()
        assert caught.value.data == {"file": "t.csv", "number": 1, "images": "b"}
    with pytest.raises(TableEmpty):
        ImageTable((), np.empty((0, 7))).columns()

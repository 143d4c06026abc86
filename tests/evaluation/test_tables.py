"""Tables in the format of the ISIC challenge: what is written can be read, what is refused is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.evaluation.tables import Table, read_table, write_table

HEADER = "image,MEL,NV,BCC,AKIEC,BKL,DF,VASC"
GOOD = "0.1,0.2,0.3,0.1,0.1,0.1,0.1"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "predictions.csv"


def refusal(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ValueError, match=r".") as caught:
        read_table(path)
    return str(caught.value)


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
        ("", "none"),
        ("image,MEL,NV", "image,MEL,NV"),
        ("image,NV,MEL,BCC,AKIEC,BKL,DF,VASC", "image,NV,MEL"),
        (f"{HEADER},UNK", "VASC,UNK"),
        (HEADER.lower(), "image,mel"),
    ],
)
def test_other_columns_are_refused_with_what_was_expected_and_what_came(path, header, got):
    message = refusal(path, f"{header}\na,{GOOD}\n")
    assert f"predictions.csv: expected the columns {HEADER}, got " in message
    assert got in message


def test_a_repeated_image_is_named(path):
    message = refusal(path, f"{HEADER}\na,{GOOD}\nb,{GOOD}\na,{GOOD}\n")
    assert message == "predictions.csv: more than one row for a"


@pytest.mark.parametrize("value", ["nan", "inf", "-0.001", "1.001", "-inf"])
def test_the_row_with_a_value_outside_0_to_1_is_named(path, value):
    message = refusal(path, f"{HEADER}\na,{GOOD}\nb,{value},0,0,0,0,0,0\n")
    assert message == "predictions.csv: the row of 'b' holds a value outside [0, 1]"


@pytest.mark.parametrize("value", ["", "high", "0;5", "50 %"])
def test_the_row_with_something_that_is_no_number_is_named(path, value):
    message = refusal(path, f"{HEADER}\na,{GOOD}\nb,{value},0,0,0,0,0,0\n")
    assert message == "predictions.csv: the row of 'b' holds something that is no number"


@pytest.mark.parametrize(("row", "columns"), [("b,1,0", 3), (f"b,{GOOD},0", 9), ("b", 1)])
def test_the_row_with_another_number_of_columns_is_named(path, row, columns):
    message = refusal(path, f"{HEADER}\na,{GOOD}\n{row}\n")
    assert message == f"predictions.csv: expected 8 columns in the row of 'b', got {columns}"


def test_a_table_that_is_not_utf8_is_refused(path):
    assert "utf-8" in refusal(path, f"{HEADER}\nbébé,{GOOD}\n".encode("latin-1"))


def test_an_image_in_place_of_a_table_is_refused(path):
    assert refusal(path, b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


def test_a_field_longer_than_a_table_can_hold_is_refused(path):
    assert refusal(path, f"{HEADER}\n{'a' * 200_000},{GOOD}\n")


def test_rows_can_be_put_in_another_order():
    table = Table(("a", "b", "c"), np.arange(21.0).reshape(3, 7))
    ordered = table.in_order_of(("c", "a", "b"))
    assert ordered.images == ("c", "a", "b")
    assert ordered.values[:, 0].tolist() == [14, 0, 7]
    assert table.values[:, 0].tolist() == [0, 7, 14]


def test_images_that_only_one_table_knows_are_named():
    table = Table(("a", "b"), np.zeros((2, 7)))
    with pytest.raises(ValueError, match=r"rows missing for: \['c'\]; rows of unknown images: none"):
        table.in_order_of(("a", "b", "c"))
    with pytest.raises(ValueError, match=r"rows missing for: none; rows of unknown images: \['b'\]"):
        table.in_order_of(("a",))


def test_of_many_unknown_images_five_are_named():
    table = Table(tuple("abcdefgh"), np.zeros((8, 7)))
    with pytest.raises(ValueError, match=r"\['a', 'b', 'c', 'd', 'e'\]$"):
        table.in_order_of(())

"""Tables as programs of many countries write them are read alike; the reference scorer refuses the same numbers."""

from __future__ import annotations

import codecs
import unicodedata
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest

from model.evaluation.tables import CLASSES, read_table
from model.table_errors import TableColumns, TableError, TableNoImage, TableNoNumber, TableRepeatedImages
from model.text import texts
from tests.evaluation.references import accepted_by_the_challenge

COLUMNS = ["image", *CLASSES]
VALUES = np.array([[0.5, 0.25, 0.0, 1.0, 0.125, 1e-5, 0.75], [0.1, 0.2, 0.3, 0.1, 0.1, 0.1, 0.1]])
NAMES = ["ISIC_1", "Léa, left"]


def written(delimiter=",", decimal=".", names=NAMES, columns=COLUMNS, end="\n"):
    rows = []
    for name, values in zip(names, VALUES, strict=True):
        fields = dict(zip(CLASSES, (f"{value:.6g}".replace(".", decimal) for value in values), strict=True))
        fields["image"] = name
        rows.append([f'"{field}"' if delimiter in field else field for field in (fields[one] for one in columns)])
    return end.join(delimiter.join(row) for row in [columns, *rows]) + end


PLAIN = written()
BLANK = ",,,,,,,\n"
FOREIGN = {
    "semicolons and decimal commas": written(";", ","),
    "semicolons and decimal points": written(";"),
    "tabs and decimal commas": written("\t", ","),
    "commas and decimal commas in quotation marks": written(",", ","),
    "sep= before semicolons": "sep=;\r\n" + written(";", ",", end="\r\n"),
    "sep= in quotation marks": '"sep=,"\n' + PLAIN,
    "sep= of a rare sign": "sep=|\n" + written("|"),
    "old line ends of a Mac": written(end="\r"),
    "a byte order mark": codecs.BOM_UTF8 + PLAIN.encode(),
    "UTF-16, little end first": codecs.BOM_UTF16_LE + written("\t", ",").encode("utf-16-le"),
    "UTF-16, big end first": codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
    "UTF-16 without a mark": PLAIN.encode("utf-16-le"),
    "UTF-16 without a mark, big end first": PLAIN.encode("utf-16-be"),
    "a mark, sep= and semicolons": codecs.BOM_UTF8 + b"sep=;\n" + written(";", ",").encode(),
    "blank rows": "\n\n" + PLAIN.replace("\n", "\n\n \n"),
    "rows of commas": PLAIN + 5 * BLANK,
    "rows of commas within": PLAIN.replace("\nISIC", f"\n{BLANK}ISIC"),
    "rows of semicolons": written(";", ",") + ";;;;;;;\r\n" + ";\r\n",
    "Ctrl-Z at the end": PLAIN + "\x1a",
    "rows of commas, then Ctrl-Z": PLAIN + BLANK + "\x1a\r\n",
    "names with the ending of a photo": written(names=[f"{name}.jpg" for name in NAMES]),
    "names with other endings": written(names=["ISIC_1.JPG", "Léa, left.HEIC"]),
    "columns in another order": written(columns=COLUMNS[::-1]),
    "columns in another order with decimal commas": written(";", ",", columns=[*CLASSES[3:], "image", *CLASSES[:3]]),
    "spaces in the header": PLAIN.replace("MEL,", " MEL ,"),
    "quotation marks everywhere": "\n".join(f'"{line.replace(",", chr(34) + "," + chr(34))}"' for line in
                                             written(names=["ISIC_1", "Léa; left"]).splitlines()),
    "names composed as a Mac does": unicodedata.normalize("NFD", PLAIN),
}  # fmt: skip


def table_of(tmp_path, content):
    path = tmp_path / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(path)


@pytest.mark.parametrize("situation", FOREIGN)
def test_what_programs_of_other_countries_write_is_read_alike(tmp_path, situation):
    table = table_of(tmp_path, FOREIGN[situation])
    assert table.images[0] == "ISIC_1"
    assert table.images[1].replace(";", ",") == "Léa, left"
    assert table.values == pytest.approx(VALUES, abs=1e-12)


def refusal(tmp_path, content):
    with pytest.raises(TableError) as caught:
        table_of(tmp_path, content)
    return caught.value, texts("en")(f"errors.{caught.value.code}", **caught.value.data)


def test_lines_are_counted_in_the_file_also_after_sep_and_blank_rows(tmp_path):
    error, said = refusal(tmp_path, "sep=;\n\n" + written(";", ",").replace("0,25", "a quarter"))
    assert isinstance(error, TableNoNumber)
    assert said.startswith("table.csv, line 4: in the row of ISIC_1, expected a number from 0 to 1 in NV, ")
    assert "got 'a quarter'." in said


def test_a_point_in_a_table_of_decimal_commas_is_refused_by_place(tmp_path):
    error, said = refusal(tmp_path, written(";", ",").replace("0,25", "0.25"))
    assert isinstance(error, TableNoNumber)
    assert error.data | {"file": ""} == {"file": "", "line": 2, "image": "ISIC_1", "column": "NV", "got": "'0.25'"}
    assert "a comma in the whole table" in said


def test_a_row_without_an_image_is_named_by_its_line(tmp_path):
    error, said = refusal(tmp_path, PLAIN.replace("ISIC_1", " "))
    assert isinstance(error, TableNoImage)
    assert said == "table.csv, line 2: expected the name of an image, got none."


def test_names_that_differ_by_their_ending_or_their_form_alone_are_the_same_image(tmp_path):
    for twins in (["a", "a.jpg"], ["é", unicodedata.normalize("NFD", "é")]):
        error, _ = refusal(tmp_path, written(names=twins))
        assert isinstance(error, TableRepeatedImages)


def test_one_more_column_is_refused_as_by_the_reference_scorer(tmp_path):
    error, _ = refusal(tmp_path, "".join(f"{line},0.5\n" for line in written(names=["a", "b"]).splitlines()))
    assert isinstance(error, TableColumns)


@pytest.mark.parametrize("situation", FOREIGN)
def test_no_cut_of_such_a_table_ends_in_anything_but_a_refusal(tmp_path, situation):
    content = FOREIGN[situation]
    data = content if isinstance(content, bytes) else content.encode()
    for end in range(0, len(data), 7):
        with suppress(TableError):
            table_of(tmp_path, data[:end])


@pytest.fixture(autouse=True)
def older_pandas(monkeypatch):
    """Gives pandas back what the challenge's reader calls."""
    monkeypatch.setattr(pd.DataFrame, "applymap", pd.DataFrame.map, raising=False)


@pytest.mark.parametrize(
    "value",
    ["0.5", " 0.5", "1e-3", ".5", "1.", "+0.5", "0.0_5", "٠.٥", "０.５", "0,5", "high", "", "nan", "inf", "-0.1", "1.5",
     "0x1p-1", "1e", "0.5f", "50%", "0 5"],
)  # fmt: skip
def test_numbers_are_refused_exactly_where_the_reference_scorer_refuses_them(tmp_path, value):
    content = written(names=["a", "b"]).replace("0.25", f'"{value}"', 1)
    if value == "0,5":
        content += 'c,"0,5",0.1,0.1,0.1,0.1,0.1,0.1\n'  # mixed with points, so no table of decimal commas
    try:
        table_of(tmp_path, content)
        read = True
    except TableError:
        read = False
    assert read == accepted_by_the_challenge(content, CLASSES)

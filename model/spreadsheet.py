"""The bytes of a text table -> its header and rows, as spreadsheet programs of any country write them.

Read are commas, semicolons or tabs between cells, a first line `sep=;`, UTF-8 and UTF-16 with or without byte order
mark, any line ends, and cells in quotation marks. Left out are rows without any content, and the Ctrl-Z that old
programs write at the end. Texts are normalised to NFC, so that a name from a Mac equals the same name from elsewhere.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from dataclasses import dataclass

from model.table_errors import TableIsWorkbook, TableNotCsv, TableNotUtf8

DELIMITERS = ",;\t"
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
SEPARATOR_LINE = re.compile(r'\s*"?sep=(.)"?[;,\t]*\r?\n?', re.IGNORECASE)
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheet programs begin: today's, a zip archive, and those before 2007."""
CTRL_Z_AT_END = re.compile(r"\x1a\s*\Z")


@dataclass(frozen=True)
class Row:
    """The cells of a row, and the line of the file on which it ends, from 1."""

    line: int
    cells: tuple[str, ...]


def read_rows(data: bytes, name: str) -> list[Row]:
    """All rows with any content, the header first; `name` is the table's name in errors.

    Raises:
        TableIsWorkbook: the bytes are a workbook of a spreadsheet program.
        TableNotUtf8: the bytes are no text.
        TableNotCsv: a quotation mark stands where none may stand, a cell is too long, or there is a NUL in it.
    """
    text = CTRL_Z_AT_END.sub("", unicodedata.normalize("NFC", _text(data, name)))
    told = SEPARATOR_LINE.match(text)
    before = told[0].count("\n") if told else 0
    text = text[told.end() :] if told else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=told[1] if told else _delimiter(text), strict=True)
    rows = []
    try:
        for cells in reader:
            if any("\0" in cell for cell in cells):  # Python 3.12 and later read these, but they are no text
                raise TableNotCsv(file=name, line=before + reader.line_num)
            if any(cell.strip() for cell in cells):
                rows.append(Row(before + reader.line_num, tuple(cells)))
    except csv.Error as error:
        raise TableNotCsv(file=name, line=before + reader.line_num) from error
    return rows


def _text(data: bytes, name: str) -> str:
    if data.startswith(WORKBOOKS):
        raise TableIsWorkbook(file=name)
    try:
        return data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        raise TableNotUtf8(file=name, line=data.count(b"\n", 0, error.start) + 1) from error


def _encoding(data: bytes) -> str:
    """The encoding that the first bytes tell; every second one is zero where UTF-16 has no mark."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return encoding
    zeros = [place for place, byte in enumerate(data[:4]) if byte == 0]
    if zeros == [1, 3]:
        return "utf-16-le"
    return "utf-16-be" if zeros == [0, 2] else "utf-8"


def _delimiter(text: str) -> str:
    """What stands most often between the cells of the first line with content; a comma where nothing does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=unquoted.count)


def no_formula(words: str) -> str:
    """Keep a spreadsheet program from reading a text from outside as a formula: an apostrophe goes before it.

    >>> no_formula("=1+1"), no_formula("Étoile")
    ("'=1+1", 'Étoile')
    """
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else words

"""Cases from a folder of photos with a table: the generated samples, or a presenter's own cases.

The table has the columns `file`, `diagnosis`, `licence`, and `source` or `attribution`. The columns `age` (years),
`sex` and `site` are optional, further ones are ignored. A file is named relative to the folder and must lie inside it,
so that a foreign table cannot reach other files. A wrong row costs its row alone.
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from model.errors import CaseFolderError
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.lesion.learned import learned_from
from model.lesion.pictures import jpeg_of
from model.settings import ASSETS
from model.spreadsheet import Row, read_rows
from model.table_errors import TableError

COLUMNS = ("file", "diagnosis", "licence")
"""Required columns; one of `ORIGIN` is required too."""
ORIGIN = ("source", "attribution")
CASES_TABLE = "cases.csv"
CASES_COLUMNS = ("file", "diagnosis", "age", "sex", "site", "licence", "attribution")
"""Columns of a table that the program writes."""
OLDEST = 120
"""Largest plausible age, years; a larger one counts as unknown."""
SAMPLES = ASSETS / "samples"
THUMBNAIL_SIDE = 144


@dataclass(frozen=True)
class Case:
    """A photo with its known diagnosis and origin."""

    path: Path
    diagnosis: Diagnosis
    source: str
    """Origin of the photo, or the attribution that its licence requires."""
    licence: str
    number: int
    """Number among the cases of the same diagnosis, from 1."""
    age: int | None = None
    """Years; None if unknown."""
    sex: str = ""
    """`female`, `male`, or empty."""
    site: str = ""
    """Place on the body as written in the table; may be empty."""

    @property
    def learned(self) -> bool:
        """Whether algorithms learned from this photo, as far as its file name or its credit line tells."""
        return learned_from(self.path.name) or learned_from(self.source)

    def image(self) -> LesionImage:
        """The decoded photo.

        Raises:
            LesionImageError: it cannot be read as a photo.
        """
        return read_lesion_image(self.path.read_bytes())

    def thumbnail(self) -> bytes:
        """A small JPEG of the photo."""
        return thumbnail_of(self.image())


def thumbnail_of(image: LesionImage) -> bytes:
    """A small JPEG of a photo."""
    small = Image.fromarray(image.pixels).resize((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return jpeg_of(small, 80)


@dataclass(frozen=True)
class RefusedRow:
    """A row that names no case: its line in the table, `reason`, a key of `case_reasons`, and what was `got`."""

    line: int
    reason: str
    got: str


def read_gallery(folder: Path, table: str) -> tuple[Case, ...]:
    """Read the cases that `table` in `folder` lists, in its order, without rows that name none.

    Raises:
        CaseFolderError: the folder or the table is invalid; `reason` is a key of `case_reasons` in the locales.
    """
    return read_rows_of_gallery(folder, table)[0]


def read_rows_of_gallery(folder: Path, table: str) -> tuple[tuple[Case, ...], tuple[RefusedRow, ...]]:
    """Read the same cases, and the rows that name none; errors as for `read_gallery`."""
    cases: list[Case] = []
    refused: list[RefusedRow] = []
    for line, words in _rows(folder, table):
        found = _case(folder, line, words, cases)
        if isinstance(found, Case):
            cases.append(found)
        else:
            refused.append(found)
    return tuple(cases), tuple(refused)


def samples() -> tuple[Case, ...]:
    """The generated sample cases."""
    return read_gallery(SAMPLES, "samples.csv")


def _rows(folder: Path, table: str) -> list[tuple[int, dict[str, str]]]:
    """Line and cells by column of each row; a cell that is not there is empty."""
    if not folder.is_dir():
        raise CaseFolderError(folder=str(folder), reason="no_folder")
    try:
        header, *rows = read_rows((folder / table).read_bytes(), table) or [Row(1, ())]
    except (OSError, TableError) as error:
        raise CaseFolderError(folder=str(folder), reason="no_table") from error
    columns = [cell.strip() for cell in header.cells]
    if not set(COLUMNS) <= set(columns) or set(columns).isdisjoint(ORIGIN):
        raise CaseFolderError(folder=str(folder), reason="columns")
    nothing = dict.fromkeys((*COLUMNS, *CASES_COLUMNS, *ORIGIN), "")
    named = [(row.line, dict(zip(columns, map(str.strip, row.cells), strict=False))) for row in rows]
    return [(line, nothing | words) for line, words in named]


def _case(folder: Path, line: int, words: dict[str, str], before: list[Case]) -> Case | RefusedRow:
    try:
        diagnosis = Diagnosis(words["diagnosis"].upper())
    except ValueError:
        return RefusedRow(line, "diagnosis", words["diagnosis"])
    path = _file(folder, words["file"])
    if path is None:
        return RefusedRow(line, "file", words["file"])
    return Case(
        path=path,
        diagnosis=diagnosis,
        source=words["source"] or words["attribution"],
        licence=words["licence"],
        number=1 + sum(case.diagnosis is diagnosis for case in before),
        age=_age(words["age"]),
        sex=words["sex"].lower(),
        site=words["site"],
    )


def _file(folder: Path, name: str) -> Path | None:
    """The file inside the folder, whichever way its accents are composed on the disk; None where there is none."""
    for form in (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)):
        with suppress(OSError, ValueError):  # an invalid file name
            path = (folder / form).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path
    return None


def _age(words: str) -> int | None:
    """Age in years; spreadsheet programs may write 55.0 for 55."""
    digits = words.removesuffix(".0").removesuffix(",0")
    age = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 3 else OLDEST + 1
    return age if age <= OLDEST else None

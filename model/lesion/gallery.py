"""A folder of photos with a table -> cases that can be picked: the generated samples, and a presenter's own cases.

The table has the columns `file, diagnosis, licence` and says where a photo comes from in `source` or `attribution`;
`age` (years), `sex` and `site` may be there. Further columns are left alone. A file is named relative to the folder and
has to lie in it: a table from elsewhere must not reach the rest of the disk.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from model.errors import CaseFolderError
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage
from model.settings import ASSETS

COLUMNS = ("file", "diagnosis", "licence")
"""What every table has; beside them one of `ORIGIN`."""
ORIGIN = ("source", "attribution")
CASES_TABLE = "cases.csv"
CASES_COLUMNS = ("file", "diagnosis", "age", "sex", "site", "licence", "attribution")
"""All that a table can say, in the form that is written."""
OLDEST = 120
"""A larger age is a slip of the pen and counts as unknown."""
SAMPLES = ASSETS / "samples"
THUMBNAIL_SIDE = 144


@dataclass(frozen=True)
class Case:
    """A photo with what is known of it."""

    path: Path
    diagnosis: Diagnosis
    source: str
    """Where it comes from, or whom its licence wants to be named."""
    licence: str
    number: int
    """Counts the cases of one diagnosis, from 1."""
    age: int | None = None
    """In years; None where nobody wrote it down."""
    sex: str = ""
    """`female`, `male`, or empty."""
    site: str = ""
    """Where on the body, in the words of the table; often empty."""

    def image(self) -> LesionImage:
        """The decoded photo.

        Raises:
            LesionImageError: it cannot be read as a photo.
        """
        return read_lesion_image(self.path.read_bytes())

    def thumbnail(self) -> bytes:
        """A small JPEG of it."""
        return thumbnail_of(self.image())


def thumbnail_of(image: LesionImage) -> bytes:
    """A small JPEG of a photo."""
    small = Image.fromarray(image.pixels).resize((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def read_gallery(folder: Path, table: str) -> tuple[Case, ...]:
    """The cases that `table` in `folder` lists, in its order.

    Raises:
        CaseFolderError: with `folder` and `reason`, a key of `case_reasons` in the locales.
    """
    if not folder.is_dir():
        raise CaseFolderError(folder=str(folder), reason="no_folder")
    try:
        text = (folder / table).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseFolderError(folder=str(folder), reason="no_table") from error
    reader = csv.DictReader(text.splitlines())
    found = set(reader.fieldnames or ())
    if not set(COLUMNS) <= found or found.isdisjoint(ORIGIN):
        raise CaseFolderError(folder=str(folder), reason="columns")
    cases: list[Case] = []
    try:
        for row in reader:
            cases.append(_case(folder, row, cases))
    except csv.Error as error:
        raise CaseFolderError(folder=str(folder), reason="no_table") from error
    return tuple(cases)


def samples() -> tuple[Case, ...]:
    """The samples that this project drew itself."""
    return read_gallery(SAMPLES, "samples.csv")


def _case(folder: Path, row: dict[str, str], before: list[Case]) -> Case:
    words = {name: (row.get(name) or "").strip() for name in {*COLUMNS, *CASES_COLUMNS, *ORIGIN}}
    try:
        diagnosis = Diagnosis(words["diagnosis"].upper())
    except ValueError as error:
        raise CaseFolderError(folder=str(folder), reason="diagnosis") from error
    try:
        path = (folder / words["file"]).resolve()
        found = path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        found = False
    if not found:
        raise CaseFolderError(folder=str(folder), reason="file")
    number = 1 + sum(case.diagnosis is diagnosis for case in before)
    source = words["source"] or words["attribution"]
    sex = words["sex"].lower()
    return Case(path, diagnosis, source, words["licence"], number, _age(words["age"]), sex, words["site"])


def _age(words: str) -> int | None:
    """Years; spreadsheet programs write 55.0 where a field of the column is empty."""
    digits = words.removesuffix(".0")
    age = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 3 else OLDEST + 1
    return age if age <= OLDEST else None

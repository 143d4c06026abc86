"""Tables in the format of the ISIC challenge: `image,MEL,NV,BCC,AKIEC,BKL,DF,VASC`.

A prediction table holds probabilities. A truth table holds a 1 in the column of the diagnosis and 0 elsewhere. The rows
of a prediction table need not sum to 1, as in the challenge. A table that cannot be scored raises a `TableError` that
names the faulty line, image and column. Numbers are refused as by the reference scorer, isic-challenge-scoring.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.lesion.decode import SUPPORTED_SUFFIXES
from model.lesion.diagnosis import DIAGNOSES
from model.spreadsheet import Row, read_rows
from model.table_errors import (
    TableColumns,
    TableEmpty,
    TableIsFolder,
    TableMissing,
    TableMissingImages,
    TableNoImage,
    TableNoNumber,
    TableOtherImages,
    TableOutsideRange,
    TableRepeatedImages,
    TableRowLength,
    TableUnknownImages,
    TableUnreadable,
    TruthUnclear,
)

CLASSES: tuple[str, ...] = tuple(str(diagnosis) for diagnosis in DIAGNOSES)
HEADER = ("image", *CLASSES)
NUMBER = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?)", re.ASCII | re.IGNORECASE)
"""The spelling of a number; `float` would also take `0.0_5` and digits of other scripts."""
NAMED = 5
"""Number of faulty images that an error names."""


@dataclass(frozen=True, eq=False)
class ImageTable:
    """One row of numbers, `(n, classes)`, for each image, a file name without ending.

    Errors name the table `file`. `lines` has the line of each row in its file; empty for a table in another order.
    """

    images: tuple[str, ...]
    values: NDArray[np.float64]
    file: str = "predictions"
    lines: tuple[int, ...] = ()

    def in_order_of(self, images: tuple[str, ...]) -> ImageTable:
        """The table with its rows in the order of the images.

        Raises:
            TableMissingImages: an image has no row.
            TableUnknownImages: a row has no image.
            TableOtherImages: both.
        """
        missing, unknown = sorted(set(images) - set(self.images)), sorted(set(self.images) - set(images))
        if missing and unknown:
            raise TableOtherImages(
                file=self.file,
                number=len(missing),
                images=named(missing),
                unknown_number=len(unknown),
                unknown=named(unknown),
            )
        if missing:
            raise TableMissingImages(file=self.file, number=len(missing), images=named(missing))
        if unknown:
            raise TableUnknownImages(file=self.file, number=len(unknown), images=named(unknown))
        return self.rows_of(images)

    def rows_of(self, images: tuple[str, ...]) -> ImageTable:
        """The rows of these images, in their order; the table must have them all."""
        position = {image: index for index, image in enumerate(self.images)}
        return ImageTable(images, self.values[[position[image] for image in images]], self.file)

    def columns(self) -> NDArray[np.int64]:
        """Column of each image's diagnosis in a truth table, `(n,)`.

        Raises:
            TableEmpty: there are no rows.
            TruthUnclear: a row does not hold a single 1 and 0 elsewhere.
        """
        if not self.images:
            raise TableEmpty(file=self.file)
        clear = ((self.values == 0) | (self.values == 1)).all(1) & (self.values.sum(1) == 1)
        if not clear.all():
            faulty = [image for image, is_clear in zip(self.images, clear, strict=True) if not is_clear]
            raise TruthUnclear(file=self.file, number=len(faulty), images=named(faulty))
        columns: NDArray[np.int64] = self.values.argmax(1)
        return columns


def occurring(truth: NDArray[np.int64], classes: Sequence[str] = CLASSES) -> tuple[str, ...]:
    """Names of the diagnoses that occur in a set, in column order; `truth` holds columns of `classes`, `(n,)`.

    >>> occurring(np.array([4, 0, 0, 1]))
    ('MEL', 'NV', 'BKL')
    """
    return tuple(classes[column] for column in np.unique(truth))


def named(images: Sequence[str]) -> str:
    """The first few images, separated by commas.

    >>> named(["a", "b"]), named(list("abcdefg"))
    ('a, b', 'a, b, c, d, e, …')
    """
    return ", ".join([*images[:NAMED], *(["…"] if len(images) > NAMED else [])])


def read_table(path: Path, classes: Sequence[str] = CLASSES, name: str | None = None) -> ImageTable:
    """Read a table of truth or predictions, as `model.spreadsheet` reads it: `image` and `classes` in any order.

    Images are named without the ending of a picture. Decimals have a point or, throughout the table, a comma.

    Raises:
        TableError: the table is invalid. A table with a header and no rows is valid. `name` is its name in errors.
    """
    name = name or path.name
    return _table_of(_content(path, name), ("image", *classes), name)


@lru_cache(maxsize=64)  # the truth of a set is read for each algorithm; a changed file has another content
def _table_of(data: bytes, header: tuple[str, ...], name: str) -> ImageTable:
    return table_of(data, name, header)


def table_of(data: bytes, name: str, header: tuple[str, ...] = HEADER) -> ImageTable:
    """Read a table from its bytes and keep nothing of it; rules and errors as for `read_table`."""
    rows = read_rows(data, name)
    if not rows:
        raise TableEmpty(file=name)
    places = _places(rows[0], header, name)
    read = [_Reading(row, name, len(header), places, header) for row in rows[1:]]
    images, lines = tuple(reading.image for reading in read), tuple(reading.row.line for reading in read)
    _refuse_repeated(images, lines, name)
    comma = any("," in cell for reading in read for cell in reading.cells)
    values = np.array([reading.numbers(comma) for reading in read], np.float64).reshape(-1, len(header) - 1)
    values.setflags(write=False)
    return ImageTable(images, values, name, lines)


@dataclass(frozen=True)
class _Reading:
    """One row of a table that is being read; `places` are the places of the columns of `header` in the row."""

    row: Row
    file: str
    width: int
    places: Sequence[int]
    header: Sequence[str]

    def __post_init__(self) -> None:
        got = len(self.row.cells)
        if got != self.width:
            raise TableRowLength(
                file=self.file, line=self.row.line, image=self.row.cells[0], expected=self.width, got=got
            )
        if not self.image:
            raise TableNoImage(file=self.file, line=self.row.line)

    @cached_property
    def image(self) -> str:
        """The name of the image without the ending of a picture."""
        return without_ending(self.row.cells[self.places[0]].strip())

    @cached_property
    def cells(self) -> list[str]:
        """The cells of the classes, in order."""
        return [self.row.cells[place].strip(" \t") for place in self.places[1:]]

    def numbers(self, comma: bool) -> list[float]:
        """The numbers of the classes, in order; `comma` stands for the decimal point."""
        return [self._number(*one, comma) for one in zip(self.cells, self.header[1:], strict=True)]

    def _number(self, cell: str, column: str, comma: bool) -> float:
        written = cell.replace(".", "!").replace(",", ".") if comma else cell
        if not NUMBER.fullmatch(written):
            got = "NaN" if cell.lower().lstrip("+-") == "nan" else repr(cell)
            raise TableNoNumber(file=self.file, line=self.row.line, image=self.image, column=column, got=got)
        number = float(written)
        if not 0 <= number <= 1:
            raise TableOutsideRange(file=self.file, line=self.row.line, image=self.image, column=column, got=cell)
        return number


def without_ending(image: str) -> str:
    """The name of an image without the ending of a picture.

    >>> without_ending("ISIC_0024306.JPG"), without_ending("IMG.2024.06")
    ('ISIC_0024306', 'IMG.2024.06')
    """
    stem, point, ending = image.rpartition(".")
    return stem if stem and f"{point}{ending}".lower() in SUPPORTED_SUFFIXES else image


def _places(row: Row, header: Sequence[str], name: str) -> list[int]:
    """The place of each column of a header."""
    found = [cell.strip() for cell in row.cells]
    if sorted(found) != sorted(header):
        raise TableColumns(file=name, line=row.line, expected=",".join(header), got=",".join(found)[:200])
    return [found.index(column) for column in header]


def _refuse_repeated(images: Sequence[str], lines: Sequence[int], name: str) -> None:
    first = dict(zip(reversed(images), reversed(lines), strict=True))
    again = [(line, image) for image, line in zip(images, lines, strict=True) if line != first[image]]
    if again:
        repeated = sorted({image for _, image in again})
        raise TableRepeatedImages(file=name, line=again[0][0], number=len(repeated), images=named(repeated))


def write_table(
    path: Path, images: Sequence[str], values: NDArray[np.floating], classes: Sequence[str] = CLASSES
) -> None:
    """Write a table with six decimals, rows in the order given; values are `(n, classes)`."""
    path.write_text(table_text(images, values, classes), encoding="utf-8", newline="")


def table_text(images: Sequence[str], values: NDArray[np.floating], classes: Sequence[str] = CLASSES) -> str:
    """The text of such a table."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("image", *classes))
    writer.writerows([image, *(f"{value:.6f}" for value in row)] for image, row in zip(images, values, strict=True))
    return file.getvalue()


def _content(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise TableMissing(file=name) from error
    except IsADirectoryError as error:
        raise TableIsFolder(file=name) from error
    except OSError as error:
        raise TableUnreadable(file=name) from error

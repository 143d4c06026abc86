"""Tables in the format of the ISIC challenge: `image,MEL,NV,BCC,AKIEC,BKL,DF,VASC`.

A prediction table holds probabilities. A truth table holds a 1 in the column of the diagnosis and 0 elsewhere. The rows
of a prediction table need not sum to 1, as in the challenge. A table that cannot be scored raises a `TableError` that
names the faulty images.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.errors import (
    TableColumns,
    TableEmpty,
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
from model.lesion.diagnosis import DIAGNOSES

CLASSES: tuple[str, ...] = tuple(str(diagnosis) for diagnosis in DIAGNOSES)
HEADER = ("image", *CLASSES)
NAMED = 5
"""Number of faulty images that an error names."""


@dataclass(frozen=True, eq=False)
class ImageTable:
    """One row of numbers, `(n, classes)`, for each image, a file name without ending.

    Errors name the table `file`.
    """

    images: tuple[str, ...]
    values: NDArray[np.float64]
    file: str = "predictions"

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


def occurring(truth: NDArray[np.int64]) -> tuple[str, ...]:
    """Names of the diagnoses that occur in a set, in column order; `truth` holds columns, `(n,)`.

    >>> occurring(np.array([4, 0, 0, 1]))
    ('MEL', 'NV', 'BKL')
    """
    return tuple(CLASSES[column] for column in np.unique(truth))


def named(images: Sequence[str]) -> str:
    """The first few images, separated by commas.

    >>> named(["a", "b"]), named(list("abcdefg"))
    ('a, b', 'a, b, c, d, e, …')
    """
    return ", ".join([*images[:NAMED], *(["…"] if len(images) > NAMED else [])])


def read_table(path: Path, classes: Sequence[str] = CLASSES, name: str | None = None) -> ImageTable:
    """Read a table of truth or predictions: a CSV in UTF-8, with or without byte order mark, `classes` after `image`.

    Raises:
        TableError: the table is invalid. A table with a header and no rows is valid. `name` is its name in errors.
    """
    name = name or path.name
    rows = _rows(_text(path, name), name)
    header = ("image", *classes)
    if not rows:
        raise TableEmpty(file=name)
    if tuple(rows[0]) != header:
        raise TableColumns(file=name, expected=",".join(header), got=",".join(rows[0])[:200] or "–")
    images = tuple(_image_of(row, len(header), name) for row in rows[1:])
    repeated = sorted(image for image, times in Counter(images).items() if times > 1)
    if repeated:
        raise TableRepeatedImages(file=name, number=len(repeated), images=named(repeated))
    values = np.array([_numbers(row, header, name) for row in rows[1:]], np.float64).reshape(-1, len(classes))
    return ImageTable(images, values, name)


def write_table(
    path: Path, images: Sequence[str], values: NDArray[np.floating], classes: Sequence[str] = CLASSES
) -> None:
    """Write a table with six decimals, rows in the order given; values are `(n, classes)`."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("image", *classes))
        writer.writerows([image, *(f"{value:.6f}" for value in row)] for image, row in zip(images, values, strict=True))


def _text(path: Path, name: str) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise TableMissing(file=name) from error
    except IsADirectoryError as error:
        raise TableIsFolder(file=name) from error
    except OSError as error:
        raise TableUnreadable(file=name) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableNotUtf8(file=name, line=content.count(b"\n", 0, error.start) + 1) from error


def _rows(text: str, name: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = []
    try:
        for row in reader:
            if any("\0" in field for field in row):  # Python 3.12 and later read these, but they are no text
                raise TableNotCsv(file=name, line=reader.line_num)
            rows += [row] if row else []
    except csv.Error as error:
        raise TableNotCsv(file=name, line=reader.line_num) from error
    return rows


def _image_of(row: list[str], width: int, name: str) -> str:
    if len(row) != width:
        raise TableRowLength(file=name, image=row[0], expected=width, got=len(row))
    return row[0]


def _numbers(row: list[str], header: Sequence[str], name: str) -> list[float]:
    return [_number(field, row[0], column, name) for field, column in zip(row[1:], header[1:], strict=True)]


def _number(field: str, image: str, column: str, name: str) -> float:
    try:
        number = float(field)
    except ValueError as error:
        raise TableNoNumber(file=name, image=image, column=column, got=repr(field)) from error
    if math.isnan(number):
        raise TableNoNumber(file=name, image=image, column=column, got="NaN")
    if not 0 <= number <= 1:
        raise TableOutsideRange(file=name, image=image, column=column, got=field.strip())
    return number

"""Tables in the format of the ISIC challenge: `image,MEL,NV,BCC,AKIEC,BKL,DF,VASC`.

A prediction table holds probabilities, a truth table holds a 1 in the column of the diagnosis and 0 elsewhere.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.lesion.diagnosis import DIAGNOSES

HEADER = ("image", *DIAGNOSES)


@dataclass(frozen=True, eq=False)
class Table:
    """One row of seven numbers for each image.

    Attributes:
        images: identifiers, file names without ending.
        values: `(n, 7)` in column order.
    """

    images: tuple[str, ...]
    values: NDArray[np.float64]

    def in_order_of(self, images: tuple[str, ...]) -> Table:
        """The same rows in another order.

        Raises:
            ValueError: an image has no row, or a row has no image; the message names them.
        """
        missing = sorted(set(images) - set(self.images))
        unknown = sorted(set(self.images) - set(images))
        if missing or unknown:
            raise ValueError(
                f"rows missing for: {missing[:5] or 'none'}; rows of unknown images: {unknown[:5] or 'none'}"
            )
        position = {image: index for index, image in enumerate(self.images)}
        return Table(images, self.values[[position[image] for image in images]])


def read_table(path: Path) -> Table:
    """Read a table.

    Raises:
        ValueError: not UTF-8, other columns, a repeated image, or a value that is no number in [0, 1]; the message
            names the culprit.
    """
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.reader(file)
        header = tuple(next(reader, ()))
        if header != HEADER:
            raise ValueError(f"{path.name}: expected the columns {','.join(HEADER)}, got {','.join(header) or 'none'}")
        try:
            rows = [row for row in reader if row]
        except csv.Error as error:
            raise ValueError(f"{path.name}: line {reader.line_num} is no CSV: {error}") from error
    images = tuple(_image_of(row, path) for row in rows)
    repeated = sorted({image for image in images if images.count(image) > 1}) if len(set(images)) < len(images) else []
    if repeated:
        raise ValueError(f"{path.name}: more than one row for {', '.join(repeated[:5])}")
    return Table(images, np.array([_numbers(row, path) for row in rows]).reshape(-1, len(DIAGNOSES)))


def write_table(path: Path, images: list[str], values: NDArray[np.float32]) -> None:
    """Write a table with six decimals, rows in the order given; values are `(n, 7)`."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows([image, *(f"{value:.6f}" for value in row)] for image, row in zip(images, values, strict=True))


def _image_of(row: list[str], path: Path) -> str:
    if len(row) != len(HEADER):
        raise ValueError(f"{path.name}: expected {len(HEADER)} columns in the row of {row[0]!r}, got {len(row)}")
    return row[0]


def _numbers(row: list[str], path: Path) -> list[float]:
    try:
        numbers = [float(value) for value in row[1:]]
    except ValueError as error:
        raise ValueError(f"{path.name}: the row of {row[0]!r} holds something that is no number") from error
    if not all(0 <= number <= 1 for number in numbers):  # NaN fails this too
        raise ValueError(f"{path.name}: the row of {row[0]!r} holds a value outside [0, 1]")
    return numbers

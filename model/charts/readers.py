"""`assets/readers.csv` -> published results of physicians who read dermoscopic images.

They come from other photos than ours, so they are context in a chart and never part of a ranking.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from model.settings import ASSETS

READERS = ASSETS / "readers.csv"


@dataclass(frozen=True)
class Reader:
    """One published result.

    Attributes:
        key: who read what, key of `readers` in the locales.
        source: first author and year.
        sensitivity: of melanoma, in [0, 1].
        specificity: of melanoma, in [0, 1].
        address: of the paper.
    """

    key: str
    source: str
    sensitivity: float
    specificity: float
    address: str


def read_readers(path: Path = READERS) -> tuple[Reader, ...]:
    """All of them, in the order of the file."""
    with path.open(newline="", encoding="utf-8") as file:
        return tuple(
            Reader(row["key"], row["source"], float(row["sensitivity"]), float(row["specificity"]), row["address"])
            for row in csv.DictReader(file)
        )

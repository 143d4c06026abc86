"""Published results of physicians who read dermoscopic images, from `assets/readers.csv`.

They read other photos than ours, so charts show them for context and rankings leave them out.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from model.settings import ASSETS

READERS = ASSETS / "readers.csv"


@dataclass(frozen=True)
class Reader:
    """One published result: sensitivity and specificity of melanoma in [0, 1]; `key` in `readers` of the locales."""

    key: str
    source: str
    sensitivity: float
    specificity: float
    address: str


def read_readers(path: Path = READERS) -> tuple[Reader, ...]:
    """All published readers, in the order of the file."""
    with path.open(newline="", encoding="utf-8") as file:
        return tuple(
            Reader(row["key"], row["source"], float(row["sensitivity"]), float(row["specificity"]), row["address"])
            for row in csv.DictReader(file)
        )

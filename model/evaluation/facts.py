"""Facts about the patients of a scoring set: `truth/<day>-facts.csv`, columns `image,age,sex,site,lesion`.

An empty field is unknown. Only day 1 has such a file.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from model.evaluation.operating_point import BENCHMARK
from model.spreadsheet import Row, read_rows
from model.table_errors import TableColumns, TableNoNumber

HEADER = ("image", "age", "sex", "site", "lesion")
UNKNOWN = "unknown"
AGE_BANDS = ("under_40", "40_to_59", "60_and_over")


@dataclass(frozen=True)
class Facts:
    """Facts about the patient of one image; None if unknown.

    Age in years, rounded to five in HAM10000; sex `female` or `male`; site in the words of HAM10000.
    """

    image: str
    age: int | None = None
    sex: str | None = None
    site: str | None = None
    lesion: str | None = None

    @property
    def age_band(self) -> str:
        """One of `AGE_BANDS`, or `unknown`."""
        if self.age is None:
            return UNKNOWN
        return AGE_BANDS[0] if self.age < 40 else AGE_BANDS[1] if self.age < 60 else AGE_BANDS[2]


def read_facts(folder: Path = BENCHMARK, day: str = "day1") -> tuple[Facts, ...]:
    """The facts of one set in the order of the file; empty if the set has no file.

    Raises:
        TableColumns: the columns differ from `HEADER`.
        TableNoNumber: an age is not a whole number.
    """
    path = folder / "truth" / f"{day}-facts.csv"
    if not path.is_file():
        return ()
    header, *rows = read_rows(path.read_bytes(), path.name) or [Row(1, ("–",))]
    if header.cells != HEADER:
        raise TableColumns(file=path.name, line=header.line, expected=",".join(HEADER), got=",".join(header.cells))
    return tuple(_facts(row, path.name) for row in rows)


def write_facts(folder: Path, day: str, facts: Sequence[Facts]) -> None:
    """Write the facts of one set, rows in the order given."""
    with (folder / "truth" / f"{day}-facts.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(["" if field is None else field for field in astuple(patient)] for patient in facts)


def _facts(row: Row, name: str) -> Facts:
    image, age, sex, site, lesion = (*row.cells, "", "", "", "", "")[: len(HEADER)]
    if age and not age.isdecimal():
        raise TableNoNumber(file=name, line=row.line, image=image, column="age", got=repr(age))
    return Facts(image, int(age) if age else None, sex or None, site or None, lesion or None)

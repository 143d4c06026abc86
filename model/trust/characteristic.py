"""One measured property of a check, with its interval; and the committed tables of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from model.settings import ASSETS

FOLDER = ASSETS / "trust"


@dataclass(frozen=True)
class Characteristic:
    """What was measured of a check.

    Attributes:
        measure: what, such as `auroc` or `refused`; its words are `trust.measures.<measure>` in the locale files.
        of: what it was measured on: a scoring set, an archive, an algorithm, a disturbance.
        n: so many photos.
        value: the figure, in the unit of the measure.
        low: lower end of its 95 % interval; None where there is none.
        high: upper end.
    """

    measure: str
    of: str
    n: int
    value: float
    low: float | None = None
    high: float | None = None


def write(check: str, rows: Iterable[Characteristic], folder: Path = FOLDER) -> Path:
    """Keep the table of a check; six digits, which is more than any interval here has."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{check}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([field.name for field in fields(Characteristic)])
        for row in rows:
            table.writerow(["" if v is None else f"{v:.6g}" if isinstance(v, float) else v for v in astuple(row)])
    return path


def read(check: str, folder: Path = FOLDER) -> tuple[Characteristic, ...]:
    """The committed table of a check; empty where there is none."""
    path = folder / f"{check}.csv"
    if not path.exists():
        return ()
    with path.open(newline="", encoding="utf-8") as file:
        return tuple(
            Characteristic(
                row["measure"], row["of"], int(row["n"]), float(row["value"]), _number(row["low"]), _number(row["high"])
            )
            for row in csv.DictReader(file)
        )


def of_maps(folder: Path = FOLDER) -> tuple[Characteristic, ...]:
    """What is known of the maps of every algorithm: whether they hold, and where their heat lies."""
    return (*read("faithfulness", folder), *read("focus", folder))


def renewed(check: str, rows: Sequence[Characteristic], folder: Path = FOLDER) -> list[Characteristic]:
    """The committed table of a check with these rows in the place of those that speak of the same; new ones follow."""
    fresh = {(row.measure, row.of): row for row in rows}
    kept = [fresh.pop((old.measure, old.of), old) for old in read(check, folder)]
    return [*kept, *fresh.values()]


def _number(words: str) -> float | None:
    return float(words) if words else None

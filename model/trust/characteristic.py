"""Measured properties of checks with their intervals, and the committed tables of them."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from model.evaluation.intervals import Score, wilson
from model.kept import kept_while_unchanged
from model.settings import ASSETS

FOLDER = ASSETS / "trust"


@dataclass(frozen=True)
class Characteristic:
    """One measured property of a check on `n` photos, with its 95 % interval where it has one.

    The words of a measure are `trust.measures.<measure>` in the locale files. The subject `of` is a scoring set, an
    archive, an algorithm or a disturbance.
    """

    measure: str
    of: str
    n: int
    value: float
    low: float | None = None
    high: float | None = None


def from_score(measure: str, of: str, n: int, score: Score) -> Characteristic:
    """A score with its interval as a characteristic."""
    return Characteristic(measure, of, n, score.value, score.low, score.high)


def share_of(measure: str, of: str, hits: Collection[bool]) -> Characteristic:
    """The share of photos that are hits, with Wilson's 95 % interval."""
    return from_score(measure, of, len(hits), wilson(sum(map(bool, hits)), len(hits)))


def pooled(rows: Sequence[Characteristic]) -> Characteristic:
    """One share over the photos of several rows of one measure, with Wilson's 95 % interval."""
    photos = sum(row.n for row in rows)
    hits = round(sum(row.n * row.value for row in rows))
    return from_score(rows[0].measure, "all", photos, wilson(hits, photos))


def write(check: str, rows: Iterable[Characteristic], folder: Path = FOLDER) -> Path:
    """Write the table of a check with six significant digits, more than any of its intervals supports."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{check}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([field.name for field in fields(Characteristic)])
        for row in rows:
            table.writerow(["" if v is None else f"{v:.6g}" if isinstance(v, float) else v for v in astuple(row)])
    return path


def read(check: str, folder: Path = FOLDER) -> tuple[Characteristic, ...]:
    """The committed table of a check; empty without a file."""
    try:
        return _rows_in(folder / f"{check}.csv")
    except FileNotFoundError:
        return ()


@kept_while_unchanged
def _rows_in(path: Path) -> tuple[Characteristic, ...]:
    with path.open(newline="", encoding="utf-8") as file:
        return tuple(
            Characteristic(
                row["measure"], row["of"], int(row["n"]), float(row["value"]), _number(row["low"]), _number(row["high"])
            )
            for row in csv.DictReader(file)
        )


def of_maps(folder: Path = FOLDER) -> tuple[Characteristic, ...]:
    """The characteristics of the heat maps of all algorithms: faithfulness and focus."""
    return (*read("faithfulness", folder), *read("focus", folder))


def renewed(check: str, rows: Sequence[Characteristic], folder: Path = FOLDER) -> list[Characteristic]:
    """The committed table of a check with these rows replaced by measure and subject, and new rows appended."""
    fresh = {(row.measure, row.of): row for row in rows}
    updated = [fresh.pop((old.measure, old.of), old) for old in read(check, folder)]
    return [*updated, *fresh.values()]


def _number(words: str) -> float | None:
    return float(words) if words else None

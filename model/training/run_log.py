"""The log of a training run: one row an epoch, as CSV."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from model.whole_file import whole_file


@dataclass(frozen=True)
class EpochRow:
    """One line of the log."""

    epoch: int
    learning_rate: float
    train_loss: float
    validation_loss: float
    validation_balanced_accuracy: float
    validation_melanoma_auc: float
    worst_archive_melanoma_auc: float
    """Of the archive where it is lowest, since the mean can hide a failure on one archive."""
    seconds: float


def read_log(path: Path) -> list[EpochRow]:
    """The rows that `write_log` wrote."""
    with path.open(newline="", encoding="utf-8") as file:
        lines = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    return [EpochRow(epoch=int(line.pop("epoch")), **line) for line in lines]


def write_log(path: Path, rows: list[EpochRow]) -> None:
    """Write the log in one piece: if the process is killed, the previous log stays whole."""
    with whole_file(path) as beside, beside.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields(EpochRow)])
        for row in rows:
            writer.writerow([f"{v:.6g}" if isinstance(v, float) else v for v in asdict(row).values()])

"""Photos with labels of criteria -> rows of the manifest with their labels, and what the probes look at."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.trust.manifest import manifest_rows, photos_of_rows

if TYPE_CHECKING:
    from model.algorithms.submissions.resnet18 import Algorithm as Eye

TABLE = "criteria.csv"
"""Labels in the image folder: 1 or more where a reader has seen the criterion, 0 where not, empty if not asked."""
BATCH = 16
Rows = Sequence[dict[str, str]]


def labelled_rows(data: Path, role: str) -> list[dict[str, str]]:
    """Rows of the manifest of one role that have labels, with their labels as further columns."""
    with (data / TABLE).open(newline="", encoding="utf-8") as file:
        labels = {row["image_id"]: row for row in csv.DictReader(file)}
    return [row | labels[row["image_id"]] for row in manifest_rows(data, role) if row["image_id"] in labels]


def labels_of(rows: Rows, column: str) -> NDArray[np.float64]:
    """Labels of one column, `(n,)`: 1 present, 0 absent, NaN not asked."""
    return np.array([float(float(row[column]) > 0) if row[column] else np.nan for row in rows])


def maps_and_impressions(
    eye: Eye, data: Path, rows: Rows, progress: Callable[[str, int, int], None]
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Yield the last feature map `(c, h', w')` and the impression `(i,)` of each photo."""
    photos, done = photos_of_rows(data, rows), 0
    while batch := list(islice(photos, BATCH)):
        yield from zip(*eye.features_and_impressions(batch), strict=True)
        done += len(batch)
        progress("criteria", done, len(rows))

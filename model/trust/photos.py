"""The image folder -> photos of one role, for the studies of this layer."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from model.lesion.decode import read_lesion_image
from model.lesion.image import LesionImage

INNER_FOLD = "4"
"""The fold of role `train` that nothing is fitted on."""


def listed(data: Path, role: str) -> list[dict[str, str]]:
    """The rows of a role in the manifest's order, as they are written there."""
    with (data / "manifest.csv").open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["role"] == role]


def photos(data: Path, rows: Sequence[dict[str, str]]) -> Iterator[LesionImage]:
    """The photos of these rows, one after the other, decoded through the same door as an uploaded photo."""
    archives = {name: zipfile.ZipFile(data / name) for name in {row["archive"] for row in rows}}
    try:
        for row in rows:
            yield read_lesion_image(archives[row["archive"]].read(f"{row['image_id']}.jpg"))
    finally:
        for archive in archives.values():
            archive.close()

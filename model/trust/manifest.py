"""Read the manifest of the image folder, and the photos that it lists."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from model.lesion.decode import read_lesion_image
from model.lesion.image import LesionImage

INNER_FOLD = "4"
"""The held-out fold of role `train`: nothing is fitted on it."""


def manifest_rows(data: Path, role: str) -> list[dict[str, str]]:
    """The rows of one role, unchanged and in the manifest's order."""
    with (data / "manifest.csv").open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["role"] == role]


def photos_of_rows(data: Path, rows: Sequence[dict[str, str]]) -> Iterator[LesionImage]:
    """Decode the photo of each row, one at a time, exactly as an uploaded photo is decoded."""
    archives = {name: zipfile.ZipFile(data / name) for name in {row["archive"] for row in rows}}
    try:
        for row in rows:
            yield read_lesion_image(archives[row["archive"]].read(f"{row['image_id']}.jpg"))
    finally:
        for archive in archives.values():
            archive.close()

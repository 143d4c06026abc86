"""Read photos of the image folder: those that its manifest lists, and everyday photographs, which show no lesion."""

from __future__ import annotations

import csv
import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from model.lesion.decode import read_lesion_image
from model.lesion.image import LesionImage

INNER_FOLD = "4"
"""The held-out fold of role `train`: nothing is fitted on it."""
EVERYDAY = "not-lesions-224.zip"
MANIFEST, MILK_TABLE = "manifest.csv", "milk10k.csv"
"""The table of the older archives, and that of MILK10k's photos and close-ups."""


def manifest_rows(data: Path, role: str, table: str = MANIFEST) -> list[dict[str, str]]:
    """The rows of one role, unchanged and in the table's order."""
    with (data / table).open(newline="", encoding="utf-8") as file:
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


def everyday_photos(data: Path, *, held_out: bool) -> list[LesionImage]:
    """One half of the everyday photographs: the held-out half, or the one to fit and choose with.

    A hash of the file name assigns each photograph, so both halves stay the same when others are added.
    """
    with zipfile.ZipFile(data / EVERYDAY) as archive:
        names = sorted(name for name in archive.namelist() if _is_held_out(name) == held_out)
        return [read_lesion_image(archive.read(name)) for name in names]


def _is_held_out(name: str) -> bool:
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1

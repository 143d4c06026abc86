"""Photos of the known cases, read from a local folder of zip files.

The photos are not part of the repository. The setting `TEN_OPINIONS_DATA` names a folder that holds them:
`manifest.csv` with the columns `image_id` and `archive`, and the zip files listed there, which contain
`<image_id>.jpg`. An image that cannot be read is None, and the pages work without it.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from model.errors import LesionImageError
from model.lesion.decode import read_lesion_image
from model.lesion.image import LesionImage
from model.lesion.limits import MAX_BYTES


def archive_page(image_id: str) -> str:
    """Address of an image in the public ISIC Archive."""
    return f"https://api.isic-archive.com/images/{image_id}/"


@dataclass(frozen=True)
class ImageFolder:
    """A folder of zip files with images, and the name of the zip file by image id."""

    folder: Path
    archive_of: Mapping[str, str]

    def image(self, image_id: str) -> LesionImage | None:
        """The image, decoded like an uploaded photo; None if it cannot be read."""
        name = self.archive_of.get(image_id, "")
        if not name or Path(name).name != name:  # a foreign manifest must not reach files outside the folder
            return None
        try:
            with zipfile.ZipFile(self.folder / name) as archive:
                entry = archive.getinfo(f"{image_id}.jpg")
                return read_lesion_image(archive.read(entry)) if entry.file_size <= MAX_BYTES else None
        except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, LesionImageError):
            return None


def read_image_folder(folder: Path) -> ImageFolder:
    """Read the manifest of a folder; without a readable manifest the folder counts as empty."""
    try:
        with (folder / "manifest.csv").open(newline="", encoding="utf-8-sig") as file:
            archive_of = {row["image_id"]: row["archive"] or "" for row in csv.DictReader(file)}
    except (OSError, UnicodeDecodeError, KeyError, csv.Error):
        archive_of = {}
    return ImageFolder(folder, archive_of)

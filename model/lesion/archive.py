"""A folder of image archives with its manifest -> the picture of a known case, where that folder is on this computer.

The pictures of the known cases are not shipped. Who has them names their folder in `TEN_OPINIONS_DATA`:
`manifest.csv` with the columns `image_id` and `archive`, and beside it the zip archives that it names, which hold
`<image_id>.jpg`. An image that cannot be had is None and no error: the page works without it.
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

ISIC_ARCHIVE = "https://api.isic-archive.com/images/{image_id}/"


def archive_page(image_id: str) -> str:
    """Address of an image's page in the public ISIC Archive."""
    return ISIC_ARCHIVE.format(image_id=image_id)


@dataclass(frozen=True)
class ImageArchives:
    """Which image lies in which archive of a folder.

    Attributes:
        folder: where the archives are.
        archive_of: file name of the archive by image id.
    """

    folder: Path
    archive_of: Mapping[str, str]

    def image(self, image_id: str) -> LesionImage | None:
        """The image, decoded through the same door as an uploaded photo; None where it cannot be had."""
        name = self.archive_of.get(image_id, "")
        if not name or Path(name).name != name:  # a manifest from elsewhere must not reach the rest of the disk
            return None
        try:
            with zipfile.ZipFile(self.folder / name) as archive:
                entry = archive.getinfo(f"{image_id}.jpg")
                return read_lesion_image(archive.read(entry)) if entry.file_size <= MAX_BYTES else None
        except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, LesionImageError):
            return None


def image_archives(folder: Path) -> ImageArchives:
    """What the manifest of a folder lists; nothing where there is no readable manifest."""
    try:
        with (folder / "manifest.csv").open(newline="", encoding="utf-8-sig") as file:
            found = {row["image_id"]: row["archive"] or "" for row in csv.DictReader(file)}
    except (OSError, UnicodeDecodeError, KeyError, csv.Error):
        found = {}
    return ImageArchives(folder, found)

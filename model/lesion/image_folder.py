"""Photos of the known cases, read from a local folder of zip files.

The photos are not part of the repository. The setting `TEN_OPINIONS_DATA` names a folder that holds them:
`manifest.csv` with the columns `image_id` and `archive`, and the zip files listed there, which contain
`<image_id>.jpg`. An image that cannot be read is None, and the pages work without it.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
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
        return next(self.images([image_id]))

    def images(self, image_ids: Iterable[str]) -> Iterator[LesionImage | None]:
        """Each of the images in turn; a zip file is opened once for all of them."""
        with ExitStack() as opened:
            archives: dict[str, zipfile.ZipFile] = {}
            for image_id in image_ids:
                yield self._image(image_id, archives, opened)

    def _image(self, image_id: str, archives: dict[str, zipfile.ZipFile], opened: ExitStack) -> LesionImage | None:
        name = self.archive_of.get(image_id, "")
        if not name or Path(name).name != name:  # a foreign manifest must not reach files outside the folder
            return None
        try:
            if name not in archives:
                archives[name] = opened.enter_context(zipfile.ZipFile(self.folder / name))
            entry = archives[name].getinfo(f"{image_id}.jpg")
            return read_lesion_image(archives[name].read(entry)) if entry.file_size <= MAX_BYTES else None
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

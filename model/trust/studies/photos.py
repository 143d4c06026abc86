"""The image folder -> photos of a role, a seeded choice of them, and the drawn masks that go with some."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage


@lru_cache(maxsize=6)
def _opened(path: Path) -> zipfile.ZipFile:
    """An archive, its list of ten thousand names read once; it closes itself when another takes its place."""
    return zipfile.ZipFile(path)


@dataclass(frozen=True)
class StudyPhoto:
    """One image of the manifest.

    Attributes:
        data: the folder.
        image_id: its name.
        diagnosis: what it was.
        archive: file that holds it.
        mask_archive: file that holds its mask; empty where there is none.
        lesion: identifier of the lesion; the image's own where it has none.
    """

    data: Path
    image_id: str
    diagnosis: Diagnosis
    archive: str
    mask_archive: str
    lesion: str

    @property
    def collection(self) -> str:
        """`ham10000` or `isic_archive`, whatever file it lies in; the file's own name for another."""
        for name in ("ham10000", "isic-archive"):
            if self.archive.startswith(name):
                return name.replace("-", "_")
        return self.archive

    @cached_property
    def image(self) -> LesionImage:
        """Decoded through the same door as an uploaded photo."""
        return read_lesion_image(_opened(self.data / self.archive).read(f"{self.image_id}.jpg"))

    @property
    def mask(self) -> NDArray[np.bool_]:
        """The lesion as people drew it, in the frame of the image, `(224, 224)`."""
        drawn = Image.open(io.BytesIO(_opened(self.data / self.mask_archive).read(f"{self.image_id}.png")))
        return LesionImage.from_rgb(drawn.convert("RGB"), "PNG").pixels[..., 0] > 127


def photos_of(data: Path, role: str, fold: int | None = None) -> list[StudyPhoto]:
    """All photos of a role, in the manifest's order; of one fold where one is named."""
    with (data / "manifest.csv").open(newline="", encoding="utf-8") as file:
        return [
            StudyPhoto(
                data,
                row["image_id"],
                Diagnosis(row["diagnosis"].upper()),
                row["archive"],
                row["mask_archive"],
                row["lesion_id"] or row["image_id"],
            )
            for row in csv.DictReader(file)
            if row["role"] == role and (fold is None or row["fold"] == str(fold))
        ]


def chosen(photos: Sequence[StudyPhoto], count: int, seed: int) -> list[StudyPhoto]:
    """So many of the photos by a seeded choice, the first ones of any larger choice; all where there are no more."""
    order = np.random.default_rng(seed).permutation(len(photos))
    return [photos[place] for place in order[:count]]

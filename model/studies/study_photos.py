"""Photos for a study: those of one role, a seeded choice of them, and the hand-drawn masks where there are any."""

from __future__ import annotations

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
from model.trust.manifest import manifest_rows


@lru_cache(maxsize=6)
def _opened(path: Path) -> zipfile.ZipFile:
    """An open archive, cached because reading its ten thousand names is slow; it closes when evicted."""
    return zipfile.ZipFile(path)


@dataclass(frozen=True)
class StudyPhoto:
    """One image of the manifest.

    Attributes:
        data: the image folder.
        image_id: the image's name.
        diagnosis: the true diagnosis.
        archive: the zip file that holds the image.
        mask_archive: the zip file that holds its mask; empty without a mask.
        lesion: identifier of the lesion; the image's own where the manifest has none.
    """

    data: Path
    image_id: str
    diagnosis: Diagnosis
    archive: str
    mask_archive: str
    lesion: str

    @property
    def collection(self) -> str:
        """`ham10000` or `isic_archive`, whichever of its zip files the image is in; any other file's own name."""
        for name in ("ham10000", "isic-archive"):
            if self.archive.startswith(name):
                return name.replace("-", "_")
        return self.archive

    @cached_property
    def image(self) -> LesionImage:
        """The photo, decoded exactly as an uploaded photo is."""
        return read_lesion_image(_opened(self.data / self.archive).read(f"{self.image_id}.jpg"))

    @property
    def mask(self) -> NDArray[np.bool_]:
        """The hand-drawn lesion in the frame of the image, `(224, 224)`."""
        drawn = Image.open(io.BytesIO(_opened(self.data / self.mask_archive).read(f"{self.image_id}.png")))
        return LesionImage.from_rgb(drawn.convert("RGB"), "PNG").pixels[..., 0] > 127


def study_photos(data: Path, role: str, fold: int | None = None) -> list[StudyPhoto]:
    """All photos of a role, or of one fold of it, in the manifest's order."""
    return [
        StudyPhoto(
            data,
            row["image_id"],
            Diagnosis(row["diagnosis"].upper()),
            row["archive"],
            row["mask_archive"],
            row["lesion_id"] or row["image_id"],
        )
        for row in manifest_rows(data, role)
        if fold is None or row["fold"] == str(fold)
    ]


def seeded_choice(photos: Sequence[StudyPhoto], count: int, seed: int) -> list[StudyPhoto]:
    """Up to `count` photos in a seeded random order; a smaller choice is the beginning of a larger one."""
    order = np.random.default_rng(seed).permutation(len(photos))
    return [photos[index] for index in order[:count]]

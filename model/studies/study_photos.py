"""Read the photos of a study, choose among them by a seed, and read their hand-drawn masks."""

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
    """One image of the manifest in the image folder `data`.

    `archive` and `mask_archive` are zip files; the latter is empty without a mask. `lesion` is the identifier of the
    lesion, or the image's own where the manifest has none.
    """

    data: Path
    image_id: str
    diagnosis: Diagnosis
    archive: str
    mask_archive: str
    lesion: str

    @property
    def collection(self) -> str:
        """`ham10000` or `isic_archive`, by the zip file that holds the image; any other file's own name."""
        names = (name for name in ("ham10000", "isic-archive") if self.archive.startswith(name))
        return next(names, "").replace("-", "_") or self.archive

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
        StudyPhoto(data, name, Diagnosis(row["diagnosis"].upper()), row["archive"], row["mask_archive"], lesion or name)
        for row in manifest_rows(data, role)
        for name, lesion in [(row["image_id"], row["lesion_id"])]
        if fold is None or row["fold"] == str(fold)
    ]


def stratified(photos: Sequence[StudyPhoto], melanomas: int, others: int, seed: int) -> list[StudyPhoto]:
    """A seeded choice of melanomas, then one of others; a smaller choice is part of any larger one."""
    shows_melanoma = [photo for photo in photos if photo.diagnosis is Diagnosis.MEL]
    shows_another = [photo for photo in photos if photo.diagnosis is not Diagnosis.MEL]
    return [*seeded_choice(shows_melanoma, melanomas, seed), *seeded_choice(shows_another, others, seed)]


def seeded_choice(photos: Sequence[StudyPhoto], count: int, seed: int) -> list[StudyPhoto]:
    """Up to `count` photos in a seeded random order; a smaller choice is the beginning of a larger one."""
    order = np.random.default_rng(seed).permutation(len(photos))
    return [photos[index] for index in order[:count]]

"""Read the everyday photographs of the image folder, which show no lesion."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from model.lesion.decode import read_lesion_image
from model.lesion.image import LesionImage

ARCHIVE = "not-lesions-224.zip"


def everyday_photos(data: Path, *, held_out: bool) -> list[LesionImage]:
    """One half of the everyday photographs: the held-out half, or the one to fit and choose with.

    A hash of the file name assigns each photograph, so both halves stay the same when others are added.
    """
    with zipfile.ZipFile(data / ARCHIVE) as archive:
        names = sorted(name for name in archive.namelist() if _is_held_out(name) == held_out)
        return [read_lesion_image(archive.read(name)) for name in names]


def _is_held_out(name: str) -> bool:
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1

"""The folder of dermoscopic images -> arrays of pixels, diagnoses and archives for one role.

The manifest gives each image a role. Only images of role `train` may be used to fit, select or calibrate; this module
cannot open those of the scoring roles (`day1`, `day2`, `elsewhere`).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from tqdm import tqdm

from model.lesion.archives import HAM, ISIC, MILK
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import LesionImage

TWO_ARCHIVES = (HAM, ISIC)
"""The archives of a recipe that names no others."""


@dataclass(frozen=True)
class ManifestRow:
    """One image of the manifest, with the columns that training needs."""

    image_id: str
    lesion_id: str
    diagnosis: Diagnosis
    archive: str
    fold: int | None
    """1 to 4, grouped by lesion within each archive; None for images that are always fitted to."""
    mask_archive: str = ""

    @property
    def collection(self) -> str:
        """The archive it belongs to, which may lie in several files."""
        return next((name for name in (HAM, MILK) if self.archive.startswith(name)), ISIC)


@dataclass(frozen=True)
class TrainingSet:
    """Images in memory with diagnosis, archive and, where loaded, lesion masks."""

    pixels: NDArray[np.uint8]  # (n, side, side, 3)
    targets: NDArray[np.int64]  # (n,), column of the diagnosis
    archives: NDArray[np.int64]  # (n,), number of the archive file
    image_ids: tuple[str, ...]
    masks: NDArray[np.bool_] | None = None
    """True inside the lesion, `(n, side, side)`; loaded only for recipes that need masks."""
    collections: NDArray[np.str_] | None = None
    """`HAM`, `ISIC` or `MILK` for each image, `(n,)`; None where all are of HAM10000."""

    def __len__(self) -> int:
        return len(self.targets)


def training_rows(data: Path, archives: Sequence[str] = TWO_ARCHIVES) -> list[ManifestRow]:
    """All rows of role `train`, in the manifest's order; those of MILK10k come last, none without `milk10k.csv`."""
    tables = [data / "manifest.csv"]
    if MILK in archives and (data / "milk10k.csv").is_file():
        tables.append(data / "milk10k.csv")
    return [row for table in tables for row in _rows_of(table) if row.collection in archives]


def _rows_of(table: Path) -> list[ManifestRow]:
    with table.open(newline="", encoding="utf-8") as file:
        return [
            ManifestRow(
                image_id=row["image_id"],
                lesion_id=row["lesion_id"],
                diagnosis=Diagnosis(row["diagnosis"].upper()),
                archive=row["archive"],
                mask_archive=row["mask_archive"],
                fold=int(row["fold"]) if row["fold"] else None,
            )
            for row in csv.DictReader(file)
            if row["role"] == "train"
        ]


def split_by_fold(rows: list[ManifestRow], validation_fold: int) -> tuple[list[ManifestRow], list[ManifestRow]]:
    """Rows to fit to and rows of the inner fold; no lesion is in both."""
    fit = [row for row in rows if row.fold != validation_fold]
    return fit, [row for row in rows if row.fold == validation_fold]


def load_images(data: Path, rows: list[ManifestRow], title: str, *, masks: bool = False) -> TrainingSet:
    """Decode the images of `rows` as uploaded photos are decoded, so that their framing is the same."""
    archives = sorted({row.archive for row in rows})
    bar = tqdm(rows, desc=title, unit="image", mininterval=1.0)
    with _opened(data, archives) as opened:
        pixels = [read_lesion_image(opened[row.archive].read(f"{row.image_id}.jpg")).pixels for row in bar]
    return TrainingSet(
        pixels=np.stack(pixels),
        targets=np.array([row.diagnosis.column for row in rows], dtype=np.int64),
        archives=np.array([archives.index(row.archive) for row in rows], dtype=np.int64),
        image_ids=tuple(row.image_id for row in rows),
        masks=load_masks(data, rows) if masks else None,
        collections=np.array([row.collection for row in rows]),
    )


def load_masks(data: Path, rows: list[ManifestRow]) -> NDArray[np.bool_]:
    """The lesion masks of `rows` in the frame of their images, `(n, 224, 224)`."""
    with _opened(data, {row.mask_archive for row in rows}) as opened:
        return np.stack([_mask(opened[row.mask_archive], row.image_id) for row in rows])


@contextmanager
def _opened(data: Path, names: Iterable[str]) -> Iterator[dict[str, zipfile.ZipFile]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(zipfile.ZipFile(data / name)) for name in names}


def _mask(archive: zipfile.ZipFile, image_id: str) -> NDArray[np.bool_]:
    with Image.open(io.BytesIO(archive.read(f"{image_id}.png"))) as drawn:
        framed = LesionImage.from_rgb(drawn.convert("RGB"), "PNG")
    return framed.pixels[..., 0] > 127

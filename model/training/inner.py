"""The inner fold of every archive and the answers of each algorithm to it. All choices are made from these.

    fold 4 of HAM10000, of the ISIC archive and of MILK10k -> cached answers -> calibration, committee, comparisons

An algorithm answers only for photos that its weights were not fitted to. Weights that are older than the folds of the
ISIC archive were fitted to all of it, so their answers there are left out. MILK10k came with its folds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.special import softmax
from tqdm import tqdm

from model.algorithms.contract import Algorithm as Member
from model.algorithms.weights import WeightsSheet
from model.lesion.archives import ARCHIVES, HAM, MILK
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.image import LesionImage
from model.training.calibration import calibrated, photos_by_archive
from model.training.dataset import load_images, split_by_fold, training_rows

FOLD = 4
LEAST = float(np.finfo(np.float32).tiny)
AT_ONCE = 20
"""Photos in one call of an algorithm."""


@dataclass(frozen=True, eq=False)
class InnerFold:
    """The photos of the inner fold in the manifest's order, with diagnosis, lesion and archive; all `(n,)`."""

    images: tuple[LesionImage, ...]
    targets: NDArray[np.int64]
    lesions: NDArray[np.str_]
    archives: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.targets)

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """All photos as networks see them, `(n, 224, 224, 3)`."""
        return np.stack([image.pixels for image in self.images])


def load_inner_fold(data: Path, limit: int | None = None) -> InnerFold:
    """The inner fold of the image folder, or of its first `limit` images of role `train` for a trial run."""
    rows = split_by_fold(training_rows(data, ARCHIVES)[:limit], FOLD)[1]
    loaded = load_images(data, rows, "inner fold")
    return InnerFold(
        images=tuple(LesionImage.from_rgb(Image.fromarray(pixels), "JPEG") for pixels in loaded.pixels),
        targets=loaded.targets,
        lesions=np.array([row.lesion_id for row in rows]),
        archives=np.array([row.collection for row in rows]),
    )


def unseen_archives(sheet: WeightsSheet) -> tuple[str, ...]:
    """The archives whose inner fold was held out when these weights were fitted."""
    return tuple(dict.fromkeys([*(sheet.inner or (HAM,)), MILK]))


def logits_on(member: Member, fold: InnerFold, cache: Path) -> NDArray[np.float64]:
    """A member's logits before its temperature, `(n, 7)`, up to a constant for each photo.

    Rows of photos that its weights were fitted to are NaN. `cache` keeps the answers, under a hash of the weights and
    of the way photos are prepared.
    """
    logits = np.full((len(fold), len(DIAGNOSES)), np.nan)
    for archive, photos in photos_by_archive(fold.archives, len(fold)):
        if archive in unseen_archives(member.sheet):
            images = [fold.images[row] for row in np.flatnonzero(photos)]
            logits[photos] = _cached_logits(member, archive, images, cache)
    return logits


def answers(member: Member, fold: InnerFold, cache: Path) -> NDArray[np.float32]:
    """A member's probabilities, `(n, 7)`; NaN for photos that its weights were fitted to. See `logits_on`."""
    return np.asarray(softmax(logits_on(member, fold, cache) / member.sheet.temperature, axis=1), np.float32)


def _cached_logits(member: Member, archive: str, images: list[LesionImage], cache: Path) -> NDArray[np.float64]:
    prepared = (member.sheet.sha256, *(getattr(member, name, None) for name in ("views", "side", "white_light")))
    name = hashlib.sha256(repr(prepared).encode()).hexdigest()[:12]
    file = cache / f"{member.card.slug}-{name}-{archive}-{len(images)}.npy"
    if not file.is_file():
        starts = tqdm(range(0, len(images), AT_ONCE), desc=f"{member.card.slug}, {archive}", mininterval=1.0)
        rows = np.concatenate([member.predict_proba(images[start : start + AT_ONCE]) for start in starts])
        cache.mkdir(parents=True, exist_ok=True)
        np.save(file, np.log(np.maximum(rows.astype(np.float64), LEAST)) * member.sheet.temperature)
    return np.asarray(np.load(file))


def recalibrated(member: Member, fold: InnerFold, cache: Path) -> WeightsSheet:
    """The sheet of shipped weights with all that is measured on the inner fold measured again; the weights stay."""
    logits = logits_on(member, fold, cache)
    answered = ~np.isnan(logits).any(1)
    return calibrated(member.sheet, logits[answered], fold.targets[answered], fold.archives[answered])

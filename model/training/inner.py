"""The inner fold of both archives and what each algorithm answers there: everything is chosen from these.

    fold 4 of HAM10000 and of the ISIC archive -> answers of each algorithm, kept -> calibration, committee, comparisons

An algorithm answers only for photos that its weights never saw. Those that were fitted before the ISIC archive had
folds have seen all of it, so for them there is no answer on that archive, and none is used.
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
from model.lesion.diagnosis import DIAGNOSES
from model.lesion.image import LesionImage
from model.training.calibration import calibrated
from model.training.dataset import HAM, load_images, split_by_fold, training_rows

FOLD = 4
LEAST = float(np.finfo(np.float32).tiny)
AT_ONCE = 20
"""Photos that an algorithm is asked for in one go."""


@dataclass(frozen=True, eq=False)
class InnerFold:
    """The photos of the inner fold, in the manifest's order, with what is known of them; all `(n,)`."""

    images: tuple[LesionImage, ...]
    targets: NDArray[np.int64]
    lesions: NDArray[np.str_]
    archives: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.targets)


def load_inner_fold(data: Path, limit: int | None = None) -> InnerFold:
    """The inner fold of the image folder; of its first `limit` images of role `train`, to try the line out."""
    rows = split_by_fold(training_rows(data)[:limit], FOLD)[1]
    loaded = load_images(data, rows, "inner fold")
    return InnerFold(
        images=tuple(LesionImage.from_rgb(Image.fromarray(pixels), "JPEG") for pixels in loaded.pixels),
        targets=loaded.targets,
        lesions=np.array([row.lesion_id for row in rows]),
        archives=np.array([row.collection for row in rows]),
    )


def unseen_archives(sheet: WeightsSheet) -> tuple[str, ...]:
    """The archives whose inner fold these weights never saw."""
    return tuple(sheet.inner) or (HAM,)


def logits_on(member: Member, fold: InnerFold, cache: Path) -> NDArray[np.float64]:
    """A member's logits before its temperature, `(n, 7)`, up to what cancels; NaN for photos its weights have seen.

    Args:
        member: the algorithm.
        fold: the photos.
        cache: keeps what was answered, under the hash of the weights and how they look at a photo.
    """
    unseen = np.isin(fold.archives, unseen_archives(member.sheet))
    logits = np.full((len(fold), len(DIAGNOSES)), np.nan)
    logits[unseen] = _kept(member, [image for image, asked in zip(fold.images, unseen, strict=True) if asked], cache)
    return logits


def answers(member: Member, fold: InnerFold, cache: Path) -> NDArray[np.float32]:
    """A member's probabilities, `(n, 7)`; NaN for photos that its weights have seen. See `logits_on`."""
    logits = logits_on(member, fold, cache)
    rows: NDArray[np.float32] = softmax(logits / member.sheet.temperature, axis=1).astype(np.float32)
    return rows


def _kept(member: Member, images: list[LesionImage], cache: Path) -> NDArray[np.float64]:
    looks = (member.sheet.sha256, *(getattr(member, name, None) for name in ("views", "side", "white_light")))
    name = hashlib.sha256(repr(looks).encode()).hexdigest()[:12]
    file = cache / f"{member.card.slug}-{name}-{len(images)}.npy"
    if file.is_file():
        found: NDArray[np.float64] = np.load(file)
        return found
    starts = tqdm(range(0, len(images), AT_ONCE), desc=member.card.slug, mininterval=1.0)
    rows = np.concatenate([member.predict_proba(images[start : start + AT_ONCE]) for start in starts])
    found = np.log(np.maximum(rows.astype(np.float64), LEAST)) * member.sheet.temperature
    cache.mkdir(parents=True, exist_ok=True)
    np.save(file, found)
    return found


def recalibrated(member: Member, fold: InnerFold, cache: Path) -> WeightsSheet:
    """The sheet of shipped weights with everything that is chosen on the inner fold, chosen again; the weights stay."""
    logits = logits_on(member, fold, cache)
    asked = ~np.isnan(logits).any(1)
    return calibrated(member.sheet, logits[asked], fold.targets[asked], fold.archives[asked])

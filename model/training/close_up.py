"""Examples for the likeness to close-ups, taken without a dermatoscope, against dermoscopic photos.

    close-ups, photos of three archives, drawn lesions -> each plain and retaken -> impressions

Both sides are retaken alike, so that framing, lamp, sharpness and JPEG quality tell nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.lesion.archives import ARCHIVES, MILK
from model.lesion.image import LesionImage
from model.training.likeness import (
    DRAWN,
    Examples,
    Impressions,
    Likeness,
    Rows,
    drawn_rows,
    joined,
    of_drawn,
    of_rows,
    retaken,
)
from model.trust.close_up import CLOSE_UPS
from model.trust.manifest import MILK_TABLE, manifest_rows, photos_of_rows

CLOSE_UP = Likeness("close_up", (CLOSE_UPS,), (*ARCHIVES, DRAWN), strength=0.03, beyond=0.0125)


@dataclass(frozen=True)
class CloseUpRecipe:
    """The numbers of photos to show."""

    of_each_archive: int = 1200
    """Dermoscopic photos of each archive."""
    retaken: int = 4
    """Further copies of each close-up."""
    retaken_share: float = 0.5
    """Share of the dermoscopic photos with a further copy."""
    seed: int = 0


def examples(see: Impressions, data: Path, drawn: Sequence[LesionImage], recipe: CloseUpRecipe) -> Examples:
    """Impressions of close-ups, of dermoscopic photos of each archive and of `drawn` lesions, plain and retaken."""
    rng = np.random.default_rng(recipe.seed)
    close_ups = manifest_rows(data, "close_up", MILK_TABLE)
    parts = [of_rows(see, photos_of_rows(data, close_ups), close_ups, CLOSE_UPS, plain=True)]
    parts += [_again(see, data, close_ups, CLOSE_UPS, rng) for _ in range(recipe.retaken)]
    for archive in ARCHIVES:
        rows = drawn_rows(training_rows_of(data, archive), recipe.of_each_archive, rng)
        again = drawn_rows(rows, round(recipe.retaken_share * len(rows)), rng)
        parts.append(of_rows(see, photos_of_rows(data, rows), rows, archive, plain=True))
        parts.append(_again(see, data, again, archive, rng))
    return joined([*parts, of_drawn(see, drawn)])


def _again(see: Impressions, data: Path, rows: Rows, group: str, rng: np.random.Generator) -> Examples:
    photos = (retaken(photo, rng) for photo in photos_of_rows(data, rows))
    return of_rows(see, photos, rows, group, plain=False)


def training_rows_of(data: Path, archive: str) -> Rows:
    """The rows of role `train` of an archive."""
    rows = manifest_rows(data, "train", MILK_TABLE) if archive == MILK else manifest_rows(data, "train")
    return [row for row in rows if row["archive"].replace("-", "_").startswith(archive)]

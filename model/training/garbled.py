"""Examples for the likeness to garbled pictures, decoded wrongly by a program, against photos and close-ups.

    training photos, half of them retaken -> garbled in each way -> impressions
    training photos                       -> without colours, dark, pink, violet -> impressions

Photos of unusual light or colour, and of dark skin, stand on the side of the good ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.lesion.archives import ARCHIVES
from model.lesion.image import LesionImage
from model.training.close_up import training_rows_of
from model.training.likeness import (
    DRAWN,
    Examples,
    Impressions,
    Likeness,
    drawn_rows,
    joined,
    of_rows,
    retaken,
)
from model.trust.close_up import CLOSE_UPS
from model.trust.garblings import GARBLINGS, NEVER_FITTED, garbled
from model.trust.manifest import photos_of_rows

Values = NDArray[np.float32]
BLUE = np.array([0, 0, 80], np.float32)
UNUSUAL: dict[str, Callable[[Values, np.random.Generator], Values]] = {
    "without colour": lambda photo, rng: np.repeat(photo.mean(2, keepdims=True), 3, 2),
    "little light": lambda photo, rng: photo * np.float32(rng.uniform(0.25, 0.5)),
    "pink": lambda photo, rng: photo * np.array([1.1, 0.75, 0.85], np.float32),
    "dark skin": lambda photo, rng: np.float32(255) * (photo / np.float32(255)) ** np.float32(rng.uniform(2, 3.2)),
    "violet light": lambda photo, rng: photo * np.array([0.35, 0.35, 0.5], np.float32) + BLUE,
}
"""Changes of the values 0 to 255 of a good photo; the last one, as under a Wood's lamp, is measured and not fitted."""
GARBLED = Likeness(
    "garbled",
    tuple(f"garbled: {kind}" for kind in GARBLINGS if kind not in NEVER_FITTED),
    (*ARCHIVES, DRAWN, CLOSE_UPS, *list(UNUSUAL)[:-1]),
    strength=0.03,
    beyond=0.005,
    retaken_too=True,
)


@dataclass(frozen=True)
class GarbledRecipe:
    """The numbers of pictures to show."""

    of_each_kind: int = 60
    of_each_change: int = 90
    seed: int = 1


def examples(see: Impressions, data: Path, recipe: GarbledRecipe) -> Examples:
    """Impressions of training photos, garbled in every way, and changed in every unusual way."""
    rng = np.random.default_rng(recipe.seed)
    rows = [row for archive in ARCHIVES for row in drawn_rows(training_rows_of(data, archive), 1000, rng)]
    parts = []
    for kind in GARBLINGS:
        chosen = drawn_rows(rows, recipe.of_each_kind, rng)
        pictures = (garbled(_perhaps_retaken(photo, rng), kind, rng) for photo in photos_of_rows(data, chosen))
        parts.append(of_rows(see, pictures, chosen, f"garbled: {kind}", plain=True))
    for kind in UNUSUAL:
        chosen = drawn_rows(rows, recipe.of_each_change, rng)
        changed = (unusual(photo, kind, rng) for photo in photos_of_rows(data, chosen))
        parts.append(of_rows(see, changed, chosen, kind, plain=True))
    return joined(parts)


def unusual(image: LesionImage, kind: str, rng: np.random.Generator) -> LesionImage:
    """A good photo in the unusual light or colour of one kind of `UNUSUAL`."""
    changed = UNUSUAL[kind](image.pixels.astype(np.float32), rng)
    return LesionImage.from_rgb(Image.fromarray(changed.clip(0, 255).astype(np.uint8)), "PNG")


def _perhaps_retaken(image: LesionImage, rng: np.random.Generator) -> LesionImage:
    return retaken(image, rng) if rng.random() < 0.5 else image

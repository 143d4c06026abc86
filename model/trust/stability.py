"""Ask an algorithm again about changed copies of a photo, none of which could be a different lesion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from model.algorithms.contract import Algorithm, Prediction
from model.lesion.disturbances import DISTURBANCES, Pixels
from model.lesion.image import LesionImage

LOOKS: dict[str, Callable[[Pixels], Pixels]] = {
    "mirrored": lambda pixels: pixels[:, ::-1],
    "upside_down": lambda pixels: pixels[::-1],
    "quarter": lambda pixels: np.rot90(pixels, 1),
    "half": lambda pixels: np.rot90(pixels, 2),
    "three_quarters": lambda pixels: np.rot90(pixels, 3),
    "lighter": lambda pixels: DISTURBANCES["light"](pixels, 0.3),
    "darker": lambda pixels: DISTURBANCES["light"](pixels, -0.3),
    "warmer": lambda pixels: DISTURBANCES["cast"](pixels, 6),
    "colder": lambda pixels: DISTURBANCES["cast"](pixels, -6),
}
"""Changes that a doctor makes unknowingly by holding the dermatoscope differently or in slightly different light.

Quarter turns lose no pixel. Their words are `sureness.looks.<name>` in the locale files."""


@dataclass(frozen=True, eq=False)
class Stability:
    """The answers of an algorithm to changed copies of a photo, for equally frequent diagnoses, by name of `LOOKS`."""

    looks: dict[str, Prediction]

    @property
    def is_complete(self) -> bool:
        """True once every copy of `LOOKS` is answered."""
        return len(self.looks) == len(LOOKS)


def looked_again(algorithm: Algorithm, image: LesionImage, names: Sequence[str] = tuple(LOOKS)) -> Stability:
    """The answers to changed copies, computed as one batch, which takes a fraction of the time."""
    photos = [_photo(LOOKS[name](image.pixels), image) for name in names]
    rows = algorithm.predict_proba(photos)
    return Stability({name: Prediction(row) for name, row in zip(names, rows, strict=True)})


def _photo(pixels: Pixels, original: LesionImage) -> LesionImage:
    return LesionImage.from_rgb(Image.fromarray(np.ascontiguousarray(pixels)), original.source_format)

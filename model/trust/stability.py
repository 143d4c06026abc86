"""The same photo mirrored, turned, in other light -> does the answer stay? Nothing of it tells of another lesion."""

from __future__ import annotations

from collections.abc import Callable
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
"""What a doctor may do without noticing: hold the dermatoscope another way round, in slightly other light. Turns are by
whole quarters, so that no pixel is lost; words are `sureness.looks.<name>` in the locales."""


@dataclass(frozen=True, eq=False)
class Stability:
    """What an algorithm says when it looks again.

    Attributes:
        looks: its answer to each altered photo, for equally frequent diagnoses, by name of `LOOKS`.
    """

    looks: dict[str, Prediction]

    def kept(self, suspicious: bool, verdict: Callable[[Prediction], bool]) -> int:
        """How many looks come to the same verdict as the photo itself."""
        return sum(verdict(prediction) == suspicious for prediction in self.looks.values())


def looked_again(algorithm: Algorithm, image: LesionImage) -> Stability:
    """Ask once more for the altered photos, all in one go: that takes a fraction of asking for one after the other."""
    photos = [_photo(alter(image.pixels), image) for alter in LOOKS.values()]
    rows = algorithm.predict_proba(photos)
    return Stability({name: Prediction(row) for name, row in zip(LOOKS, rows, strict=True)})


def _photo(pixels: Pixels, of: LesionImage) -> LesionImage:
    return LesionImage.from_rgb(Image.fromarray(np.ascontiguousarray(pixels)), of.source_format)

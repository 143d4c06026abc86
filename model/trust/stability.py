"""The same photo mirrored, turned, in other light -> does the answer stay? Nothing of it tells of another lesion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from model.algorithms.contract import Algorithm, Prediction, Progress, silent
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


def looked_again(algorithm: Algorithm, image: LesionImage, progress: Progress = silent) -> Stability:
    """Ask once more for each altered photo, one after the other."""
    found = {}
    for done, (name, alter) in enumerate(LOOKS.items(), start=1):
        altered = Image.fromarray(np.ascontiguousarray(alter(image.pixels)))
        photo = LesionImage.from_rgb(altered, image.source_format)
        found[name] = Prediction(algorithm.predict_proba([photo])[0])
        progress(done / len(LOOKS))
    return Stability(found)

"""Measure the colour of the skin around the lesion.

    photo, outline of the lesion -> skin -> median colour in CIE Lab -> individual typology angle

The median ignores a few hairs, reflections or a second mole. Lamp, lens and white balance affect every figure here: a
figure compares a photo with the training photos and does not describe a person's skin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from model.algorithms.measuring.lesion_border import dark_rim, lab_of
from model.trust.characteristic import Characteristic, read
from model.trust.focus import LesionOutline

Pixels = NDArray[np.uint8]
PERCENTILES = (1, 5, 25, 50, 75, 95, 99)
"""Percentiles of the angle on the training photos that the study stores by archive."""
LOWEST = "ita_p1"
"""The measure whose value is the limit to unusually dark skin."""
AWAY = 10
"""Pixels around the outline that are not counted as skin, since borders fade."""
LEAST_YELLOW = 1.0
"""Lower bound of b*, so that the angle of bluish photos keeps its sign."""
LEAST_SKIN = 0.03
"""Share of the photo that must be skin for its colour to be measured."""


@dataclass(frozen=True)
class SkinTone:
    """The median colour of the skin around a lesion: L*, a* and b* of CIE Lab."""

    lightness: float
    red: float
    yellow: float

    @property
    def ita(self) -> float:
        """Individual typology angle, degrees in (-90, 90): the smaller, the darker the skin looks.

        Chardon et al. 1991, doi:10.1111/j.1467-2494.1991.tb00561.x. The angle is made for skin that is more yellow than
        blue. Dermatoscopes make fair skin bluish; there the angle only tells light from dark.

        >>> round(SkinTone(70.0, 10.0, 20.0).ita)
        45
        """
        return math.degrees(math.atan2(self.lightness - 50, max(self.yellow, LEAST_YELLOW)))


def skin_around(pixels: Pixels, lesion: LesionOutline) -> NDArray[np.bool_]:
    """Mask `(224, 224)` of the skin off the lesion and off the lens's dark rim, for a photo `(224, 224, 3)`."""
    window = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * AWAY + 1, 2 * AWAY + 1))
    near = cv2.dilate(lesion.mask.astype(np.uint8), window) > 0
    return np.asarray(~near & ~dark_rim(pixels))


def skin_tone(pixels: Pixels, lesion: LesionOutline) -> SkinTone | None:
    """The median colour of the skin around the lesion; None where the photo shows hardly any skin."""
    skin = skin_around(pixels, lesion)
    if skin.mean() < LEAST_SKIN:
        return None
    lightness, red, yellow = np.median(lab_of(pixels)[skin], axis=0)
    return SkinTone(float(lightness), float(red), float(yellow))


def darkest_usual(rows: Sequence[Characteristic]) -> float | None:
    """The angle below which 1 % of the training photos of the archive with darker skin are; None if not measured."""
    return min((row.value for row in rows if row.measure == LOWEST), default=None)


@cache
def darkest_of_training() -> float | None:
    """`darkest_usual` of the committed table."""
    return darkest_usual(read("skin"))

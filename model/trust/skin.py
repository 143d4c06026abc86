"""The skin around the lesion: where a photo shows it, and its colour.

    photo, outline of the lesion -> skin -> median colour in CIE Lab

The median is not moved by a few hairs, reflections or a second mole. Lamp, lens and white balance are part of every
figure here: it tells how a photo looks beside the training photos, never what skin a person has.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.algorithms.measuring.lesion_border import dark_rim, lab_of
from model.trust.focus import Outline

Pixels = NDArray[np.uint8]
AWAY = 10
"""Pixels around the outline that are not counted as skin: borders fade."""
LEAST_SKIN = 0.03
"""Share of the photo that has to be skin before its colour is spoken of."""


@dataclass(frozen=True)
class SkinTone:
    """The median colour of the skin around a lesion, CIE Lab.

    Attributes:
        lightness: L*, 0 to 100.
        red: a*, from green below 0 to red.
        yellow: b*, from blue below 0 to yellow.
    """

    lightness: float
    red: float
    yellow: float


def skin_around(pixels: Pixels, lesion: Outline) -> NDArray[np.bool_]:
    """Where a photo `(224, 224, 3)` shows skin off the lesion and not the dark rim of the lens, `(224, 224)`."""
    window = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * AWAY + 1, 2 * AWAY + 1))
    near = cv2.dilate(lesion.mask.astype(np.uint8), window) > 0
    return np.asarray(~near & ~dark_rim(pixels))


def skin_tone(pixels: Pixels, lesion: Outline) -> SkinTone | None:
    """The colour of the skin around the lesion; None where the photo shows hardly any."""
    skin = skin_around(pixels, lesion)
    if skin.mean() < LEAST_SKIN:
        return None
    lightness, red, yellow = np.median(lab_of(pixels)[skin], axis=0)
    return SkinTone(float(lightness), float(red), float(yellow))

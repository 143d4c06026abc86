"""One photo -> the same photo at the resolution that all archives have, and where on it lesion, rim and skin lie.

Quick and rough on purpose: the features that are read inside these zones are statistics of many pixels, and forgive a
border that is off by a few. `lesion_border` draws the careful one.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 112
"""Pixels along a side: less than the coarsest archive resolves, so that sharpness does not tell the archive."""
FRAME = 8
"""Width of the photo's outer frame that is taken for skin, pixels."""
RIM = 5
"""How far the rim reaches to each side of the border, pixels."""
LEAST_SHARE = 0.01
"""Of the photo: what is smaller is dust or hair, and the middle of the photo is taken instead."""


@dataclass(frozen=True, eq=False)
class Zones:
    """What lies where, each `(112, 112)` bool, and the colour of the skin, `(3,)` in [0, 1]."""

    lesion: NDArray[np.bool_]
    rim: NDArray[np.bool_]
    skin: NDArray[np.bool_]
    skin_colour: NDArray[np.float32]


def reduced(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A photo `(224, 224, 3)` as `(112, 112, 3)` float32 in [0, 1]."""
    small = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / np.float32(255)


def zones_of(small: NDArray[np.float32]) -> Zones:
    """Where lesion, rim and skin lie on a reduced photo `(112, 112, 3)`."""
    skin_colour = _skin_colour(small)
    lesion = _lesion(_unlike_skin(small, skin_colour))
    mask = lesion.astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * RIM + 1, 2 * RIM + 1))
    grown, shrunk = cv2.dilate(mask, kernel) > 0, cv2.erode(mask, kernel) > 0
    return Zones(lesion, grown & ~shrunk, ~grown if not grown.all() else ~lesion, skin_colour)


def _skin_colour(small: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean of the frame's brighter half without glare: dark corners and lesions that reach the frame are left out."""
    frame = small[_IN_FRAME]
    brightness = frame.sum(1)
    low, high = np.quantile(brightness, (0.5, 0.95))
    colour: NDArray[np.float32] = frame[(brightness >= low) & (brightness <= high)].mean(0)
    return colour.clip(0.02, 1)


def _unlike_skin(small: NDArray[np.float32], skin_colour: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each pixel is from skin, in log colour: what absorbs light, whatever the lamp."""
    smooth = cv2.GaussianBlur(small, (0, 0), 2.0)
    absorbed = np.log(skin_colour) - np.log(smooth.clip(0.02, 1))
    distance: NDArray[np.float32] = np.sqrt(np.square(absorbed).sum(2))
    return distance


def _lesion(unlike: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The one connected patch that is unlike skin and most in the middle (threshold of Otsu 1979)."""
    levels = (unlike * (255 / max(float(unlike.max()), 0.1))).clip(0, 255).astype(np.uint8)
    _, mask = cv2.threshold(levels, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels = cv2.connectedComponents(mask)
    if count < 2:
        return _middle(0.3)
    weight = np.bincount(labels.ravel(), _MIDDLE_WEIGHT.ravel())
    chosen: NDArray[np.bool_] = labels == 1 + int(weight[1:].argmax())
    return chosen if chosen.mean() >= LEAST_SHARE else _middle(0.3)


def _middle(radius: float) -> NDArray[np.bool_]:
    within: NDArray[np.bool_] = np.less(_DISTANCE, radius)
    return within


_IN_FRAME = np.ones((SIDE, SIDE), bool)
_IN_FRAME[FRAME:-FRAME, FRAME:-FRAME] = False
_PLACES = (np.arange(SIDE) + 0.5) / SIDE - 0.5
_DISTANCE = np.hypot(_PLACES[:, None], _PLACES[None])
_MIDDLE_WEIGHT = np.exp(-np.square(_DISTANCE / 0.25))

"""Reduction of a photo to the resolution of all archives, and its zones: lesion, rim and skin.

The segmentation is fast and coarse, since the features are statistics of many pixels. `lesion_border` is more precise.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 112
"""Side of the reduced photo, pixels; below the resolution of all archives, so that sharpness reveals none."""
FRAME = 8
"""Width of the outer frame that counts as skin, pixels."""
RIM = 5
"""Width of the rim on each side of the border, pixels."""
LEAST_SHARE = 0.01
"""Smallest area of a lesion, share of the photo; otherwise the centre of the photo is used."""


@dataclass(frozen=True, eq=False)
class Zones:
    """Masks of lesion, rim and skin, `(112, 112)` bool, and the colour of the skin, `(3,)` in [0, 1]."""

    lesion: NDArray[np.bool_]
    rim: NDArray[np.bool_]
    skin: NDArray[np.bool_]
    skin_colour: NDArray[np.float32]


def reduced(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Reduce a photo `(224, 224, 3)` to `(112, 112, 3)` float32 in [0, 1]."""
    small = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / np.float32(255)


def zones_of(small: NDArray[np.float32]) -> Zones:
    """Segment a reduced photo `(112, 112, 3)` into lesion, rim and skin."""
    skin_colour = _skin_colour(small)
    lesion = _lesion(_unlike_skin(small, skin_colour))
    mask = lesion.astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * RIM + 1, 2 * RIM + 1))
    grown, shrunk = cv2.dilate(mask, kernel) > 0, cv2.erode(mask, kernel) > 0
    return Zones(lesion, grown & ~shrunk, ~grown if not grown.all() else ~lesion, skin_colour)


def _skin_colour(small: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean colour of the brighter half of the frame without glare; it excludes dark corners and lesions."""
    frame = small[_IN_FRAME]
    brightness = frame.sum(1)
    low, high = np.quantile(brightness, (0.5, 0.95))
    return np.asarray(frame[(brightness >= low) & (brightness <= high)].mean(0).clip(0.02, 1))


def _unlike_skin(small: NDArray[np.float32], skin_colour: NDArray[np.float32]) -> NDArray[np.float32]:
    """Distance of each pixel from the skin in log colour, which is independent of the light."""
    smooth = cv2.GaussianBlur(small, (0, 0), 2.0)
    absorbed = np.log(skin_colour) - np.log(smooth.clip(0.02, 1))
    return np.asarray(np.sqrt(np.square(absorbed).sum(2)))


def _lesion(unlike: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The most central component that differs from skin (threshold of Otsu 1979)."""
    levels = (unlike * (255 / max(float(unlike.max()), 0.1))).clip(0, 255).astype(np.uint8)
    _, mask = cv2.threshold(levels, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels = cv2.connectedComponents(mask)
    weight = np.bincount(labels.ravel(), _MIDDLE_WEIGHT.ravel())
    chosen = labels == 1 + int(weight[1:].argmax()) if count > 1 else np.zeros(labels.shape)
    return np.asarray(chosen if chosen.mean() >= LEAST_SHARE else _DISTANCE < 0.3)


_IN_FRAME = np.ones((SIDE, SIDE), bool)
_IN_FRAME[FRAME:-FRAME, FRAME:-FRAME] = False
_PLACES = (np.arange(SIDE) + 0.5) / SIDE - 0.5
_DISTANCE = np.hypot(_PLACES[:, None], _PLACES[None])
_MIDDLE_WEIGHT = np.exp(-np.square(_DISTANCE / 0.25))

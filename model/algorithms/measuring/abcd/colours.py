"""Named colours of dermoscopy for each pixel of a lesion.

A photo is first adapted to a reference skin tone. Each colour has a few reference points in CIE Lab, and a pixel gets
the colour of the nearest point. The points were chosen on the training images.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from model.algorithms.measuring.lesion_border import LesionRegion, lab_of

REFERENCE_SKIN = np.array([215, 165, 150], np.float32)
"""RGB of the reference skin tone."""

REFERENCES: dict[str, tuple[tuple[float, float, float], ...]] = {
    "white": ((80, 11, 9),),
    "pink": ((64, 27, 13),),
    "red": ((44, 46, 6), (55, 38, 12)),
    "light_brown": ((60, 26, 28), (50, 32, 32)),
    "dark_brown": ((37, 34, 25), (27, 24, 15), (46, 25, 19)),
    "blue_grey": ((42, 14, 1), (57, 17, 4)),
    "black": ((12, 8, 3),),
}
"""CIE Lab on reference skin."""
SKIN: tuple[tuple[float, float, float], ...] = ((72, 16, 15), (68, 21, 19))
"""Reference points of skin, which has none of the colours."""

COLOURS = tuple(REFERENCES)
DERMOSCOPIC = tuple(name for name in COLOURS if name != "pink")
"""The six colours that the ABCD rule counts; pink is distinguished from red but not counted."""

_POINTS = np.array([*SKIN, *(point for points in REFERENCES.values() for point in points)], np.float32)
_COLOUR_OF_POINT = np.array(
    [0] * len(SKIN) + [1 + i for i, points in enumerate(REFERENCES.values()) for _ in points], np.uint8
)


def skin_tone(region: LesionRegion) -> NDArray[np.float32]:
    """Median RGB of the skin around the lesion, `(3,)`, or of the lightest tenth of a photo with little skin."""
    near = cv2.dilate(region.mask.astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
    around = region.clean[~near & region.usable]
    if len(around) < 500:
        brightness = region.clean.sum(axis=2)
        around = region.clean[brightness >= np.percentile(brightness, 90)]
    return np.asarray(np.maximum(np.median(around, axis=0), 1), np.float32)


def on_reference_skin(pixels: NDArray[np.uint8], skin: NDArray[np.float32]) -> NDArray[np.float32]:
    """CIE Lab of the photo adapted to reference skin, `(h, w, 3)`, by von Kries scaling of each channel."""
    levels = np.arange(256, dtype=np.float32)[:, None] * (REFERENCE_SKIN / skin)
    table = np.rint(levels.clip(0, 255)).astype(np.uint8)  # (256, 3)
    return lab_of(np.asarray(cv2.LUT(pixels, table[None]), np.uint8))


def colour_areas(lab: NDArray[np.float32], mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Colour of each pixel, `(h, w)` uint8: 1 + index into `COLOURS`, or 0 for skin and outside the lesion."""
    inside = lab[mask]
    distances = (inside**2).sum(axis=1)[:, None] - 2 * inside @ _POINTS.T + (_POINTS**2).sum(axis=1)  # (n, points)
    areas = np.zeros(mask.shape, np.uint8)
    areas[mask] = _COLOUR_OF_POINT[distances.argmin(axis=1)]
    return areas

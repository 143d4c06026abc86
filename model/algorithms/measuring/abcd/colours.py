"""The colours of dermoscopy by name: photo -> the same on reference skin -> which colour each pixel of a lesion has.

Each colour is a few reference points in CIE Lab on reference skin; a pixel has the colour whose point is nearest. The
points lie where the lesions of the images to fit on have their colours.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from model.algorithms.measuring.lesion_border import LesionRegion, lab_of

REFERENCE_SKIN = np.array([215, 165, 150], np.float32)
"""RGB of the skin that every photo is brought to."""

REFERENCES: dict[str, tuple[tuple[float, float, float], ...]] = {
    "white": ((80, 11, 9),),
    "pink": ((64, 27, 13),),
    "red": ((44, 46, 6), (55, 38, 12)),
    "light_brown": ((60, 26, 28), (50, 32, 32)),
    "dark_brown": ((37, 34, 25), (27, 24, 15), (46, 25, 19)),
    "blue_grey": ((42, 14, 1), (57, 17, 4)),
    "black": ((12, 8, 3),),
}
"""CIE Lab, on reference skin."""
SKIN: tuple[tuple[float, float, float], ...] = ((72, 16, 15), (68, 21, 19))
"""What looks like skin has none of the colours."""

COLOURS = tuple(REFERENCES)
DERMOSCOPIC = tuple(name for name in COLOURS if name != "pink")
"""The six that the ABCD rule counts; pink is told apart from red and not counted."""

_POINTS = np.array([*SKIN, *(point for points in REFERENCES.values() for point in points)], np.float32)
_COLOUR_OF_POINT = np.array(
    [0] * len(SKIN) + [1 + i for i, points in enumerate(REFERENCES.values()) for _ in points], np.uint8
)


def skin_tone(region: LesionRegion) -> NDArray[np.float32]:
    """Median RGB of the skin around the lesion, `(3,)`; where hardly any is in view, of the photo's lightest tenth."""
    near = cv2.dilate(region.mask.astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
    around = region.clean[~near & region.usable]
    if len(around) < 500:
        brightness = region.clean.sum(axis=2)
        around = region.clean[brightness >= np.percentile(brightness, 90)]
    return np.asarray(np.maximum(np.median(around, axis=0), 1), np.float32)


def on_reference_skin(pixels: NDArray[np.uint8], skin: NDArray[np.float32]) -> NDArray[np.float32]:
    """CIE Lab of the photo as if its skin were the reference skin, `(h, w, 3)` (von Kries, channel by channel)."""
    levels = np.arange(256, dtype=np.float32)[:, None] * (REFERENCE_SKIN / skin)
    table = np.rint(levels.clip(0, 255)).astype(np.uint8)  # (256, 3)
    return lab_of(np.asarray(cv2.LUT(pixels, table[None]), np.uint8))


def colour_areas(lab: NDArray[np.float32], mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Colour of each pixel of the lesion, `(h, w)` uint8: 0 outside and where it looks like skin, else 1 + index."""
    inside = lab[mask]
    distances = (inside**2).sum(axis=1)[:, None] - 2 * inside @ _POINTS.T + (_POINTS**2).sum(axis=1)  # (n, points)
    areas = np.zeros(mask.shape, np.uint8)
    areas[mask] = _COLOUR_OF_POINT[distances.argmin(axis=1)]
    return areas

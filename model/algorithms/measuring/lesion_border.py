"""Finds the lesion on a photo without anything learned.

    pixels -> hair painted over -> distance from the skin's colour -> Otsu -> the sensible region -> mask

Nothing here knows a diagnosis. A photo on which nothing stands out from the skin gets an empty mask. OpenCV and numpy.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

HAIR_WIDTH = 9
"""Wider than a hair on a square of 224 pixels; a dark line narrower than this is seen as one."""
HAIR_CONTRAST = 14
"""Grey levels by which a hair is darker than what lies beside it."""
CORNER_DARKNESS = 45
"""Grey level under which a corner is the dermatoscope's dark rim and not skin."""
OTSU_SHARE = 0.6
"""Where the border lies between skin (0) and Otsu's threshold (1). Drawn borders lie outside of Otsu's: on every tenth
image to fit on, the overlap with them was best here."""
CENTRE_REACH = 1.2
"""Half sides of the square from its middle at which a colour counts a third: the lesion was aimed at, the edge not."""
LEAST_CONTRAST = 2.0
"""Distance in colour between lesion and surroundings under which there is no border to speak of, CIE Lab units."""
LEAST_AREA = 0.004
"""Share of the square under which a region is a speck."""

_SMALL = (112, 112)
_AXES = np.arange(-0.5, 0.5, 1 / 112) + 0.5 / 112
_FROM_CENTRE = 2 * np.hypot(_AXES[:, None], _AXES[None])  # (112, 112): 0 in the middle, 1 in the middle of a side
_AIM = np.exp(-((_FROM_CENTRE / CENTRE_REACH) ** 4)).astype(np.float32)


@dataclass(frozen=True, eq=False)
class LesionRegion:
    """Where the lesion is, and the photo as it was looked at.

    Attributes:
        mask: the lesion, `(224, 224)` bool, one piece without holes; all False where none was found.
        clean: the photo without hairs, `(224, 224, 3)` uint8.
        usable: what is skin or lesion and not the dermatoscope's dark rim, `(224, 224)` bool.
    """

    mask: NDArray[np.bool_]
    clean: NDArray[np.uint8]
    usable: NDArray[np.bool_]

    @property
    def found(self) -> bool:
        """There is a lesion."""
        return bool(self.mask.any())

    def seen_in(self, window: tuple[slice, slice]) -> LesionRegion:
        """The same on some rows and columns only."""
        mask, clean, usable = (np.ascontiguousarray(grid[window]) for grid in (self.mask, self.clean, self.usable))
        return LesionRegion(mask.astype(bool), clean.astype(np.uint8), usable.astype(bool))


def lesion_region(pixels: NDArray[np.uint8]) -> LesionRegion:
    """Segment the lesion of a photo `(224, 224, 3)`, which is not changed.

    Turning or mirroring the photo turns or mirrors the mask. Otsu's method: 1979, doi:10.1109/TSMC.1979.4310076; hair
    by closing: Lee et al. 1997 (DullRazor), doi:10.1016/S0010-4825(97)00020-6.
    """
    clean = without_hair(pixels)
    small = np.asarray(cv2.resize(clean, _SMALL, interpolation=cv2.INTER_AREA), np.uint8)  # a border needs no more
    rim = dark_rim(small)
    distance = _distance_from_skin(small, rim)
    mask = _border_of(distance, rim)
    usable = ~_enlarged(rim.astype(np.float32), 0.5)
    return LesionRegion(mask, clean, usable)


def lab_of(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """CIE Lab of RGB pixels `(h, w, 3)`: L 0 to 100, a towards red, b towards yellow."""
    return np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def without_hair(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The photo with thin dark lines painted over with what lies beside them."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    window = _disc(HAIR_WIDTH)
    lines = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, window) > HAIR_CONTRAST
    if not lines.any():
        return pixels.copy()
    beside = cv2.medianBlur(cv2.morphologyEx(pixels, cv2.MORPH_CLOSE, window), 5)
    wide = cv2.dilate(lines.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.where(wide[..., None], beside, pixels)


def dark_rim(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The dark surroundings of a round field of view, with a margin: what is dark and hangs together with a corner."""
    dark = (cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) < CORNER_DARKNESS).astype(np.uint8)
    labels = cv2.connectedComponents(dark)[1]
    corners = {int(labels[down, across]) for down in (0, -1) for across in (0, -1)} - {0}
    rim = np.isin(labels, list(corners)).astype(np.uint8)
    return cv2.dilate(rim, np.ones((5, 5), np.uint8)) > 0


def _distance_from_skin(pixels: NDArray[np.uint8], rim: NDArray[np.bool_]) -> NDArray[np.float32]:
    """How far each pixel's colour lies from the skin's, in Lab; lighter than skin does not count."""
    lab = np.asarray(cv2.GaussianBlur(lab_of(pixels), (0, 0), 1.0), np.float32)
    difference = lab - _surroundings(lab, rim)
    parts = np.dstack([np.minimum(difference[..., 0], 0), 1.2 * difference[..., 1], 0.7 * difference[..., 2]])
    distance: NDArray[np.float32] = np.sqrt((parts**2).sum(axis=2)) * _AIM
    distance[rim] = 0
    return distance


def _surroundings(lab: NDArray[np.float32], rim: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Median colour of the lighter half of the photo's outer ring: skin, even where the lesion reaches into it."""
    for inner in (0.95, 0.8, 0.0):
        ring = lab[(inner < _FROM_CENTRE) & ~rim]
        if len(ring) > 150:
            break
    else:
        return np.array([100, 0, 0], np.float32)  # all is dark rim
    lighter = ring[ring[:, 0] >= np.median(ring[:, 0])]
    return np.median(lighter, axis=0).astype(np.float32)


def _border_of(distance: NDArray[np.float32], rim: NDArray[np.bool_]) -> NDArray[np.bool_]:
    nothing = np.zeros((224, 224), bool)
    if distance.max() < LEAST_CONTRAST:
        return nothing
    region = _sensible_region(_enlarged(distance, OTSU_SHARE * _otsu(distance)))
    if region.mean() < LEAST_AREA or _contrast(distance, region, rim) < LEAST_CONTRAST:
        return nothing
    return region


def _otsu(values: NDArray[np.float32]) -> float:
    top = float(values.max())
    threshold = cv2.threshold((values / top * 255).astype(np.uint8), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0]
    return threshold / 255 * top


def _enlarged(values: NDArray[np.float32], threshold: float) -> NDArray[np.bool_]:
    """Where values on the small grid lie above a threshold, on the photo's grid."""
    large = cv2.resize(values, (224, 224), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large > threshold)


def _sensible_region(above: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of the regions the one with the most area near the middle, smoothed and without holes."""
    smooth = cv2.morphologyEx(above.astype(np.uint8), cv2.MORPH_OPEN, _disc(5))
    smooth = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, _disc(11))
    labels = cv2.connectedComponents(smooth)[1]
    near = np.exp(-((cv2.resize(_FROM_CENTRE, (224, 224)) / 0.5) ** 2))
    weight = np.bincount(labels.ravel(), weights=near.ravel())
    weight[0] = 0
    if not weight.any():
        return np.zeros(above.shape, bool)
    chosen = (labels == int(weight.argmax())).astype(np.uint8)
    outlines = cv2.findContours(chosen, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
    return np.asarray(cv2.drawContours(np.zeros_like(chosen), outlines, -1, 1, cv2.FILLED) > 0)


def _contrast(distance: NDArray[np.float32], region: NDArray[np.bool_], rim: NDArray[np.bool_]) -> float:
    inside = region[::2, ::2]
    outside = ~inside & ~rim
    if not outside.any() or not inside.any():
        return 0.0
    return float(distance[inside].mean() - distance[outside].mean())


def _disc(side: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)

"""Segmentation of the lesion without learned parameters.

    pixels -> hair removed -> distance from the colour of the skin -> Otsu -> one region -> mask

A photo on which nothing differs from the skin gets an empty mask.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

HAIR_WIDTH = 9
"""Dark lines narrower than this count as hair, pixels of 224."""
HAIR_CONTRAST = 14
"""Smallest difference between hair and surroundings, grey levels."""
CORNER_DARKNESS = 45
"""Grey level below which a corner is the dark rim of a dermatoscope."""
OTSU_SHARE = 0.6
"""Threshold of the border as a share of Otsu's; it gives the best overlap with drawn borders on a tenth of the training
images."""
CENTRE_REACH = 1.2
"""Distance from the centre at which the weight of a pixel falls to 1/e, half sides of the square."""
LEAST_CONTRAST = 2.0
"""Smallest colour difference between lesion and surroundings, CIE Lab units."""
LEAST_AREA = 0.004
"""Smallest area of a lesion, share of the square."""

_SMALL = (112, 112)
_AXES = np.arange(-0.5, 0.5, 1 / 112) + 0.5 / 112
_FROM_CENTRE = 2 * np.hypot(_AXES[:, None], _AXES[None])  # (112, 112): 0 in the middle, 1 in the middle of a side
_AIM = np.exp(-((_FROM_CENTRE / CENTRE_REACH) ** 4)).astype(np.float32)


@dataclass(frozen=True, eq=False)
class LesionRegion:
    """The segmented lesion on the grid of the photo, `(224, 224)`."""

    mask: NDArray[np.bool_]
    """One component without holes; all False if no lesion was found."""
    clean: NDArray[np.uint8]
    """The photo without hair, `(224, 224, 3)`."""
    usable: NDArray[np.bool_]
    """False on the dark rim of a dermatoscope."""

    @property
    def found(self) -> bool:
        """Whether a lesion was found."""
        return bool(self.mask.any())

    def seen_in(self, window: tuple[slice, slice]) -> LesionRegion:
        """Crop the region to some rows and columns."""
        mask, clean, usable = (np.ascontiguousarray(grid[window]) for grid in (self.mask, self.clean, self.usable))
        return LesionRegion(mask.astype(bool), clean.astype(np.uint8), usable.astype(bool))


def lesion_region(pixels: NDArray[np.uint8]) -> LesionRegion:
    """Segment the lesion of a photo `(224, 224, 3)`.

    Rotating or mirroring the photo rotates or mirrors the mask. Otsu's method: 1979, doi:10.1109/TSMC.1979.4310076.
    Removal of hair by closing: Lee et al. 1997 (DullRazor), doi:10.1016/S0010-4825(97)00020-6.
    """
    clean = without_hair(pixels)
    small = np.asarray(cv2.resize(clean, _SMALL, interpolation=cv2.INTER_AREA), np.uint8)  # enough for a border
    rim = dark_rim(small)
    mask = _border_of(_distance_from_skin(small, rim), rim)
    return LesionRegion(mask, clean, ~_enlarged(rim.astype(np.float32), 0.5))


def lab_of(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Convert RGB pixels `(h, w, 3)` to CIE Lab, L from 0 to 100."""
    return np.asarray(cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def without_hair(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Replace thin dark lines by the colours beside them."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    window = _disc(HAIR_WIDTH)
    lines = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, window) > HAIR_CONTRAST
    if not lines.any():
        return pixels.copy()
    beside = cv2.medianBlur(cv2.morphologyEx(pixels, cv2.MORPH_CLOSE, window), 5)
    wide = cv2.dilate(lines.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.where(wide[..., None], beside, pixels)


def dark_rim(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The dark rim around a round field of view, with a margin: dark components that contain a corner."""
    dark = (cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) < CORNER_DARKNESS).astype(np.uint8)
    labels = cv2.connectedComponents(dark)[1]
    corners = {int(labels[down, across]) for down in (0, -1) for across in (0, -1)} - {0}
    rim = np.isin(labels, list(corners)).astype(np.uint8)
    return cv2.dilate(rim, np.ones((5, 5), np.uint8)) > 0


def _distance_from_skin(pixels: NDArray[np.uint8], rim: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Distance of each pixel from the colour of the skin in Lab; lighter than skin does not count."""
    lab = np.asarray(cv2.GaussianBlur(lab_of(pixels), (0, 0), 1.0), np.float32)
    difference = lab - _surroundings(lab, rim)
    parts = np.dstack([np.minimum(difference[..., 0], 0), 1.2 * difference[..., 1], 0.7 * difference[..., 2]])
    distance: NDArray[np.float32] = np.sqrt((parts**2).sum(axis=2)) * _AIM
    distance[rim] = 0
    return distance


def _surroundings(lab: NDArray[np.float32], rim: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Median colour of the lighter half of the outer ring of the photo, which is skin."""
    for inner in (0.95, 0.8, 0.0):
        ring = lab[(inner < _FROM_CENTRE) & ~rim]
        if len(ring) > 150:
            break
    else:
        return np.array([100, 0, 0], np.float32)  # the photo is all dark rim
    lighter = ring[ring[:, 0] >= np.median(ring[:, 0])]
    return np.median(lighter, axis=0).astype(np.float32)


def _border_of(distance: NDArray[np.float32], rim: NDArray[np.bool_]) -> NDArray[np.bool_]:
    nothing = np.zeros((224, 224), bool)
    if distance.max() < LEAST_CONTRAST:
        return nothing
    region = _central_region(_enlarged(distance, OTSU_SHARE * _otsu(distance)))
    if region.mean() < LEAST_AREA or _contrast(distance, region, rim) < LEAST_CONTRAST:
        return nothing
    return region


def _otsu(values: NDArray[np.float32]) -> float:
    top = float(values.max())
    threshold = cv2.threshold((values / top * 255).astype(np.uint8), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0]
    return threshold / 255 * top


def _enlarged(values: NDArray[np.float32], threshold: float) -> NDArray[np.bool_]:
    """Threshold values of the small grid on the grid of the photo."""
    large = cv2.resize(values, (224, 224), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large > threshold)


def _central_region(above: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The component with the most area near the centre, smoothed and without holes."""
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

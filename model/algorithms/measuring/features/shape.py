"""Features of the shape of a lesion: size, position, elongation and irregularity."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

SHAPE_NUMBERS = 10
"""Number of features of `shape_features`."""


def shape_features(lesion: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Ten features of a non-empty zone `(s, s)`, `(10,)`, independent of the orientation of the photo."""
    side = len(lesion)
    rows, columns = np.nonzero(lesion)
    share = len(rows) / side**2
    from_centre = np.hypot(*((places.mean() + 0.5) / side - 0.5 for places in (rows, columns)))
    minor, major = _axes(rows, columns)
    mask = lesion.astype(np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=len)
    around = cv2.arcLength(outline, True)
    filled = cv2.contourArea(outline) + 1
    hull = cv2.contourArea(cv2.convexHull(outline)) + 1
    frame = np.concatenate([lesion[0], lesion[-1], lesion[:, 0], lesion[:, -1]])
    coarse = cv2.arcLength(cv2.approxPolyDP(outline, 0.02 * around, True), True)
    size = (share, from_centre, minor / side, major / side, minor / major)
    roundness = (around**2 / (4 * np.pi * filled), filled / hull, len(rows) / filled)
    return np.array([*size, *roundness, frame.mean(), around / max(coarse, 1.0)], np.float32)


def _axes(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> tuple[float, float]:
    """Standard deviations along the shorter and the longer main axis, pixels; at least half a pixel."""
    if len(rows) < 2:
        return 0.5, 0.5
    shorter, longer = np.sqrt(np.linalg.eigvalsh(np.cov(rows, columns)).clip(0.25, None))
    return float(shorter), float(longer)

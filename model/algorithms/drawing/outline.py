"""The outline of a mask, for drawing on the photo."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def outline(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The outer border of the largest component of a mask, `(n, 2)`, x and y as shares; `(0, 2)` for an empty mask."""
    lines = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
    if not lines:
        return np.empty((0, 2), np.float32)
    longest = max(lines, key=cv2.contourArea)[:, 0]
    down, across = mask.shape
    return ((longest + 0.5) / (across, down)).astype(np.float32)

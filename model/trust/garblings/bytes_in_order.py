"""The bytes of a picture, read in another order than they were written."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def reread(values: NDArray[Any], shape: tuple[int, ...]) -> Pixels:
    """The values, in their order, in another shape; they begin again where there are too few."""
    return np.resize(values.reshape(-1), shape)


def deep(pixels: Pixels, rng: np.random.Generator) -> NDArray[np.uint16]:
    """The picture as a scanner sees it in 16 bits: little noise, and no jump from one grey level to the next."""
    smooth = cv2.GaussianBlur(pixels, (0, 0), 1).astype(np.float32) * 257
    noisy = cv2.GaussianBlur(smooth, (0, 0), 1) + rng.normal(0, rng.uniform(5, 60), pixels.shape)
    return noisy.clip(0, 65535).astype(np.uint16)


def rounded(values: NDArray[Any]) -> Pixels:
    """The nearest grey levels."""
    levels: Pixels = np.rint(np.clip(values, 0, 255)).astype(np.uint8)
    return levels

"""A photo of any size -> the square that a model takes, before its numbers are scaled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.challenge.sandbox.preparation import Input


def square(image: NDArray[np.uint8], wanted: Input) -> NDArray[np.uint8]:
    """The photo `(h, w, 3)` in the wanted size, `(side, side, 3)`.

    Raises:
        ValueError: it is no photo in colour.
    """
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
        raise ValueError(f"expected (h, w, 3) uint8, got {image.shape} {image.dtype}")
    fitted = _padded(image) if wanted.fit == "pad" else image
    height, width = fitted.shape[:2]
    if wanted.fit == "crop":
        height = width = min(height, width)
    kept = _centre(fitted, round(height * wanted.centre), round(width * wanted.centre))
    if kept.shape[:2] == (wanted.side, wanted.side):
        return kept
    resized = Image.fromarray(np.ascontiguousarray(kept)).resize((wanted.side,) * 2, Image.Resampling.BILINEAR)
    return np.asarray(resized)


def _centre(image: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[top : top + height, left : left + width]


def _padded(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    return np.pad(image, ((top, side - height - top), (left, side - width - left), (0, 0)))

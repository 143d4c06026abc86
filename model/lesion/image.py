"""The value type in the middle: a validated lesion image, as every algorithm and every page sees it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

INPUT_SIDE = 224
"""Side of the square that the networks were trained on, pixels."""
PHOTO_SIDE = 1024
"""Largest side of the square that is kept for the eye, pixels."""


@dataclass(frozen=True, eq=False)
class LesionImage:
    """The centre square of a photo, in sRGB, without metadata.

    Both arrays show the same square, so a position on one is the same share of the other. They are read-only.

    Attributes:
        photo: for the eye, `(s, s, 3)` uint8, s at most 1024.
        pixels: for the networks, `(224, 224, 3)` uint8.
        sha256: fingerprint of what the networks see; equal images have equal fingerprints.
        source_width: width of the upright photo before cropping, pixels.
        source_height: height of it.
        source_format: name of the format it came in, such as `JPEG` or `DICOM`.
    """

    photo: NDArray[np.uint8]
    pixels: NDArray[np.uint8]
    sha256: str
    source_width: int
    source_height: int
    source_format: str

    @classmethod
    def from_rgb(cls, upright: Image.Image, source_format: str, size: tuple[int, int] | None = None) -> LesionImage:
        """Frame an upright sRGB photo: centre square, both sizes, nothing of the file but its pixels.

        Args:
            upright: mode RGB, any size.
            source_format: name of the format it came in.
            size: width and height in the file, where the photo was decoded smaller than that.
        """
        source_width, source_height = size or upright.size
        width, height = upright.size
        side = min(width, height)
        left, top = (width - side) // 2, (height - side) // 2
        square = upright.crop((left, top, left + side, top + side))
        pixels = _frozen(_resampled(square, INPUT_SIDE))
        photo = _frozen(_resampled(square, min(side, PHOTO_SIDE)))
        fingerprint = hashlib.sha256(pixels.tobytes()).hexdigest()
        return cls(photo, pixels, fingerprint, source_width, source_height, source_format)

    @property
    def source_side(self) -> int:
        """Side of the centre square in the file, pixels: what the photo really resolves."""
        return min(self.source_width, self.source_height)


def _resampled(square: Image.Image, side: int) -> NDArray[np.uint8]:
    if square.size != (side, side):
        square = square.resize((side, side), Image.Resampling.BICUBIC, reducing_gap=3.0)
    return np.array(square, dtype=np.uint8)


def _frozen(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    array.setflags(write=False)
    return array

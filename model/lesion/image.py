"""The validated lesion image that all algorithms and pages use."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

INPUT_SIDE = 224
"""Side of the square for the algorithms, pixels."""
PHOTO_SIDE = 1024
"""Largest side of the square for display, pixels."""


@dataclass(frozen=True, eq=False)
class LesionImage:
    """The centre square of a photo, in sRGB, without metadata.

    Both arrays are read-only and show the same square: `photo` for display, `(s, s, 3)` uint8, s at most 1024; `pixels`
    for the algorithms, `(224, 224, 3)` uint8, with their hexadecimal `sha256`. The width and height of the source are
    those of the upright photo before cropping, in pixels. `frame` is the whole photo, for display beside the square,
    `(h, w, 3)` uint8, no side over 1024; None where it is square. `doubts` names why the picture may differ from what
    was photographed, as in `files.decoded.Doubt`; empty for almost all files.
    """

    photo: NDArray[np.uint8]
    pixels: NDArray[np.uint8]
    sha256: str
    source_width: int
    source_height: int
    source_format: str
    frame: NDArray[np.uint8] | None = None
    doubts: tuple[str, ...] = ()

    @classmethod
    def from_rgb(
        cls,
        upright: Image.Image,
        source_format: str,
        size: tuple[int, int] | None = None,
        doubts: tuple[str, ...] = (),
    ) -> LesionImage:
        """The centre square of an upright sRGB photo; `size` is that in the file, where that is larger."""
        source_width, source_height = size or upright.size
        width, height = upright.size
        side = min(width, height)
        left, top = (width - side) // 2, (height - side) // 2
        square = upright.crop((left, top, left + side, top + side))
        pixels = _frozen(_resampled(square, INPUT_SIDE))
        photo = _frozen(_resampled(square, min(side, PHOTO_SIDE)))
        fingerprint = hashlib.sha256(pixels.tobytes()).hexdigest()
        frame = None if width == height else _whole(upright)
        return cls(photo, pixels, fingerprint, source_width, source_height, source_format, frame, doubts)

    @property
    def source_side(self) -> int:
        """Side of the centre square in the file, pixels."""
        return min(self.source_width, self.source_height)


def _resampled(square: Image.Image, side: int) -> NDArray[np.uint8]:
    if square.size != (side, side):
        square = square.resize((side, side), Image.Resampling.BICUBIC, reducing_gap=3.0)
    return np.array(square, dtype=np.uint8)


def _whole(upright: Image.Image) -> NDArray[np.uint8]:
    shrink = min(1.0, PHOTO_SIDE / max(upright.size))
    size = (max(1, round(upright.width * shrink)), max(1, round(upright.height * shrink)))
    return _frozen(np.array(upright.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0), dtype=np.uint8))


def _frozen(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    array.setflags(write=False)
    return array

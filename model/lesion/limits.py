"""What is not read: too many bytes, too many pixels, too few. Known from the header, before anything is decoded."""

from __future__ import annotations

import math

from model.errors import ImageTooSmall, TooManyPixels

MAX_BYTES = 32 * 10**6
"""Largest file that is read, bytes: a phone's photo of 50 megapixels as JPEG has 10 to 25 million."""
MAX_MEGAPIXELS = 40
"""Most pixels that are decoded, millions: four bytes each, and three copies at the worst moment."""
MORE_MEGAPIXELS = {"JPEG": 120, "HEIC": 64}
"""The same for what phones write.

A JPEG over `MAX_MEGAPIXELS` is decoded at half its width and height, which its blocks allow; a HEIC picture is halved
before it is copied.
"""
MIN_SIDE = 96
"""Shortest side that still shows structures, pixels."""


def check_size(width: int, height: int, most: int = MAX_MEGAPIXELS) -> None:
    """Let a picture of this size pass.

    Args:
        width: of the picture, pixels.
        height: of it.
        most: so many pixels may be decoded, millions.

    Raises:
        TooManyPixels: more than are decoded here.
        ImageTooSmall: too few to see structures.
    """
    if width * height > most * 10**6:
        raise TooManyPixels(megapixels=millions(width * height), maximum=most)
    if min(width, height) < MIN_SIDE:
        raise ImageTooSmall(width=width, height=height, minimum=MIN_SIDE)


def millions(count: int) -> float:
    """Millions with one decimal, rounded up, so that a number over a limit also reads as over it."""
    return math.ceil(count / 10**5) / 10

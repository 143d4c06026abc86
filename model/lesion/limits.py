"""Limits on the size of files and pictures, checked before decoding."""

from __future__ import annotations

import math

from model.errors import ImageTooSmall, TooManyPixels

MAX_BYTES = 32 * 10**6
"""Largest file size, bytes; a JPEG of 50 megapixels from a phone has 10 to 25 million."""
MAX_MEGAPIXELS = 40
"""Largest number of pixels that is decoded, millions; each takes four bytes, in up to three copies."""
MORE_MEGAPIXELS = {"JPEG": 120, "HEIC": 64}
"""Larger limits for the formats of phones, millions of pixels.

A JPEG over `MAX_MEGAPIXELS` is decoded at half its width and height; a HEIC picture is halved before it is copied.
"""
MIN_SIDE = 96
"""Smallest side that shows the structures of a lesion, pixels."""


def check_size(width: int, height: int, most: int = MAX_MEGAPIXELS) -> None:
    """Check the size of a picture in pixels.

    Raises:
        TooManyPixels: there are more than `most` million pixels.
        ImageTooSmall: a side is shorter than `MIN_SIDE`.
    """
    if width * height > most * 10**6:
        raise TooManyPixels(megapixels=millions(width * height), maximum=most)
    if min(width, height) < MIN_SIDE:
        raise ImageTooSmall(width=width, height=height, minimum=MIN_SIDE)


def millions(count: int) -> float:
    """Millions with one decimal, rounded up, so that a number above a limit is also shown above it."""
    return math.ceil(count / 10**5) / 10

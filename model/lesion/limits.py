"""What is not read: too many bytes, too many pixels, too few. Known from the header, before anything is decoded."""

from __future__ import annotations

import math

from model.errors import ImageTooSmall, TooManyPixels

MAX_BYTES = 20 * 10**6
"""Largest file that is read, bytes."""
MAX_MEGAPIXELS = 40
"""Most pixels that are decoded, millions: four bytes each, and three copies at the worst moment."""
MIN_SIDE = 96
"""Shortest side that still shows structures, pixels."""


def check_size(width: int, height: int) -> None:
    """Let a picture of this size pass.

    Raises:
        TooManyPixels: more than are decoded here.
        ImageTooSmall: too few to see structures.
    """
    if width * height > MAX_MEGAPIXELS * 10**6:
        raise TooManyPixels(megapixels=millions(width * height), maximum=MAX_MEGAPIXELS)
    if min(width, height) < MIN_SIDE:
        raise ImageTooSmall(width=width, height=height, minimum=MIN_SIDE)


def millions(count: int) -> float:
    """Millions with one decimal, rounded up, so that a number over a limit also reads as over it."""
    return math.ceil(count / 10**5) / 10

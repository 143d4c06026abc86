"""Synthetic photos of a dark spot on skin, each from its number, for tests and demonstrations without patient data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.lesion.pictures import jpeg_of

SIDE = 240
"""Side of the smallest photo, pixels."""
WIDTHS = 60
"""Number of different widths; the height grows after these, so that no two photos have the same size."""


@dataclass(frozen=True)
class DrawnPhoto:
    """A synthetic photo as a JPEG file; its number is the seed and decides the size, which identifies it on a page."""

    number: int
    data: bytes

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, pixels; different for each number."""
        return SIDE + self.number % WIDTHS, SIDE + self.number // WIDTHS


def drawn_photo(number: int) -> DrawnPhoto:
    """The photo of a number."""
    width, height = DrawnPhoto(number, b"").size
    return DrawnPhoto(number, jpeg_of(Image.fromarray(_spot(number, width, height)), 92))


def _spot(seed: int, width: int, height: int) -> NDArray[np.uint8]:
    """A spot of random place, shape and colour on grainy skin, `(height, width, 3)`."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width] / SIDE
    y -= (height - SIDE) / (2 * SIDE)  # the spot stays in the central square, whatever the height
    down, across = rng.uniform(0.35, 0.65, 2)
    angle = np.arctan2(y - down, x - across)
    edge = rng.uniform(0.1, 0.3) * (1 + 0.25 * np.sin(rng.integers(2, 7) * angle + rng.uniform(0, 6)))
    cover = 1 / (1 + np.exp(40 * (np.hypot(y - down, x - across) - edge)))[..., None]
    skin, pigment = rng.uniform((170, 120, 100), (235, 200, 180)), rng.uniform((30, 20, 20), (170, 110, 110))
    photo = skin * (1 - cover) + pigment * cover + rng.normal(0, 6, (height, width, 1))
    pixels: NDArray[np.uint8] = np.clip(photo, 0, 255).astype(np.uint8)
    return pixels

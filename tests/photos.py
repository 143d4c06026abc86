"""Photos for tests: a dark spot on skin, drawn from a seed. No patient, nobody's data."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.lesion.image import LesionImage


def spot(seed: int, side: int = 240) -> NDArray[np.uint8]:
    """A spot of random place, size and colour on skin with grain, `(side, side, 3)` uint8."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:side, 0:side] / side
    down, across = rng.uniform(0.3, 0.7, 2)
    angle = np.arctan2(y - down, x - across)
    edge = rng.uniform(0.12, 0.3) * (1 + 0.2 * np.sin(rng.integers(2, 7) * angle + rng.uniform(0, 6)))
    cover = 1 / (1 + np.exp(40 * (np.hypot(y - down, x - across) - edge)))[..., None]
    skin, pigment = rng.uniform((190, 140, 120), (235, 190, 170)), rng.uniform((30, 20, 20), (150, 90, 80))
    photo = skin * (1 - cover) + pigment * cover + rng.normal(0, 6, (side, side, 1))
    return np.clip(photo, 0, 255).astype(np.uint8)


def lesion(seed: int, side: int = 240) -> LesionImage:
    return LesionImage.from_rgb(Image.fromarray(spot(seed, side)), "PNG")


def jpeg(seed: int, side: int = 240) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(spot(seed, side)).save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def grey_png(seed: int, side: int = 240) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(spot(seed, side)).convert("L").save(buffer, "PNG")
    return buffer.getvalue()

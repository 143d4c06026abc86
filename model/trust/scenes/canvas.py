"""Draw on a canvas: colours, noise and blur that all scenes share."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 320
"""Side of a canvas, pixels."""
Canvas = NDArray[np.uint8]


def clipped(values: NDArray[Any]) -> Canvas:
    """Values limited to 0 to 255, as a canvas."""
    clipped: Canvas = np.clip(values, 0, 255).astype(np.uint8)
    return clipped


def blurred(canvas: Canvas, sigma: float) -> Canvas:
    """A canvas after a Gaussian blur of standard deviation `sigma`, pixels."""
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), sigma), np.uint8)


def plain(colour: NDArray[np.floating] | tuple[float, ...]) -> Canvas:
    """A canvas of one colour."""
    return clipped(np.broadcast_to(np.asarray(colour, np.float64), (SIDE, SIDE, 3)).copy())


def colour(rng: np.random.Generator, low: int = 0, high: int = 256) -> tuple[int, int, int]:
    """A random colour with channels in [low, high)."""
    red, green, blue = (int(value) for value in rng.integers(low, high, 3))
    return red, green, blue


def cloud(rng: np.random.Generator, size: float) -> NDArray[np.float64]:
    """Smooth noise in [0, 1], `(SIDE, SIDE)`, with lumps of `size` pixels."""
    noise = cv2.GaussianBlur(rng.normal(size=(SIDE, SIDE)), (0, 0), size)
    cloudy: NDArray[np.float64] = (noise - noise.min()) / max(float(np.ptp(noise)), 1e-9)
    return cloudy


def point(rng: np.random.Generator, margin: float = 0.0) -> tuple[int, int]:
    """A random point at least `margin`, a share of the side, away from the edge."""
    x, y = rng.uniform(margin, 1 - margin, 2) * SIDE
    return int(x), int(y)

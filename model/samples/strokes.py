"""Curved lines of varying width: vessels, streaks, hair and ticks.

Points are `(n, 2)`, column and row in pixels, at most one pixel apart; widths are pixels.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from model.samples.fields import SIDE, Field

Points = NDArray[np.float64]


def wander(rng: np.random.Generator, start: tuple[float, float], heading: float, length: float, bend: float) -> Points:
    """Points of a random curved line, `length` pixels long, with the direction `heading` (radians) at the start.

    `bend` is the standard deviation of the change of direction over 100 pixels, radians.
    """
    n = max(2, int(length))
    wobble = np.convolve(rng.standard_normal(n + 40), np.ones(41) / 6.4, "valid")
    angles = heading + bend / 100 * (rng.standard_normal() * np.arange(n) + np.cumsum(wobble))
    steps = np.stack([np.cos(angles), np.sin(angles)], 1)
    return np.asarray(np.array(start) + np.cumsum(steps, 0))


def taper(n: int, thick: float, thin: float, power: float = 1.0) -> NDArray[np.float64]:
    """Widths of `n` points, from `thick` at the start to `thin` at the end."""
    share = np.linspace(0.0, 1.0, n) ** power
    return np.asarray(thick + (thin - thick) * share)


def draw(canvas: Field, points: Points, widths: NDArray[np.float64], strength: float = 1.0) -> None:
    """Draw a line with soft edges into `canvas`, in place; the maximum counts where lines cross."""
    for (column, row), width in zip(points, widths, strict=True):
        reach = math.ceil(width / 2 + 1)
        left, top = math.floor(column) - reach, math.floor(row) - reach
        right, bottom = left + 2 * reach + 2, top + 2 * reach + 2
        if right <= 0 or bottom <= 0 or left >= SIDE or top >= SIDE:
            continue
        left, top = max(left, 0), max(top, 0)
        patch = canvas[top:bottom, left:right]
        x = np.arange(left, left + patch.shape[1]) - column
        y = np.arange(top, top + patch.shape[0])[:, None] - row
        cover = np.clip(width / 2 + 0.5 - np.hypot(x, y), 0.0, min(1.0, width))
        np.maximum(patch, cover * strength, out=patch)


def draw_tree(
    canvas: Field, rng: np.random.Generator, start: tuple[float, float], heading: float, *, length: float, width: float
) -> None:
    """Draw a branching vessel into `canvas`, in place: a tapering stem with thinner branches."""
    points = wander(rng, start, heading, length, bend=1.1)
    draw(canvas, points, taper(len(points), width, width * 0.55), strength=min(1.0, 0.45 + width / 6))
    if width < 0.9 or length < 14:
        return
    for _ in range(int(rng.integers(2, 5))):
        at = int(len(points) * rng.uniform(0.2, 1.0)) - 1
        side = rng.choice([-1.0, 1.0]) * rng.uniform(0.4, 1.1)
        onward = math.atan2(points[at, 1] - points[at - 1, 1], points[at, 0] - points[at - 1, 0])
        branch = (float(points[at, 0]), float(points[at, 1]))
        finer = {"length": length * rng.uniform(0.4, 0.75), "width": width * rng.uniform(0.5, 0.75)}
        draw_tree(canvas, rng, branch, onward + side, **finer)

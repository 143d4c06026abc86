"""Scenes without any object: walls, darkness, gradients, noise, patterns."""

from __future__ import annotations

import cv2
import numpy as np

from model.trust.scenes.canvas import SIDE, Canvas, clipped, cloud, colour, plain


def wall(rng: np.random.Generator) -> Canvas:
    """A grey wall."""
    shade = rng.uniform(60, 250) + rng.normal(0, 8, 3)
    return clipped(plain(shade) + (cloud(rng, rng.uniform(20, 80))[..., None] - 0.5) * rng.uniform(0, 30))


def coloured_wall(rng: np.random.Generator) -> Canvas:
    """A wall of any colour."""
    return clipped(plain(colour(rng)) + (cloud(rng, rng.uniform(2, 60))[..., None] - 0.5) * rng.uniform(0, 40))


def black(rng: np.random.Generator) -> Canvas:
    """A photo taken with the lens cap on."""
    return clipped(rng.uniform(0, 25) + rng.normal(0, rng.uniform(0, 6), (SIDE, SIDE, 3)))


def gradient(rng: np.random.Generator) -> Canvas:
    """A gradient between two colours."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    angle = rng.uniform(0, 2 * np.pi)
    share = np.clip(0.5 + (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle), 0, 1)[..., None]
    return clipped(np.array(colour(rng)) * share + np.array(colour(rng)) * (1 - share))


def noise(rng: np.random.Generator) -> Canvas:
    """Blurred noise, in grey or in colour."""
    channels = 3 if rng.random() < 0.5 else 1
    grain = rng.normal(rng.uniform(60, 200), rng.uniform(20, 90), (SIDE, SIDE, channels))
    blurred = cv2.GaussianBlur(grain, (0, 0), rng.uniform(0.3, 3)).reshape(SIDE, SIDE, channels)
    return clipped(np.broadcast_to(blurred, (SIDE, SIDE, 3)))


def pattern(rng: np.random.Generator) -> Canvas:
    """Stripes or a chequerboard."""
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    size = int(rng.integers(6, 60))
    checks = ((x // size + y // size) % 2 if rng.random() < 0.5 else x // size % 2)[..., None]
    return clipped(checks * np.array(colour(rng)) + (1 - checks) * np.array(colour(rng)))

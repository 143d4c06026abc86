"""Scenes of people, landscapes and objects."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from model.trust.scenes.canvas import SIDE, Canvas, blurred, clipped, cloud, colour, plain, point


def skin_colour(rng: np.random.Generator) -> NDArray[np.float64]:
    """A random colour of skin, `(3,)`."""
    light, dark = np.array([240, 200, 180]), np.array([95, 62, 48])
    colour_of_skin: NDArray[np.float64] = light + (dark - light) * rng.uniform(0, 1) + rng.normal(0, 6, 3)
    return colour_of_skin


def face(rng: np.random.Generator) -> Canvas:
    """A face before a background."""
    canvas = clipped(plain(colour(rng)) + (cloud(rng, 25)[..., None] - 0.5) * 60)
    skin = skin_colour(rng)
    x, y = SIDE // 2 + int(rng.integers(-30, 30)), SIDE // 2 + int(rng.integers(-15, 25))
    wide, high = int(rng.integers(60, 105)), int(rng.integers(90, 140))
    cv2.ellipse(canvas, (x, y - high // 3), (wide + 12, high), 0, 0, 360, colour(rng, 0, 120), -1, cv2.LINE_AA)
    cv2.ellipse(canvas, (x, y), (wide, high), 0, 0, 360, skin.tolist(), -1, cv2.LINE_AA)
    for eye in (-1, 1):
        where = (x + eye * wide // 2, y - high // 5)
        cv2.ellipse(canvas, where, (wide // 5, wide // 9), 0, 0, 360, (245, 245, 245), -1, cv2.LINE_AA)
        cv2.circle(canvas, where, wide // 10, colour(rng, 0, 110), -1, cv2.LINE_AA)
        cv2.line(canvas, (where[0] - 18, where[1] - 20), (where[0] + 18, where[1] - 22), (50, 35, 25), 4)
    cv2.ellipse(canvas, (x, y + high // 2), (wide // 3, 9), 0, 0, 180, (165, 70, 75), -1, cv2.LINE_AA)
    cv2.line(canvas, (x, y - 10), (x + 8, y + high // 5), (skin * 0.8).tolist(), 3)
    return blurred(canvas, rng.uniform(0.5, 2))


def limb(rng: np.random.Generator) -> Canvas:
    """An arm or a leg before a background, with moles too small to be assessed."""
    canvas = clipped(plain(colour(rng)) + (cloud(rng, rng.uniform(10, 40))[..., None] - 0.5) * 50)
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.line(mask, (int(rng.integers(40, 280)), 0), (int(rng.integers(40, 280)), SIDE), 255, int(rng.integers(60, 150)))
    if rng.random() < 0.5:
        mask = np.ascontiguousarray(mask.T)
    near = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
    shade = np.clip(0.7 + near / 120, 0, 1.05)[..., None] + (cloud(rng, 4)[..., None] - 0.5) * 0.05
    canvas = np.where(mask[..., None] > 0, clipped(skin_colour(rng) * shade), canvas)
    for _ in range(int(rng.integers(0, 12))):
        x, y = point(rng)
        if mask[y, x]:
            cv2.circle(canvas, (x, y), int(rng.integers(1, 4)), (95, 60, 45), -1, cv2.LINE_AA)
    return blurred(canvas, rng.uniform(0.5, 1.5))


def landscape(rng: np.random.Generator) -> Canvas:
    """A landscape with sky, clouds and ground."""
    canvas = np.zeros((SIDE, SIDE, 3), np.float64)
    horizon = int(rng.uniform(0.3, 0.7) * SIDE)
    canvas[:horizon] = np.linspace((80, 140, 220), (200, 225, 245), horizon)[:, None]
    ground = np.array(colour(rng, 30, 150))
    rough = cloud(rng, 2)[horizon:, :, None] - 0.5
    canvas[horizon:] = ground + rough * 90 + (cloud(rng, 20)[horizon:, :, None] - 0.5) * 60
    clouds = np.clip(cloud(rng, 15) - 0.55, 0, 1)[:horizon, :, None] * 500
    canvas[:horizon] = np.minimum(canvas[:horizon] + clouds, 255)
    return clipped(canvas)


def still_life(rng: np.random.Generator) -> Canvas:
    """Shaded objects on a table."""
    canvas = clipped(plain(colour(rng)) + (cloud(rng, 40)[..., None] - 0.5) * 60).astype(np.float64)
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    for _ in range(int(rng.integers(2, 8))):
        (cx, cy), radius = point(rng), float(rng.integers(15, 80))
        inside = (
            np.hypot(x - cx, y - cy) < radius if rng.random() < 0.6 else np.maximum(abs(x - cx), abs(y - cy)) < radius
        )
        light = np.clip(1.1 - np.hypot(x - cx + radius / 3, y - cy + radius / 3) / (1.6 * radius), 0.15, 1)
        canvas[inside] = (np.array(colour(rng, 40, 256)) * light[..., None])[inside]
    return blurred(clipped(canvas), 0.8)

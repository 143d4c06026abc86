"""Scenes of other medical images."""

from __future__ import annotations

import cv2
import numpy as np

from model.trust.scenes.canvas import SIDE, Canvas, blurred, clipped, cloud, plain, point


def x_ray(rng: np.random.Generator) -> Canvas:
    """An X-ray of bones."""
    shown = np.zeros((SIDE, SIDE), np.float64) + rng.uniform(0, 40)
    for _ in range(int(rng.integers(3, 9))):
        bone = np.zeros((SIDE, SIDE), np.uint8)
        cv2.line(bone, point(rng), point(rng), 255, int(rng.integers(8, 60)), cv2.LINE_AA)
        shown += cv2.GaussianBlur(bone, (0, 0), rng.uniform(2, 8)) * rng.uniform(0.2, 0.5)
    shown += cloud(rng, 30) * rng.uniform(20, 90) + rng.normal(0, 4, shown.shape)
    return clipped(shown[..., None].repeat(3, 2))


def chest(rng: np.random.Generator) -> Canvas:
    """An X-ray of a chest."""
    shown = np.full((SIDE, SIDE), rng.uniform(120, 190))
    middle = SIDE // 2
    for side in (-1, 1):
        lung = np.zeros((SIDE, SIDE), np.uint8)
        centre = (middle + side * int(rng.integers(60, 80)), middle + int(rng.integers(-15, 15)))
        cv2.ellipse(lung, centre, (int(rng.integers(38, 55)), int(rng.integers(85, 120))), 0, 0, 360, 255, -1)
        shown -= cv2.GaussianBlur(lung, (0, 0), 9) * rng.uniform(0.3, 0.5)
    for y in range(20, SIDE, int(rng.integers(22, 34))):
        rib = np.zeros((SIDE, SIDE), np.uint8)
        cv2.ellipse(rib, (middle, y), (130, 26), 0, 0, 180, 255, 4, cv2.LINE_AA)
        shown += cv2.GaussianBlur(rib, (0, 0), 2) * 0.12
    return clipped((shown + rng.normal(0, 3, shown.shape))[..., None].repeat(3, 2))


def ultrasound(rng: np.random.Generator) -> Canvas:
    """An ultrasound image: speckle in a fan."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    fan = (np.abs(np.arctan2(x - 0.5, y + 0.1)) < rng.uniform(0.4, 0.8)) & (np.hypot(x - 0.5, y + 0.1) < 1.0)
    speckle = rng.rayleigh(1, (SIDE, SIDE)) * cloud(rng, rng.uniform(8, 30)) ** 2 * rng.uniform(100, 250)
    return clipped((cv2.GaussianBlur(speckle, (0, 0), 1) * fan)[..., None].repeat(3, 2))


def section(rng: np.random.Generator) -> Canvas:
    """A stained tissue section: pink ground, purple nuclei (haematoxylin and eosin)."""
    ground = np.array([225, 160, 200]) + rng.normal(0, 15, 3)
    canvas = clipped(ground + (cloud(rng, rng.uniform(3, 15))[..., None] - 0.5) * np.array([70, 110, 60]))
    for _ in range(int(rng.integers(150, 900))):
        axes = (int(rng.integers(2, 6)), int(rng.integers(2, 6)))
        nucleus = tuple(int(value) for value in np.array([95, 55, 140]) + rng.normal(0, 18, 3))
        cv2.ellipse(canvas, point(rng), axes, float(rng.uniform(0, 180)), 0, 360, nucleus, -1, cv2.LINE_AA)
    holes = cloud(rng, rng.uniform(10, 30)) > rng.uniform(0.65, 1.0)
    canvas[holes] = (244, 240, 245)
    return canvas


def fundus(rng: np.random.Generator) -> Canvas:
    """The back of an eye: an orange disc on black, with vessels."""
    canvas = clipped(plain((190, 85, 35)) + (cloud(rng, 25)[..., None] - 0.5) * 80)
    disc = (SIDE // 2 + int(rng.integers(40, 90)) * int(rng.choice([-1, 1])), SIDE // 2 + int(rng.integers(-15, 15)))
    cv2.circle(canvas, disc, int(rng.integers(16, 28)), (250, 205, 130), -1, cv2.LINE_AA)
    for _ in range(int(rng.integers(8, 18))):
        way = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.15, 25))
        points = np.array(disc) + np.cumsum(np.stack([np.cos(way), np.sin(way)], 1) * 9, 0)
        cv2.polylines(canvas, [points.astype(np.int32)], False, (120, 30, 20), int(rng.integers(1, 4)), cv2.LINE_AA)
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.circle(mask, (SIDE // 2, SIDE // 2), int(SIDE * 0.46), 255, -1)
    canvas[mask == 0] = 4
    return blurred(canvas, 1.2)

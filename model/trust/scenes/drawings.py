"""Scenes drawn by hand."""

from __future__ import annotations

import cv2
import numpy as np

from model.trust.scenes.canvas import Canvas, colour, plain, point


def line_drawing(rng: np.random.Generator) -> Canvas:
    """A line drawing."""
    canvas = plain(rng.uniform(225, 256, 3))
    for _ in range(int(rng.integers(5, 25))):
        points = np.cumsum(rng.normal(0, 25, (12, 2)), 0) + np.array(point(rng))
        cv2.polylines(canvas, [points.astype(np.int32)], False, colour(rng, 0, 120), int(rng.integers(1, 4)), 16)
        if rng.random() < 0.4:
            cv2.circle(canvas, point(rng), int(rng.integers(5, 60)), (30, 30, 30), 2, cv2.LINE_AA)
    return canvas


def cartoon(rng: np.random.Generator) -> Canvas:
    """A cartoon of outlined ellipses."""
    canvas = plain(colour(rng, 100, 256))
    for _ in range(int(rng.integers(3, 12))):
        axes = (int(rng.integers(10, 90)), int(rng.integers(10, 90)))
        where, turn = point(rng), float(rng.uniform(0, 180))
        cv2.ellipse(canvas, where, axes, turn, 0, 360, colour(rng), -1, cv2.LINE_AA)
        cv2.ellipse(canvas, where, axes, turn, 0, 360, (0, 0, 0), 2, cv2.LINE_AA)
    return canvas

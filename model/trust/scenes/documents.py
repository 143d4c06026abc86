"""Scenes of things that are written or printed."""

from __future__ import annotations

import cv2
import numpy as np

from model.trust.scenes.canvas import SIDE, Canvas, clipped, colour, plain, point


def page(rng: np.random.Generator) -> Canvas:
    """A page of handwriting."""
    canvas = plain(rng.uniform(215, 256, 3))
    step, left = int(rng.integers(9, 24)), int(rng.integers(10, 50))
    for y in range(int(rng.integers(15, 40)), SIDE, step):
        x = left
        while x < SIDE - left and rng.random() > 0.03:
            width = int(rng.integers(4, 34))
            for stroke in range(x, x + width, 4):
                height = int(rng.integers(step // 3, step // 2 + 2))
                cv2.line(canvas, (stroke, y), (stroke + int(rng.integers(0, 3)), y - height), (40, 40, 45), 1)
            x += width + 6
    return canvas


def written(rng: np.random.Generator) -> Canvas:
    """A page of printed letters."""
    canvas = plain(rng.uniform(200, 256, 3))
    scale = float(rng.uniform(0.4, 1.6))
    for y in range(25, SIDE, int(26 * scale) + 6):
        letters = "".join(chr(code) for code in rng.integers(65, 122, 40))
        cv2.putText(canvas, letters, (8, y), cv2.FONT_HERSHEY_SIMPLEX, scale, colour(rng, 0, 110), 1, cv2.LINE_AA)
    return canvas


def form(rng: np.random.Generator) -> Canvas:
    """A form with lines and numbers."""
    canvas = plain(rng.uniform(225, 256, 3))
    for y in range(10, SIDE, int(rng.integers(16, 40))):
        cv2.line(canvas, (8, y), (SIDE - 8, y), (90, 90, 90), 1)
        cv2.putText(canvas, str(rng.integers(1_000_000)), (12, y + 13), cv2.FONT_HERSHEY_PLAIN, 0.9, (30, 30, 60), 1)
    for x in range(8, SIDE, int(rng.integers(50, 110))):
        cv2.line(canvas, (x, 8), (x, SIDE - 8), (90, 90, 90), 1)
    return canvas


def screen(rng: np.random.Generator) -> Canvas:
    """A screen with windows and captions."""
    canvas = plain(colour(rng))
    for _ in range(int(rng.integers(4, 14))):
        start, end = point(rng), point(rng)
        cv2.rectangle(canvas, start, end, colour(rng), -1)
        cv2.putText(canvas, "OK 12:30", start, cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour(rng), 1, cv2.LINE_AA)
    return canvas


def chart(rng: np.random.Generator) -> Canvas:
    """A bar chart."""
    canvas = plain((252, 252, 252))
    bars = int(rng.integers(4, 12))
    for bar in range(bars):
        x, height = 20 + bar * (SIDE - 40) // bars, int(rng.integers(20, SIDE - 60))
        cv2.rectangle(canvas, (x, SIDE - 20), (x + 200 // bars, SIDE - 20 - height), colour(rng), -1)
    cv2.line(canvas, (15, SIDE - 20), (SIDE - 10, SIDE - 20), (0, 0, 0), 2)
    return canvas


def code(rng: np.random.Generator) -> Canvas:
    """A square of black and white cells, like a QR code."""
    cells = int(rng.integers(15, 45))
    bits = (rng.random((cells, cells)) < 0.5).astype(np.uint8) * 255
    square = cv2.resize(bits, (SIDE - 60, SIDE - 60), interpolation=cv2.INTER_NEAREST)
    return clipped(np.pad(square, 30, constant_values=255)[..., None].repeat(3, 2))

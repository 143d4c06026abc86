"""Artefacts of a photo: hair, gel bubbles, glints, ruler, illumination, lens and sensor."""

from __future__ import annotations

import numpy as np

from model.samples.fields import SIDE, blurred, positions, rough_noise, step, white_noise, zeros
from model.samples.strokes import draw, taper, wander
from model.samples.tissue import Colour, Pixels, covered

DARK_HAIR: Colour = (0.24, 0.16, 0.14)
FAIR_HAIR: Colour = (0.72, 0.52, 0.36)


def with_hair(pixels: Pixels, rng: np.random.Generator, count: int, colour: Colour = DARK_HAIR) -> Pixels:
    """Add `count` hairs: curved, tapering, roughly parallel, with a bright side."""
    dark, shine = zeros(), zeros()
    growth = rng.uniform(0, 2 * np.pi)
    for _ in range(count):
        x, y = rng.uniform(-40, SIDE + 40, 2)
        points = wander(rng, (float(x), float(y)), growth + rng.normal(0, 0.4), rng.uniform(150, 560), bend=0.16)
        thick = rng.uniform(1.2, 2.8)
        widths = taper(len(points), thick, 0.6, power=2.0)
        draw(dark, points, widths, rng.uniform(0.6, 0.95))
        lit = points + 0.55 * thick * np.array([1.0, -1.0])
        draw(shine, lit, widths * 0.4, rng.uniform(0.1, 0.35))
    shadow = 1 - 0.12 * blurred(dark, 2.5)[..., None]
    pixels = covered(pixels * shadow, blurred(shine, 0.5), (1.0, 0.93, 0.88))
    return covered(pixels, blurred(dark, 0.55), colour)


def with_gel_bubbles(pixels: Pixels, rng: np.random.Generator, count: int) -> Pixels:
    """Add air bubbles in the gel: thin rings with a dark and a bright side and a highlight."""
    x, y = positions()
    light = zeros()
    for _ in range(count):
        cx, cy = rng.uniform(-0.95, 0.95), rng.uniform(-0.95, 0.95)
        radius = rng.uniform(0.008, 0.035)
        distance = np.hypot(x - cx, y - cy)
        ring = np.exp(-(((distance - radius) / 0.0042) ** 2))
        side = ((x - cx) * -0.7 + (y - cy) * -0.7) / radius
        light += ring * (0.10 * side - 0.05) + 0.03 * step(distance, radius, 0.6 * radius)
        glint = np.hypot(x - cx + 0.45 * radius, y - cy + 0.45 * radius)
        light += 0.45 * np.exp(-((glint / 0.0045) ** 2))
    return np.asarray(pixels + light[..., None])


def with_glints(
    pixels: Pixels, rng: np.random.Generator, count: int, middle: tuple[float, float], reach: float
) -> Pixels:
    """Add small irregular reflections around `middle` (pixels) within `reach` pixels."""
    canvas = zeros()
    for _ in range(count):
        x, y = np.array(middle) + reach * rng.standard_normal(2) * 0.5
        points = wander(rng, (float(x), float(y)), rng.uniform(0, 2 * np.pi), rng.uniform(2, 14), bend=5.0)
        draw(canvas, points, np.full(len(points), rng.uniform(0.8, 1.8)), rng.uniform(0.2, 0.75))
    return covered(pixels, blurred(canvas, 0.7), (0.97, 0.92, 0.95))


def with_ruler(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Add a millimetre scale along one edge."""
    canvas = zeros()
    spacing, edge = rng.uniform(15, 19), int(rng.integers(4))
    base = float(rng.uniform(6, 12))
    for index, at in enumerate(np.arange(rng.uniform(0, spacing), SIDE, spacing)):
        length = 17 if index % 5 == 0 else 9
        depth = base + np.arange(length * 2) / 2
        tick = np.stack([np.full(len(depth), at), depth], 1)
        draw(canvas, tick, np.full(len(tick), 1.1), 0.75)
    return covered(pixels, np.rot90(blurred(canvas, 0.6), edge), (0.2, 0.17, 0.2))


def with_lens(pixels: Pixels, rng: np.random.Generator, vignette: float) -> Pixels:
    """Add uneven light, darker at the rim by `vignette` (0 to 1), and from 0.8 on a black round frame."""
    x, y = positions()
    off = rng.uniform(-0.25, 0.25), rng.uniform(-0.25, 0.25)
    squared = (x - off[0]) ** 2 + (y - off[1]) ** 2
    slope = rng.normal(0, 0.025), rng.normal(0, 0.025)
    lamp = 1.03 - (0.05 + 0.16 * vignette) * squared + slope[0] * x + slope[1] * y + 0.006 * rough_noise(rng, 200, 2.5)
    warmth = 1 + np.array([0.012, 0.0, -0.012], np.float32) * (1 - squared)[..., None]
    result = pixels * lamp[..., None] * warmth
    if vignette >= 0.8:
        tube = step(np.hypot(x - 0.05 * off[0], y - 0.05 * off[1]), rng.uniform(1.2, 1.26), 1.16)
        result = result * (0.03 + 0.97 * tube[..., None])
    return np.asarray(result)


def with_sensor(pixels: Pixels, rng: np.random.Generator, blur: float) -> Pixels:
    """Add lens blur of `blur` pixels, the sharpening of a camera, and noise."""
    soft = np.stack([blurred(pixels[..., channel], blur) for channel in range(3)], -1)
    wide = np.stack([blurred(soft[..., channel], 2.2) for channel in range(3)], -1)
    crisp = soft + 0.35 * (soft - wide)
    noise = blurred(white_noise(rng), 0.6)[..., None] * 0.008
    colour_noise = np.stack([blurred(white_noise(rng), 1.2) for _ in range(3)], -1) * 0.008
    return np.asarray(crisp + noise + colour_noise)

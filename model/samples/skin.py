"""Healthy skin with mottling, furrows, pores and fine vessels."""

from __future__ import annotations

import numpy as np

from model.samples.fields import SIDE, Field, blurred, brushed_noise, cells, rough_noise, smooth_noise, step, zeros
from model.samples.strokes import draw, taper, wander
from model.samples.tissue import Colour, Tissue

PINK: Colour = (0.93, 0.66, 0.68)
SALMON: Colour = (0.92, 0.68, 0.61)
LILAC: Colour = (0.83, 0.71, 0.78)
PALE: Colour = (0.91, 0.81, 0.82)
ROSE: Colour = (0.90, 0.74, 0.77)
SAND: Colour = (0.88, 0.74, 0.65)
"""Colours of fair skin through a dermatoscope; they differ mainly by white balance."""


def skin(rng: np.random.Generator, tone: Colour, sun: float = 0.0) -> Tissue:
    """Generate healthy skin of about the colour `tone`, with sun damage from 0 to 1: blotches and fine vessels."""
    shade = np.array(tone) * (1 + 0.03 * rng.standard_normal() + 0.012 * rng.standard_normal(3))
    tissue = Tissue(skin=(float(shade[0]), float(shade[1]), float(shade[2])))
    tissue.blood += 0.03 * rough_noise(rng, 220) + (0.015 + 0.05 * sun) * rough_noise(rng, 50)
    tissue.melanin += 0.02 * rough_noise(rng, 220) + (0.012 + 0.045 * sun) * rough_noise(rng, 40)
    tissue.melanin += sun * rng.uniform(0.1, 0.45) * freckling(rng)
    tissue.blood += (0.05 + 0.22 * sun) * fine_vessels(rng, int(6 + 40 * sun))
    np.clip(tissue.blood, -0.06, None, out=tissue.blood)
    np.clip(tissue.melanin, -0.03, None, out=tissue.melanin)
    tissue.relief += surface(rng)
    return tissue


def freckling(rng: np.random.Generator) -> Field:
    """Blotchy pigment of sun-damaged skin, 0 to 1."""
    blotches = step(rough_noise(rng, 90, 2.6) + 0.35 * rough_noise(rng, 14, 2.0), 0.4, 2.0)
    return blurred(blotches * (0.75 + 0.25 * step(cells(rng, 9).edge, 0.4, 0.0)), 2)


def fine_vessels(rng: np.random.Generator, count: int) -> Field:
    """Small blurred vessels of the dermis, 0 to 1."""
    canvas = zeros()
    for _ in range(count):
        x, y = rng.uniform(0, SIDE, 2)
        points = wander(rng, (float(x), float(y)), rng.uniform(0, 2 * np.pi), rng.uniform(20, 100), bend=3.0)
        draw(canvas, points, taper(len(points), rng.uniform(1.5, 3.5), 0.8))
    return blurred(canvas, rng.uniform(1.4, 2.6))


def surface(rng: np.random.Generator) -> Field:
    """Brightness of furrows, pores and grain, as a share of the light."""
    angle = rng.uniform(0, np.pi)
    furrows = brushed_noise(rng, angle, 3.5, 20) + 0.7 * brushed_noise(rng, angle + rng.uniform(0.9, 1.5), 3.5, 18)
    mesh = step(cells(rng, rng.uniform(10, 15), bend=0.4).edge, 0.3, 0.0)
    pores = step(smooth_noise(rng, 6), 1.6, 3.0)
    depth = rng.uniform(0.5, 1.3)
    relief = depth * (0.008 * furrows - 0.012 * blurred(mesh, 0.8)) + 0.008 * smooth_noise(rng, 2.2) + 0.02 * pores
    return np.asarray(relief)

"""Disturbances of a photo that do not change the diagnosis: ink, hair, a ruler, gel, rotation, light, compression.

    pixels, strength of each disturbance -> disturbed pixels

A disturbance works on the square that the networks see. Strokes come from a fixed seed, so that the same strength gives
the same picture and a stronger disturbance contains the weaker one. Strength 0 returns the photo unchanged. Training
uses the same strokes with its own random generator.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.lesion.pictures import jpeg_of

Pixels = NDArray[np.uint8]
SEED = 2019
"""Seed of the strokes on the pages."""
INK = np.array([72, 48, 132], np.float32)
"""Gentian violet, the colour of surgical skin markers."""


@dataclass(frozen=True)
class Disturbance:
    """A disturbance and the range of its strength, in the unit of its texts `disturbances.<slug>`.

    `stated` is the strength at which its effect is measured. `change` gets pixels `(s, s, 3)` and a strength other than
    0, and returns new pixels.
    """

    slug: str
    lowest: float
    highest: float
    step: float
    stated: float
    change: Callable[[Pixels, float], Pixels]

    def __call__(self, pixels: Pixels, strength: float) -> Pixels:
        """A disturbed copy of the pixels; at strength 0 an exact copy.

        Raises:
            ValueError: the strength is outside the range.
        """
        if not self.lowest <= strength <= self.highest:
            raise ValueError(f"expected {self.slug} in {self.lowest} to {self.highest}, got {strength}")
        return pixels.copy() if strength == 0 else self.change(pixels, strength)

    def strengths(self, count: int) -> list[float]:
        """Evenly spaced strengths over the range, on its steps and including 0."""
        steps = np.linspace(self.lowest, self.highest, count) / self.step
        return sorted({0.0, *(float(round(place) * self.step) for place in steps)})


def hairs(photo: Pixels, rng: np.random.Generator, count: int | None = None) -> None:
    """Draw dark, roughly parallel hairs on a photo `(s, s, 3)`, in place; 3 to 24 by default."""
    side = photo.shape[0]
    growth = rng.uniform(0, 2 * np.pi)
    colour = tuple(int(value) for value in rng.integers(10, 90) * np.array([1.0, 0.8, 0.7]))
    steps = np.linspace(0, 1, 12)
    for _ in range(int(rng.integers(3, 25)) if count is None else count):
        start, angle = rng.uniform(-0.1, 1.1, 2) * side, growth + rng.normal(0, 0.5)
        length, bend = rng.uniform(0.3, 1.2) * side, rng.normal(0, 0.7)
        way = angle + bend * steps
        points = start + np.cumsum(np.stack([np.cos(way), np.sin(way)], 1) * length / len(steps), 0)
        cv2.polylines(photo, [np.round(points * 8).astype(np.int32)], False, colour, 1, cv2.LINE_AA, 3)


def ruler(photo: Pixels, rng: np.random.Generator, reach: float | None = None) -> None:
    """Draw the marks of a ruler on a photo `(s, s, 3)`, in place; they end at `reach`, a share of its side."""
    side = photo.shape[0]
    edge, gap = rng.uniform(0.02, 0.2) * side, rng.uniform(0.03, 0.08) * side
    shown = np.rot90(photo, int(rng.integers(4)))  # a view of the photo, not a copy
    colour = int(rng.integers(0, 70))
    edge = edge if reach is None else reach * side
    for number, x in enumerate(np.arange(rng.uniform(0, gap), side, gap)):
        length = (0.09 if number % 5 == 0 else 0.05) * side
        shown[round(max(0.0, edge - length)) : round(edge), round(x) : round(x) + 1] = colour


def bubbles(photo: Pixels, rng: np.random.Generator, count: int | None = None) -> None:
    """Draw bubbles of immersion gel on a photo `(s, s, 3)`, in place; 2 to 13 by default."""
    side = photo.shape[0]
    for _ in range(int(rng.integers(2, 14)) if count is None else count):
        centre = tuple(int(value) for value in rng.integers(0, side, 2))
        radius = int(rng.uniform(0.008, 0.05) * side) + 1
        cv2.circle(photo, centre, radius, (235, 230, 225), 1, cv2.LINE_AA)


def _pen(pixels: Pixels, opacity: float) -> Pixels:
    """Add ink beside the lesion: two arcs and a cross, as drawn before an excision."""
    side = len(pixels)
    ink = np.zeros((side, side), np.uint8)
    middle, wide = (side // 2, side // 2), max(2, round(side * 0.022))
    for start in (-50, 130):
        cv2.ellipse(ink, middle, (round(side * 0.43),) * 2, 0, start, start + 100, 255, wide, cv2.LINE_AA)
    arm, corner = round(side * 0.04), round(side * 0.09)
    cv2.line(ink, (corner - arm, corner), (corner + arm, corner), 255, wide, cv2.LINE_AA)
    cv2.line(ink, (corner, corner - arm), (corner, corner + arm), 255, wide, cv2.LINE_AA)
    share = opacity / 100 * ink[..., None].astype(np.float32) / 255
    return _as_pixels(pixels * (1 - share) + INK * share)


def _drawn(draw: Callable[..., None], unit: Callable[[float], float]) -> Callable[[Pixels, float], Pixels]:
    """A change that draws on a copy, from the fixed seed; `unit` converts the strength."""

    def change(pixels: Pixels, strength: float) -> Pixels:
        result = pixels.copy()
        draw(result, np.random.default_rng(SEED), unit(strength))
        return result

    return change


def _rotation(pixels: Pixels, degrees: float) -> Pixels:
    side = len(pixels)
    turn = cv2.getRotationMatrix2D(((side - 1) / 2, (side - 1) / 2), degrees, 1)
    turned = cv2.warpAffine(pixels, turn, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(turned, np.uint8)


def _crop(pixels: Pixels, percent: float) -> Pixels:
    side = len(pixels)
    margin = round(side * percent / 200)
    centre = pixels[margin : side - margin, margin : side - margin]
    return np.asarray(cv2.resize(centre, (side, side), interpolation=cv2.INTER_CUBIC), np.uint8)


def _light(pixels: Pixels, stops: float) -> Pixels:
    return _as_pixels(pixels * np.float32(2**stops))


def _cast(pixels: Pixels, percent: float) -> Pixels:
    """Shift the colours to blue, below 0, or to yellow."""
    share = percent / 100
    return _as_pixels(pixels * np.array([1 + share, 1, 1 - share], np.float32))


def _blur(pixels: Pixels, sigma: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma, borderType=cv2.BORDER_REFLECT_101), np.uint8)


def _jpeg(pixels: Pixels, strength: float) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(jpeg_of(Image.fromarray(pixels), round(100 - strength)))))


def _as_pixels(values: NDArray[Any]) -> Pixels:
    rounded: Pixels = np.rint(values.clip(0, 255)).astype(np.uint8)
    return rounded


DISTURBANCES: dict[str, Disturbance] = {
    disturbance.slug: disturbance
    for disturbance in (
        Disturbance("pen", 0, 100, 5, 80, _pen),
        Disturbance("ruler", 0, 40, 1, 15, _drawn(ruler, lambda percent: percent / 100)),
        Disturbance("hair", 0, 40, 1, 20, _drawn(hairs, round)),
        Disturbance("bubbles", 0, 40, 1, 15, _drawn(bubbles, round)),
        Disturbance("rotation", -180, 180, 5, 45, _rotation),
        Disturbance("crop", 0, 60, 2, 30, _crop),
        Disturbance("light", -1.5, 1.5, 0.1, -0.7, _light),
        Disturbance("cast", -40, 40, 2, 20, _cast),
        Disturbance("blur", 0, 6, 0.25, 2, _blur),
        Disturbance("jpeg", 0, 95, 5, 80, _jpeg),
    )
}
"""All disturbances in the order of a real photo: on the skin, in the view, in the light, in the file."""


def disturbed(pixels: Pixels, strengths: Mapping[str, float]) -> Pixels:
    """A copy of pixels `(s, s, 3)` with several disturbances, given as strength by slug.

    Raises:
        KeyError: a slug is unknown.
        ValueError: a strength is outside its range.
    """
    if unknown := set(strengths) - set(DISTURBANCES):
        raise KeyError(", ".join(sorted(unknown)))
    result = pixels.copy()
    for slug, disturbance in DISTURBANCES.items():
        result = disturbance(result, strengths.get(slug, 0.0))
    return result

"""Add one fault of a given strength to a good photo, for the study of remarks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from model.lesion.disturbances import DISTURBANCES, Pixels, hairs, ruler
from model.lesion.image import INPUT_SIDE

Mask = NDArray[np.bool_]
Change = Callable[[Pixels, Mask, float, int], Pixels]


@dataclass(frozen=True)
class Degradation:
    """One fault in increasing strengths, and the code of the remark that should follow.

    `change` maps pixels, mask of the lesion, strength and number of the photo to new pixels.
    """

    code: str
    name: str
    steps: tuple[float, ...]
    change: Change


def _disturbed(slug: str) -> Change:
    return lambda pixels, mask, strength, number: DISTURBANCES[slug](pixels, strength)


def _greyed(pixels: Pixels, mask: Mask, percent: float, number: int) -> Pixels:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[..., None].astype(np.float32)
    return _as_pixels(pixels + (grey - pixels) * percent / 100)


def _greener(pixels: Pixels, mask: Mask, percent: float, number: int) -> Pixels:
    share = percent / 100
    return _as_pixels(pixels * np.array([1 - share / 2, 1 + share, 1 - share / 2], np.float32))


def _hairy(pixels: Pixels, mask: Mask, count: float, number: int) -> Pixels:
    result = pixels.copy()
    hairs(result, np.random.default_rng(number), round(count))
    return result


def _measured(pixels: Pixels, mask: Mask, percent: float, number: int) -> Pixels:
    result = pixels.copy()
    ruler(result, np.random.default_rng(number), percent / 100)
    return result


def cut_off(pixels: Pixels, mask: Mask, percent: float, number: int) -> Pixels:
    """The photo moved aside, so that this percentage of the lesion's area, or more, is cut off on the left."""
    middle, goal = round(float(np.nonzero(mask)[0].mean())), mask.sum() * (1 - percent / 100)
    for aside in range(INPUT_SIDE - 16):
        side = INPUT_SIDE - aside
        top = int(np.clip(middle - side // 2, 0, aside))
        window = slice(top, top + side), slice(aside, INPUT_SIDE)
        if mask[window].sum() <= goal:
            break
    return _sized(pixels[window], INPUT_SIDE)


def farther(pixels: Pixels, mask: Mask, percent: float, number: int) -> Pixels:
    """The photo taken from farther away: the lesion covers this percentage of it, and more skin is painted around."""
    side = max(8, round(INPUT_SIDE * float(np.sqrt(percent / 100 / mask.mean()))))
    if side >= INPUT_SIDE:
        return pixels.copy()
    near = cv2.dilate(mask.astype(np.uint8), np.ones((25, 25), np.uint8))
    skin = np.asarray(cv2.inpaint(pixels, near, 5, cv2.INPAINT_TELEA), np.float32)
    start, fade = (INPUT_SIDE - side) // 2, max(2, side // 10)
    share = np.zeros((INPUT_SIDE, INPUT_SIDE), np.float32)
    share[start + fade : start + side - fade, start + fade : start + side - fade] = 1
    faded = cv2.GaussianBlur(share, (0, 0), fade / 3)[..., None]
    small = np.zeros_like(pixels)
    small[start : start + side, start : start + side] = _sized(pixels, side)
    return _as_pixels(skin * (1 - faded) + small * faded)


def _sized(pixels: Pixels, side: int) -> Pixels:
    method = cv2.INTER_AREA if side < len(pixels) else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (side, side), interpolation=method), np.uint8)


def _as_pixels(values: NDArray[Any]) -> Pixels:
    return np.asarray(np.rint(values.clip(0, 255)), np.uint8)


DEGRADATIONS = (
    Degradation("blurred", "blur, pixels of 224", (0.5, 1, 1.5, 2, 3), _disturbed("blur")),
    Degradation("too_dark", "light, stops", (-0.3, -0.6, -0.9, -1.2, -1.5), _disturbed("light")),
    Degradation("overexposed", "light, stops", (0.3, 0.6, 0.9, 1.2, 1.5), _disturbed("light")),
    Degradation("no_colour", "colour taken away, %", (40, 60, 80, 90, 100), _greyed),
    Degradation("colour_cast", "cast to yellow, %", (10, 20, 30, 40), _disturbed("cast")),
    Degradation("colour_cast", "cast to blue, %", (-10, -20, -30, -40), _disturbed("cast")),
    Degradation("colour_cast", "cast to green, %", (10, 20, 30, 40), _greener),
    Degradation("cut", "lesion outside, %", (10, 20, 30, 40, 50), cut_off),
    Degradation("too_small", "lesion's share of the photo, %", (4, 3, 2, 1, 0.5), farther),
    Degradation("hair", "hairs", (5, 10, 20, 30, 40), _hairy),
    Degradation("ruler", "ruler reaching in, % of the side", (4, 8, 12, 16, 24), _measured),
    Degradation("ink", "ink, opacity in %", (10, 20, 40, 60, 80), _disturbed("pen")),
)
"""The faults of the study; every step is applied to every photo."""

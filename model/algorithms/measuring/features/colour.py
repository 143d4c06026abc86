"""Statistics of colour, absolute and relative to the skin, of a reduced photo."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from model.algorithms.measuring.features.zones import Zones

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
SHADES = 4
"""Bins of the joint histogram of colour relative to the skin, along each of three directions."""
DARKNESS = (-1.4, -0.8, -0.4)
REDNESS = (0.1, 0.3, 0.6)
YELLOWNESS = (0.0, 0.15, 0.4)


def colour_planes(small: NDArray[np.float32], skin_colour: NDArray[np.float32]) -> NDArray[np.float32]:
    """A reduced photo in several spaces, `(112, 112, 9)`.

    Log colour relative to the skin: mean, red minus green, green minus blue (3); Lab (3); saturation (1); hue as a
    direction (2). The colour of the light is a constant in log colour, which subtracting the skin removes.
    """
    absorbed = np.log(small.clip(0.02, 1)) - np.log(skin_colour)
    red, green, blue = absorbed[..., 0], absorbed[..., 1], absorbed[..., 2]
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2Lab) / np.float32(100)
    most, least = small.max(2), small.min(2)
    red_green = small[..., 0] - small[..., 1]
    yellow_blue = (small[..., 0] + small[..., 1]) / 2 - small[..., 2]
    length = np.hypot(red_green, yellow_blue).clip(0.02, None)
    saturation = (most - least) / most.clip(0.02, None)
    relative = (absorbed.mean(2), red - green, green - blue)
    return np.stack([*relative, *cv2.split(lab), saturation, red_green / length, yellow_blue / length], 2)


def colour_features(planes: NDArray[np.float32], zones: Zones) -> NDArray[np.float32]:
    """Moments and quantiles of each plane in each zone, and the histogram of colour of the lesion, `(d,)`."""
    inside, rim, outside = (planes[zone] for zone in (zones.lesion, zones.rim, zones.skin))
    lesion_moments, skin_moments = _moments(inside), _moments(outside)
    parts = (
        lesion_moments,
        skin_moments,
        _moments(rim),
        lesion_moments[:2] - skin_moments[:2],
        np.quantile(inside, QUANTILES, axis=0),
        _shades(inside),
    )
    return np.concatenate([part.ravel() for part in parts]).astype(np.float32)


def _moments(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean, standard deviation and skewness (cube root of the third moment) of `(n, planes)`, `(3, planes)`."""
    even = np.full(len(values), 1 / len(values), np.float32)
    mean = even @ values  # matrix products are much faster than sums along the long axis
    deviation = values - mean
    squared = deviation * deviation
    return np.stack([mean, np.sqrt(even @ squared), np.cbrt(even @ (squared * deviation))])


def _shades(inside: NDArray[np.float32]) -> NDArray[np.float32]:
    """Joint histogram of darkness, redness and yellowness relative to the skin, as shares of the lesion, `(64,)`."""
    steps = [np.digitize(inside[:, i], edges) for i, edges in enumerate((DARKNESS, REDNESS, YELLOWNESS))]
    cells = (steps[0] * SHADES + steps[1]) * SHADES + steps[2]
    return (np.bincount(cells, minlength=SHADES**3) / len(inside)).astype(np.float32)

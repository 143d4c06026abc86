"""Small structures of a lesion: dots, lines and structureless areas."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

DISC = np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)), np.uint8)
"""Structuring element; structures that fit into it are small."""
DOT_CONTRAST, RED_CONTRAST = 7.0, 6.0
"""Smallest contrast of dots and lines, in lightness and in redness, CIE Lab units."""
EVEN_BELOW = 1.5
"""Roughness below which an area is structureless, CIE Lab units."""


def structure_maps(lab: NDArray[np.float32]) -> dict[str, NDArray[np.bool_]]:
    """Masks of dark, light and red dots and of structureless areas."""
    light, red = lab[..., 0].copy(), lab[..., 1].copy()
    return {
        "dark_dots": np.asarray(cv2.morphologyEx(light, cv2.MORPH_BLACKHAT, DISC) > DOT_CONTRAST),
        "light_dots": np.asarray(cv2.morphologyEx(light, cv2.MORPH_TOPHAT, DISC) > DOT_CONTRAST),
        "red_dots": np.asarray(cv2.morphologyEx(red, cv2.MORPH_TOPHAT, DISC) > RED_CONTRAST),
        "structureless": _roughness(light) < EVEN_BELOW,
    }


def structures(lab: NDArray[np.float32], mask: NDArray[np.bool_]) -> dict[str, float]:
    """Measurements of fine structures on the original photo, since removing hair would remove dots and network."""
    light = lab[..., 0].copy()
    soft, wide = _blurred(light, 2.0), _blurred(light, 6.0)
    roughness = _roughness(light)
    maps = structure_maps(lab)
    core = inner_half(mask)
    dots = maps["dark_dots"]
    return {
        **{name: 100 * float(structure[mask].mean()) for name, structure in maps.items()},
        "dark_dots_centre": 100 * float(dots[core].mean() - dots[mask & ~core].mean()) if core.any() else 0.0,
        "fine_grain": float((light - soft)[mask].std()),
        "coarse_grain": float((soft - wide)[mask].std()),
        "grain_spread": float(roughness[mask].std()),
        "skin_grain": float(roughness[~mask].mean()) if not mask.all() else 0.0,
    }


def _roughness(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Local standard deviation of fine detail, CIE Lab units."""
    return np.sqrt(_blurred((light - _blurred(light, 2.0)) ** 2, 3.0))


def _blurred(values: NDArray[np.float32], reach: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), reach), np.float32)


def inner_half(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The half of the lesion farther from the border."""
    depth = np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3))
    return np.asarray(depth > np.median(depth[mask]))

"""Small structures of a lesion: colours of the photo as it is -> where dots, lines and even areas are, and how many."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

DISC = np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)), np.uint8)
"""What fits into it is small."""
DOT_CONTRAST, RED_CONTRAST = 7.0, 6.0
"""By how much a dot or line is darker, lighter or redder than what lies around it, CIE Lab units."""
EVEN_BELOW = 1.5
"""Roughness under which an area has no structure, CIE Lab units."""


def structure_maps(lab: NDArray[np.float32]) -> dict[str, NDArray[np.bool_]]:
    """Where small structures are: darker, lighter or redder than what lies around them, or none at all."""
    light, red = lab[..., 0].copy(), lab[..., 1].copy()
    return {
        "dark_dots": np.asarray(cv2.morphologyEx(light, cv2.MORPH_BLACKHAT, DISC) > DOT_CONTRAST),
        "light_dots": np.asarray(cv2.morphologyEx(light, cv2.MORPH_TOPHAT, DISC) > DOT_CONTRAST),
        "red_dots": np.asarray(cv2.morphologyEx(red, cv2.MORPH_TOPHAT, DISC) > RED_CONTRAST),
        "structureless": _roughness(light) < EVEN_BELOW,
    }


def structures(lab: NDArray[np.float32], mask: NDArray[np.bool_]) -> dict[str, float]:
    """Fine structures of the photo as it is, hairs included: painting over would take dots and network away."""
    light = lab[..., 0].copy()
    soft, wide = _blurred(light, 2.0), _blurred(light, 6.0)
    roughness = _roughness(light)
    maps = structure_maps(lab)
    core = inner_half(mask)
    dots = maps["dark_dots"]
    return {
        **{name: 100 * float(found[mask].mean()) for name, found in maps.items()},
        "dark_dots_centre": 100 * float(dots[core].mean() - dots[mask & ~core].mean()) if core.any() else 0.0,
        "fine_grain": float((light - soft)[mask].std()),
        "coarse_grain": float((soft - wide)[mask].std()),
        "grain_spread": float(roughness[mask].std()),
        "skin_grain": float(roughness[~mask].mean()) if not mask.all() else 0.0,
    }


def _roughness(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Local standard deviation of what is finer than a few pixels, CIE Lab units."""
    return np.sqrt(_blurred((light - _blurred(light, 2.0)) ** 2, 3.0))


def _blurred(values: NDArray[np.float32], reach: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), reach), np.float32)


def inner_half(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The half of the lesion that is farther from its border."""
    depth = np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3))
    return np.asarray(depth > np.median(depth[mask]))

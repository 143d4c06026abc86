"""The numbers of a photo in another colour space than sRGB."""

from __future__ import annotations

import imagecodecs
import numpy as np


def in_space(skin: np.ndarray, profile: bytes, bits: int = 8) -> np.ndarray:
    """The photo in the numbers of another colour space."""
    kind = f"u{bits // 8}"
    values = skin.astype(np.uint16) * 257
    srgb = imagecodecs.cms_profile("srgb")
    return imagecodecs.cms_transform(values, srgb, profile, colorspace="rgb", outcolorspace="rgb", outdtype=kind)

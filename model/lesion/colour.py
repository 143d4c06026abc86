"""Conversion of pictures of any mode and bit depth to 8-bit sRGB."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms


def in_srgb(picture: Image.Image) -> Image.Image:
    """Convert a picture of any mode to RGB in sRGB; transparent areas become white."""
    profile = picture.info.get("icc_profile")
    if picture.mode[0] in "IF":
        picture = Image.fromarray(eight_bit(np.asarray(picture)))
    if not picture.has_transparency_data:
        return _profiled(picture, profile)
    *colour, alpha = picture.convert("LA" if picture.mode in {"LA", "La"} else "RGBA").split()
    opaque = _profiled(Image.merge("RGB", colour) if len(colour) == 3 else colour[0], profile)
    page = Image.new("RGB", opaque.size, "white")
    page.paste(opaque, mask=alpha)
    return page


def _profiled(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Apply the colour profile; ignore one that is broken or made for other channels."""
    if not profile or picture.mode == "LAB":  # LAB values do not depend on a device
        return picture.convert("RGB")
    if picture.mode not in {"L", "CMYK"}:
        picture = picture.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        converted = None
    return converted or picture.convert("RGB")


_FULL_SCALES = (255.0, 4095.0, 65535.0)
"""Largest values of 8, 12 and 16 bits; a file may store them with more bits."""


def eight_bit(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Scale values to 0-255, by the smallest full scale that contains them all, or else by their range."""
    finite = values[np.isfinite(values)]
    low, high = float(finite.min()), float(finite.max())
    scales = (1.0, *_FULL_SCALES) if values.dtype.kind == "f" else _FULL_SCALES
    if low >= 0:
        low, high = 0.0, next((scale for scale in scales if high <= scale), high)
    return scaled(values, low, high)


def scaled(values: NDArray[Any], low: float, high: float) -> NDArray[np.uint8]:
    """Map low to 0 and high to 255; clip values outside the range and set NaN to 0."""
    span: float = max(high - low, 1e-30)
    share = (values.astype(np.float32) - np.float32(low)) / np.float32(span)
    levels: NDArray[np.float32] = np.nan_to_num(share).clip(0, 1) * 255
    return np.rint(levels).astype(np.uint8)

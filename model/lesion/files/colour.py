"""Conversion of pictures of any mode and bit depth to 8-bit sRGB."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from model.lesion.files.decoded import Doubt, each_once


def in_srgb(picture: Image.Image) -> tuple[Image.Image, tuple[Doubt, ...]]:
    """Convert a picture of any mode to RGB in sRGB, with the doubts; transparent areas become white.

    `picture.info["icc_profile"]` is the profile of the picture, if it has one.
    """
    profile, scale = picture.info.get("icc_profile"), None
    if picture.mode[0] in "IF":
        values = np.asarray(picture)
        scale = Doubt.SCALE_ASSUMED if guesses_scale(values) else None
        picture = Image.fromarray(eight_bit(values))
    if not picture.has_transparency_data:
        opaque, doubt = _profiled(picture, profile)
        return opaque, each_once(doubt, scale)
    *colour, alpha = picture.convert("LA" if picture.mode in {"LA", "La"} else "RGBA").split()
    opaque, doubt = _profiled(Image.merge("RGB", colour) if len(colour) == 3 else colour[0], profile)
    if alpha.getextrema()[1] == 0:
        return opaque, each_once(doubt, scale, Doubt.TRANSPARENT)
    page = Image.new("RGB", opaque.size, "white")
    page.paste(opaque, mask=alpha)
    return page, each_once(doubt, scale)


def _profiled(picture: Image.Image, profile: bytes | None) -> tuple[Image.Image, Doubt | None]:
    """Apply the colour profile; ignore one that is broken or made for other channels."""
    if not profile or picture.mode == "LAB":  # LAB values do not depend on a device
        return picture.convert("RGB"), Doubt.COLOURS_ASSUMED if picture.mode == "CMYK" else None
    if picture.mode not in {"L", "CMYK"} or (picture.mode == "L" and profile[16:20] == b"RGB "):
        picture = picture.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        converted = None
    if converted is None:
        return picture.convert("RGB"), Doubt.COLOURS_ASSUMED
    return converted, None


def deep_in_srgb(values: NDArray[np.uint16], profile: bytes) -> Image.Image:
    """Convert colours of 16 bits, `(h, w, 3)`, by their profile; eight bits would not hold a linear one.

    Raises:
        ValueError or RuntimeError: the profile is broken or made for other channels.
    """
    srgb = imagecodecs.cms_profile("srgb")
    return Image.fromarray(
        imagecodecs.cms_transform(values, profile, srgb, colorspace="rgb", outcolorspace="rgb", outdtype="u1")
    )


_ROWS = 256
"""Rows that are scaled at once: the steps of all would take five times the memory of the picture."""
_FULL_SCALES = (255.0, 4095.0, 65535.0)
"""Largest values of 8, 12 and 16 bits; a file may store them with more bits."""


def eight_bit(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Scale values to 0-255, by the smallest full scale that contains them all, or else by their range."""
    return scaled(values, *_range(values))


def guesses_scale(values: NDArray[Any]) -> bool:
    """Whether the largest value that `eight_bit` takes for white is not that of the stored type."""
    if values.dtype == np.int32:  # Pillow keeps 16 bits without a sign in these
        return False
    full = 1.0 if values.dtype.kind == "f" else float(np.iinfo(values.dtype).max)
    return values.dtype.kind == "i" or _range(values) != (0.0, full)


def _range(values: NDArray[Any]) -> tuple[float, float]:
    if values.dtype.kind == "f":
        values = values[np.isfinite(values)]
    low, high = float(values.min()), float(values.max())
    if low >= 0:
        return 0.0, next((scale for scale in _scales(values.dtype) if high <= scale), high)
    return low, high


def _scales(dtype: np.dtype[Any]) -> tuple[float, ...]:
    """Largest values that may mean white, the smallest first."""
    if dtype.kind == "f":
        return (1.0, *_FULL_SCALES)
    full = float(np.iinfo(dtype).max)
    return (*(scale for scale in _FULL_SCALES if scale < full), full)


def scaled(values: NDArray[Any], low: float, high: float) -> NDArray[np.uint8]:
    """Map low to 0 and high to 255; clip values outside the range and set NaN to 0."""
    span: float = max(high - low, 1e-30)
    levels = np.empty(values.shape, np.uint8)
    for start in range(0, len(values), _ROWS):
        share = (values[start : start + _ROWS].astype(np.float32) - np.float32(low)) / np.float32(span)
        levels[start : start + _ROWS] = np.rint(np.nan_to_num(share).clip(0, 1) * 255)
    return levels

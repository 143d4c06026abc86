"""Garblings of the colours alone: channels, colour spaces, palettes and ranges are taken for others."""

from __future__ import annotations

from itertools import permutations

import cv2
import numpy as np
from PIL import Image

from model.trust.garblings.bytes_in_order import Pixels, rounded

ORDERS = [order for order in permutations(range(3)) if order not in ((0, 1, 2), (2, 1, 0))]


def red_and_blue_swapped(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """BGR read as RGB."""
    return pixels[..., ::-1]


def channels_in_wrong_order(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Another wrong order of the three channels."""
    return pixels[..., ORDERS[rng.integers(len(ORDERS))]]


def ycbcr_as_rgb(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Brightness and colour differences shown as red, green, blue."""
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb)[..., [0, 2, 1]].astype(np.uint8)


def rgb_as_ycbcr(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Red, green, blue taken for brightness and colour differences."""
    return cv2.cvtColor(pixels[..., [0, 2, 1]], cv2.COLOR_YCrCb2RGB).astype(np.uint8)


def colour_differences_swapped(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Cb and Cr change places."""
    swapped = cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb)[..., [0, 2, 1]]
    return cv2.cvtColor(swapped, cv2.COLOR_YCrCb2RGB).astype(np.uint8)


def negative(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """The complementary colours."""
    return 255 - pixels


def grey_negative(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """White taken for black, without colours."""
    return np.repeat(255 - cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[..., None], 3, 2)


def inks_inverted(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """CMYK whose 255 means no ink, read as if it meant full ink."""
    black = 255 - pixels.max(2)
    inks = 255 - pixels - (black * rng.uniform(0, 1))[..., None].astype(np.uint8)
    inverted = Image.fromarray(np.dstack([255 - inks, 255 - black]), "CMYK")
    shown = np.asarray(inverted.convert("RGB"))
    return shown if rng.random() < 0.3 else rounded(shown * rng.uniform(1, 4))


def channel_missing(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """One channel is empty or full."""
    result = pixels.copy()
    result[..., rng.integers(3)] = int(rng.choice([0, 255]))
    return result


def one_channel_alone(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Two channels are empty."""
    result, kept = np.zeros_like(pixels), int(rng.integers(3))
    result[..., kept] = pixels[..., kept]
    return result


def palette_as_grey(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """The numbers of a palette's colours shown as grey levels."""
    colours = int(rng.choice([16, 64, 128, 256]))
    numbers = np.asarray(Image.fromarray(pixels).quantize(colours))
    return np.repeat(numbers[..., None] * (255 // (colours - 1)), 3, 2).astype(np.uint8)


def wrong_palette(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """The colours of another palette."""
    numbers = np.asarray(Image.fromarray(pixels).quantize(int(rng.choice([16, 64, 256]))))
    colours: Pixels = rng.integers(0, 256, (256, 3)).astype(np.uint8)
    return np.take(colours, numbers, 0)


def lab_as_rgb(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """CIE Lab shown as red, green, blue."""
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.uint8)


def hsv_as_rgb(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Hue, saturation and value shown as red, green, blue."""
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV_FULL).astype(np.uint8)


def heat_colours(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Grey levels in the colours of a heat map."""
    scale = int(rng.choice([cv2.COLORMAP_JET, cv2.COLORMAP_HOT, cv2.COLORMAP_HSV, cv2.COLORMAP_RAINBOW]))
    return cv2.applyColorMap(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), scale)[..., ::-1].astype(np.uint8)


def run_over(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Values beyond the range begin again at 0."""
    return (pixels * rng.uniform(1.3, 5)).astype(np.int64).astype(np.uint8)


def signed(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Values from -128 to 127, read as 0 to 255."""
    return pixels + np.uint8(128)

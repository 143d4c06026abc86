"""Garblings that stripe a picture: bytes, planes, rows or fields are taken for others."""

from __future__ import annotations

import cv2
import numpy as np

from model.trust.garblings.bytes_in_order import Pixels, deep, reread, rounded


def planes_as_pixels(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """One plane a colour, read as one colour after the other: small grey copies."""
    return reread(pixels.transpose(2, 0, 1), pixels.shape)


def pixels_as_planes(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """One colour after the other, read as one plane a colour."""
    height, width = pixels.shape[:2]
    return reread(pixels, (3, height, width)).transpose(1, 2, 0)


def lines_as_pixels(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """One row a colour, read as one colour after the other: copies beside each other."""
    return reread(pixels.transpose(0, 2, 1), pixels.shape)


def pixels_as_lines(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """One colour after the other, read as one row a colour."""
    height, width = pixels.shape[:2]
    return reread(pixels, (height, 3, width)).transpose(0, 2, 1)


def swapped_bytes(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """16 bits in the wrong order of bytes: the low byte counts most."""
    return (deep(pixels, rng) & 255).astype(np.uint8)


def two_bytes_as_two_pixels(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """16 bits, read as two values of 8 bits."""
    height, width = pixels.shape[:2]
    return reread(deep(pixels, rng).view(np.uint8), (2 * height, width, 3))


def packed_12_bits(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Two values of 12 bits in three bytes, read as three values."""
    pixels = pixels[: len(pixels) // 2 * 2]
    height, width = pixels.shape[:2]
    first, second = (deep(pixels, rng) >> 4).reshape(-1, 2).T
    packed = np.stack([first >> 4, (first & 15) << 4 | second >> 8, second & 255], -1).astype(np.uint8)
    return reread(packed, (height * 3 // 2, width, 3))


def fields_apart(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """The even rows above the odd rows."""
    return np.concatenate([pixels[::2], pixels[1::2]])


def field_missing(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Every second, third or fourth row is empty."""
    result = pixels.copy()
    result[:: int(rng.integers(2, 5))] = int(rng.choice([0, 128, 255]))
    return result


def fields_shifted(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Every second row comes from elsewhere in the picture."""
    result, side = pixels.copy(), pixels.shape[1]
    result[::2] = np.roll(pixels[::2], int(rng.integers(side // 32, side // 4)), 1)
    return result


def colours_torn(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """The brightness is right, the colours are read with a wrong width."""
    light, *colours = _planes(pixels)
    height, width = light.shape
    wrong = width + int(rng.choice([-1, 1]) * rng.integers(1, width // 6))
    torn = [reread(np.resize(plane, (height, wrong)), light.shape) for plane in colours]
    return _shown(light, *torn)


def colours_in_pairs(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Both colour planes stand in one, value after value, and are read as two."""
    light, *colours = _planes(pixels)
    small = np.stack([cv2.resize(plane, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for plane in colours], -1)
    apart = reread(small, (2, *small.shape[:2]))
    return _shown(light, *(cv2.resize(plane, light.shape[::-1], interpolation=cv2.INTER_NEAREST) for plane in apart))


def four_as_three(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Colours with an alpha value, read without."""
    height, width = pixels.shape[:2]
    return reread(np.dstack([pixels, np.full((height, width), 255, np.uint8)]), (height * 4 // 3, width, 3))


def three_as_four(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Colours without an alpha value, read as if with one."""
    height, width = pixels.shape[:2]
    return reread(pixels, (height * 3 // 4, width, 4))[..., :3]


def grey_as_colour(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """One value a pixel, read as three."""
    height, width = pixels.shape[:2]
    return reread(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (height // 3, width, 3))


def raw_mosaic(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """The raw values behind the colour filter of a sensor, shown as a picture."""
    result = np.zeros_like(pixels)
    for row, column, channel in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        result[row::2, column::2, channel] = pixels[row::2, column::2, channel]
    return result if rng.random() < 0.5 else np.repeat(result.max(2)[..., None], 3, 2)


def bits_reversed(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """The bits of each byte in the wrong order, or its halves."""
    order = np.arange(256)
    halves = ((order & 15) << 4 | order >> 4).astype(np.uint8)
    reversed_bits = np.packbits(np.unpackbits(order.astype(np.uint8)[:, None], axis=1)[:, ::-1], axis=1)[:, 0]
    return (halves if rng.random() < 0.5 else reversed_bits)[pixels]


def _planes(pixels: Pixels) -> list[Pixels]:
    return [np.ascontiguousarray(plane) for plane in cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb).transpose(2, 0, 1)]


def _shown(*planes: Pixels) -> Pixels:
    return rounded(cv2.cvtColor(np.dstack(planes), cv2.COLOR_YCrCb2RGB))

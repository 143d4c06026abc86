"""Garblings that tear a picture: its parts stand in the wrong place, or are missing."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from model.trust.garblings.bytes_in_order import Pixels, reread

EMPTY = ((128, 128, 128), (0, 0, 0), (255, 255, 255), (0, 135, 0), (64, 64, 64), (192, 192, 192))
"""Colours of what a decoder has not filled; green is YCbCr without values."""
CHANGED = 6.0
"""Mean change of a damaged JPEG from which the damage shows, grey levels."""


def wrong_width(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Each row begins some pixels too early or too late."""
    height, width = pixels.shape[:2]
    wrong = width + int(rng.choice([-1, 1]) * rng.integers(1, max(2, width // 4)))
    return reread(pixels, (height * width // wrong, wrong, 3))


def unread_padding(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """The bytes that fill up each row are read as pixels, so that the colours change from row to row as well."""
    height, width = pixels.shape[:2]
    filled = np.pad(pixels.reshape(height, -1), ((0, 0), (0, int(rng.choice([1, 2, 4, 5, 7])))))
    return reread(filled, (height, width, 3))


def cut_off(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """From some row on there is one even colour."""
    result = pixels.copy()
    result[round(len(pixels) * rng.uniform(0.25, 0.85)) :] = EMPTY[rng.integers(len(EMPTY))]
    return result


def last_row_repeated(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """From some row on all rows are the same."""
    start, result = round(len(pixels) * rng.uniform(0.25, 0.8)), pixels.copy()
    result[start:] = pixels[start]
    return result


def missing_tiles(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Some tiles are empty."""
    result, empty, parts = pixels.copy(), EMPTY[rng.integers(len(EMPTY))], int(rng.integers(3, 8))
    side = -(-len(pixels) // parts)
    missing = rng.random((parts, parts)) < rng.uniform(0.15, 0.6)
    missing[rng.integers(parts), rng.integers(parts)] = True
    for row, column in zip(*np.nonzero(missing), strict=True):
        result[row * side : (row + 1) * side, column * side : (column + 1) * side] = empty
    return result


def jumping_rows(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Rows, some at a time, are shifted sideways at random, as without a signal that begins each row."""
    of_each, reach = int(rng.integers(1, 12)), len(pixels) * rng.uniform(0.03, 0.3)
    shifts = np.repeat(rng.uniform(-reach, reach, len(pixels)).astype(int), of_each)[: len(pixels)]
    return np.stack([np.roll(row, shift, 0) for row, shift in zip(pixels, shifts, strict=True)])


def damaged_jpeg(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Some bytes of a JPEG are wrong, and the decoder goes on."""
    _, packed = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(70, 96))])
    for count in range(4, 400, 6):
        altered = packed.copy().ravel()
        places = rng.integers(700, len(altered) - 2, count)
        altered[places] = rng.integers(0, 255, count)
        seen = cv2.imdecode(altered, cv2.IMREAD_COLOR)
        if seen is not None and seen.shape == pixels.shape and _change(seen[..., ::-1], pixels) > CHANGED:
            return np.ascontiguousarray(seen[..., ::-1], np.uint8)
    return wrong_width(pixels, rng)


def strips_in_wrong_order(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Strips of rows change places."""
    parts = int(rng.integers(3, 12))
    strips = np.array_split(pixels, parts)
    return np.concatenate([strips[place] for place in _disorder(parts, rng)])


def tiles_in_wrong_order(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Tiles change places."""
    parts = int(rng.integers(2, 7))
    side = len(pixels) // parts, pixels.shape[1] // parts
    tiles = pixels[: side[0] * parts, : side[1] * parts].reshape(parts, side[0], parts, side[1], 3).swapaxes(1, 2)
    mixed = tiles.reshape(-1, *side, 3)[_disorder(parts * parts, rng)]
    return mixed.reshape(parts, parts, *side, 3).swapaxes(1, 2).reshape(side[0] * parts, side[1] * parts, 3)


def _disorder(count: int, rng: np.random.Generator) -> list[int]:
    """Another order than the right one."""
    order = rng.permutation(count)
    return [int(place) for place in (order if (order != np.arange(count)).any() else np.roll(order, 1))]


def _change(one: NDArray[Any], other: Pixels) -> float:
    return float(np.abs(one.astype(np.int16) - other).mean())

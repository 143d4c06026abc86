"""Occlusion sensitivity: the change of a prediction when a window of the photo is covered by skin colour.

    pixels -> covered copies -> logits of each -> how far the log odds of the target fall -> heat and peak

A window slides over a grid. It is filled with the skin colour of the photo and has a soft edge, so that it adds no
gradients or texture. The method needs only logits and works for any algorithm.

Method: Zeiler and Fergus 2014, arXiv:1311.2901.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from model.algorithms.contract import Progress, silent

GRID = 8
"""Number of window positions along a side."""
WHOLE, NONE = 0.7, 1.3
"""Distances from the centre of a window at which the cover starts and ends to fade, steps of the grid."""
RING = 0.08
"""Width of the outer frame whose median is the skin colour, as a share of the side."""

Logits = Callable[[NDArray[np.uint8]], NDArray[np.float64]]
"""A function from photos `(n, side, side, 3)` to logits `(n, classes)`."""


def occlusion_map(
    pixels: NDArray[np.uint8], logits_of: Logits, column: int, progress: Progress = silent
) -> NDArray[np.float64]:
    """Decrease of the log odds of one diagnosis for each covered window, `(GRID, GRID)`.

    Log odds do not saturate, unlike probabilities, so the map of a nearly certain prediction has as much contrast as
    any other. Positive values are evidence for the target. Logits are computed once for each row of windows.
    """
    whole = log_odds(logits_of(pixels[None]), column)[0]
    rows = []
    for done, covered in enumerate(_covered_rows(pixels), start=1):
        rows.append(whole - log_odds(logits_of(covered), column))
        progress(done / GRID)
    return np.stack(rows)


def log_odds(logits: NDArray[np.float64], column: int) -> NDArray[np.float64]:
    """Log odds of one column against all others, `(n,)`, from logits `(n, classes)`."""
    return np.asarray(logits[:, column] - np.logaddexp.reduce(np.delete(logits, column, axis=1), axis=1))


def skin_colour(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Median colour of the outer frame, `(3,)`; it is skin unless the lesion covers half of the frame."""
    width = max(1, round(RING * len(pixels)))
    inner = np.zeros(pixels.shape[:2], bool)
    inner[width:-width, width:-width] = True
    return np.asarray(np.median(pixels[~inner], axis=0))


def _covered_rows(pixels: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """Yield for each row of windows copies of the photo with one window covered, `(GRID, side, side, 3)` uint8."""
    skin = skin_colour(pixels).astype(np.float32)
    profiles = _profiles(len(pixels))  # (GRID, side)
    for down in profiles:
        copies = np.repeat(pixels[None], GRID, axis=0)
        for copy, across in zip(copies, profiles, strict=True):
            window = np.ix_(np.flatnonzero(down), np.flatnonzero(across))  # the rest of the photo is unchanged
            cover = np.outer(down, across)[window][..., None]
            copy[window] = np.rint(pixels[window] + cover * (skin - pixels[window]))
        yield copies


def _profiles(side: int) -> NDArray[np.float32]:
    """Cover of a window at each position along a side, `(GRID, side)`: 1 in its centre, falling smoothly to 0."""
    middles = (np.arange(GRID) + 0.5) / GRID
    places = (np.arange(side) + 0.5) / side
    distance = np.abs(places[None] - middles[:, None]) * GRID
    share = ((NONE - distance) / (NONE - WHOLE)).clip(0, 1)
    return np.asarray(share**2 * (3 - 2 * share), np.float32)


def heat_and_peak(raw: NDArray[np.float64], side: int) -> tuple[NDArray[np.float32], float]:
    """Convert a raw map `(h', w')` to heat `(side, side)` in [0, 1] and its peak before scaling; 0 without evidence.

    Equals `seeing.grad_cam.heat_and_peak` without torch.
    """
    positive = raw.clip(min=0)
    peak = float(positive.max())
    if peak <= 0:
        return np.zeros((side, side), np.float32), 0.0
    down, across = (_bilinear(length, side) for length in positive.shape)
    return _stretched(down @ _stretched(positive) @ across.T).astype(np.float32), peak


def _bilinear(length: int, side: int) -> NDArray[np.float64]:
    """Matrix of bilinear interpolation from `length` to `side` samples, `(side, length)`, constant at the ends."""
    places = ((np.arange(side) + 0.5) * length / side - 0.5).clip(0, length - 1)
    return np.asarray((1 - np.abs(places[:, None] - np.arange(length)[None])).clip(min=0))


def _stretched(values: NDArray[np.float64]) -> NDArray[np.float64]:
    lifted = values - values.min()
    return np.asarray(lifted / (1e-7 + lifted.max()))

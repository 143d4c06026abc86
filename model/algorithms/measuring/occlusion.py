"""Occlusion sensitivity: what an algorithm's answer loses when a window of the photo is covered by skin.

    pixels -> covered copies -> logits of each -> how far the log odds of the target fall -> heat and peak

A window slides over a grid; it is filled with the photo's own skin colour, with a soft rim, so that the cover adds no
edge that a gradient or a texture would see. It works on any algorithm, since it only asks for logits. numpy alone.

Method: Zeiler and Fergus 2014, arXiv:1311.2901.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from model.algorithms.contract import Progress, silent

GRID = 8
"""Positions of the window along a side."""
WHOLE, NONE = 0.7, 1.3
"""How far from the window's middle the cover is still whole and already none, in steps of the grid: windows overlap."""
RING = 0.08
"""Width of the frame of the photo whose median is taken for skin, as a share of its side."""

Logits = Callable[[NDArray[np.uint8]], NDArray[np.float64]]
"""From photos `(n, side, side, 3)` to logits `(n, classes)`."""


def occlusion_map(
    pixels: NDArray[np.uint8], logits_of: Logits, column: int, progress: Progress = silent
) -> NDArray[np.float64]:
    """How much the log odds of one diagnosis fall when each window is covered, `(GRID, GRID)`.

    Log odds (logit of the target less the log-sum-exp of the others) and not a probability: they do not saturate, so
    the map of an answer that is nearly certain has as much contrast as that of a doubtful one. Positive where the
    photo speaks for the target; the unit is that of the logits.

    Args:
        pixels: the photo, `(side, side, 3)`; not changed.
        logits_of: the algorithm; called with one row of windows at a time.
        column: which logit is explained.
        progress: told after each row of windows.
    """
    whole = log_odds(logits_of(pixels[None]), column)[0]
    rows = []
    for done, covered in enumerate(_covered_rows(pixels), start=1):
        rows.append(whole - log_odds(logits_of(covered), column))
        progress(done / GRID)
    return np.stack(rows)


def log_odds(logits: NDArray[np.float64], column: int) -> NDArray[np.float64]:
    """Log odds of one column against all others together, `(n,)`, from logits `(n, classes)`."""
    others: NDArray[np.float64] = np.logaddexp.reduce(np.delete(logits, column, axis=1), axis=1)
    result: NDArray[np.float64] = logits[:, column] - others
    return result


def skin_colour(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Median colour of the photo's outer frame, `(3,)`: skin, wherever the lesion leaves the frame half free."""
    width = max(1, round(RING * len(pixels)))
    inner = np.zeros(pixels.shape[:2], bool)
    inner[width:-width, width:-width] = True
    median: NDArray[np.float64] = np.median(pixels[~inner], axis=0)
    return median


def _covered_rows(pixels: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """For each row of windows the photo with one window covered in each copy, `(GRID, side, side, 3)` uint8."""
    skin = skin_colour(pixels).astype(np.float32)
    profiles = _profiles(len(pixels))  # (GRID, side)
    for down in profiles:
        copies = np.repeat(pixels[None], GRID, axis=0)
        for copy, across in zip(copies, profiles, strict=True):
            window = np.ix_(np.flatnonzero(down), np.flatnonzero(across))  # elsewhere nothing changes
            cover = np.outer(down, across)[window][..., None]
            copy[window] = np.rint(pixels[window] + cover * (skin - pixels[window]))
        yield copies


def _profiles(side: int) -> NDArray[np.float32]:
    """How much a window at each position covers along a side, `(GRID, side)`: 1 in its middle, falling softly to 0."""
    middles = (np.arange(GRID) + 0.5) / GRID
    places = (np.arange(side) + 0.5) / side
    distance = np.abs(places[None] - middles[:, None]) * GRID
    share = ((NONE - distance) / (NONE - WHOLE)).clip(0, 1)
    profiles: NDArray[np.float32] = (share**2 * (3 - 2 * share)).astype(np.float32)
    return profiles


def heat_and_peak(raw: NDArray[np.float64], side: int) -> tuple[NDArray[np.float32], float]:
    """A raw map `(h', w')` as heat `(side, side)` in [0, 1], and its unscaled peak; without evidence, zeros and 0.

    The same as `seeing.grad_cam.heat_and_peak`, for arrays.
    """
    positive = raw.clip(min=0)
    peak = float(positive.max())
    if peak <= 0:
        return np.zeros((side, side), np.float32), 0.0
    down, across = (_bilinear(length, side) for length in positive.shape)
    return _stretched(down @ _stretched(positive) @ across.T).astype(np.float32), peak


def _bilinear(length: int, side: int) -> NDArray[np.float64]:
    """Weights that stretch `length` samples to `side`, `(side, length)`; the outer half samples are held."""
    places = ((np.arange(side) + 0.5) * length / side - 0.5).clip(0, length - 1)
    weights: NDArray[np.float64] = (1 - np.abs(places[:, None] - np.arange(length)[None])).clip(min=0)
    return weights


def _stretched(values: NDArray[np.float64]) -> NDArray[np.float64]:
    lifted: NDArray[np.float64] = values - values.min()
    stretched: NDArray[np.float64] = lifted / (1e-7 + lifted.max())
    return stretched

"""Descriptors of overlapping patches: directions of gradients, and colours relative to the skin.

Gradient descriptors: dense SIFT (Lowe 2004, doi:10.1023/B:VISI.0000029664.99615.94) with the root of Arandjelović
and Zisserman 2012, doi:10.1109/CVPR.2012.6248018.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

CELL = 4
"""Side of a cell, pixels; patches start one cell apart."""
CELLS = 4
"""Cells along the side of a patch."""
DIRECTIONS = 8
"""Bins of gradient direction from 0 to 360 degrees."""
NOISE = 0.3
"""Constant added to the strength of a patch, so that uniform skin is not amplified."""


def gradient_patches(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """Gradient descriptors of all patches of a plane `(s, s)`, `(n, CELLS * CELLS * DIRECTIONS)`, of length up to 1."""
    across, down = cv2.Sobel(plane, cv2.CV_32F, 1, 0), cv2.Sobel(plane, cv2.CV_32F, 0, 1)
    strength, direction = cv2.cartToPolar(across, down)
    place = direction * np.float32(DIRECTIONS / (2 * np.pi))
    lower = np.floor(place)
    share = place - lower
    first = lower.astype(np.int64) % DIRECTIONS
    side = len(plane) // CELL
    line = np.arange(len(plane)) // CELL
    cell = (line[:, None] * side + line[None]) * DIRECTIONS
    size = side * side * DIRECTIONS
    cells = np.bincount((cell + first).ravel(), (strength * (1 - share)).ravel(), minlength=size)
    cells += np.bincount((cell + (first + 1) % DIRECTIONS).ravel(), (strength * share).ravel(), minlength=size)
    patches = _patches(cells.reshape(side, side, DIRECTIONS).astype(np.float32))
    total = patches.sum(1, keepdims=True) + np.float32(NOISE * CELL**2 * CELLS**2)
    return np.asarray(np.sqrt(patches / total), np.float32)


def colour_patches(planes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean colours of the quarters of each patch and its standard deviation, `(n, 5 k)`, from planes `(s, s, k)`."""
    side = len(planes) // CELL
    means = cv2.resize(planes, (side, side), interpolation=cv2.INTER_AREA)
    squares = cv2.resize(np.square(planes), (side, side), interpolation=cv2.INTER_AREA)
    half = CELLS // 2
    quarters = cv2.blur(means, (half, half), anchor=(0, 0), borderType=cv2.BORDER_REPLICATE)
    last = side - CELLS + 1
    corners = [quarters[down : down + last, across : across + last] for down in (0, half) for across in (0, half)]
    whole = cv2.blur(means, (CELLS, CELLS), anchor=(0, 0), borderType=cv2.BORDER_REPLICATE)[:last, :last]
    power = cv2.blur(squares, (CELLS, CELLS), anchor=(0, 0), borderType=cv2.BORDER_REPLICATE)[:last, :last]
    spread = np.sqrt((power - np.square(whole)).clip(0, None))
    return np.concatenate([*corners, spread], 2).reshape(last * last, -1)


def _patches(cells: NDArray[np.float32]) -> NDArray[np.float32]:
    """All squares of `CELLS` x `CELLS` cells, `(n, CELLS * CELLS * k)`, from `(side, side, k)`."""
    windows = sliding_window_view(cells, (CELLS, CELLS), axis=(0, 1))  # (last, last, k, CELLS, CELLS)
    last = windows.shape[0]
    return np.ascontiguousarray(windows).reshape(last * last, -1)


def patch_shares(zone: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Share of each patch inside a zone `(s, s)`, `(n,)`, in the order of the descriptors."""
    side = len(zone) // CELL
    shares = cv2.resize(zone.astype(np.float32), (side, side), interpolation=cv2.INTER_AREA)
    last = side - CELLS + 1
    whole = cv2.blur(shares, (CELLS, CELLS), anchor=(0, 0), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(whole[:last, :last], np.float32).ravel()

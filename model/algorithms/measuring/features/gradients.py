"""Histograms of gradients and mean colours on a grid aligned with the lesion.

The photo is rotated so that the longer axis of the lesion is horizontal, and scaled to the size of the lesion. The
direction of each axis remains arbitrary, so the features are the mean and the standard deviation of the four mirror
images of the grid.

Histograms of gradients: Dalal and Triggs 2005, doi:10.1109/CVPR.2005.177.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from model.algorithms.measuring.features.zones import SIDE, Zones

GRID = 8
"""Cells along a side."""
CELL = 10
"""Side of a cell, pixels of the aligned photo."""
BINS = 9
"""Bins of gradient direction from 0 to 180 degrees."""
LESION_REACH = 0.3
"""Radius to which the lesion is scaled, as a share of the side of the grid; it leaves a rim of skin."""
RADII = (0.12, 0.45)
"""Limits of the lesion radius for the scaling, as shares of the photo."""


def aligned(planes: NDArray[np.float32], zones: Zones) -> NDArray[np.float32]:
    """Rotate and scale planes `(112, 112, k)` to the lesion, `(80, 80, k)`; pixels outside repeat the edge."""
    rows, columns = np.nonzero(zones.lesion)
    middle = np.array([columns.mean(), rows.mean()])
    spread = np.cov(columns, rows) if len(rows) > 2 else np.eye(2)
    angle = 0.5 * np.arctan2(2 * spread[0, 1], spread[0, 0] - spread[1, 1])
    radius = float(np.clip(np.sqrt(len(rows) / np.pi) / SIDE, *RADII)) * SIDE
    side = GRID * CELL
    step = radius / (LESION_REACH * side)  # pixels of the photo per pixel of the grid
    turn = step * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    offset = middle - turn @ np.full(2, (side - 1) / 2)
    there = np.column_stack([turn, offset])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    turned = cv2.warpAffine(planes, there, (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.float32)


def gradient_cells(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """Histogram of gradient directions in each cell of a plane `(80, 80)`, `(GRID, GRID, BINS)`.

    It is normalised by the neighbouring cells, and large values are capped, as in the original.
    """
    across, down = cv2.Sobel(plane, cv2.CV_32F, 1, 0), cv2.Sobel(plane, cv2.CV_32F, 0, 1)
    strength, direction = cv2.cartToPolar(across, down)
    place = direction.ravel() * np.float32(BINS / np.pi) - np.float32(0.5)
    lower = np.floor(place)
    share = place - lower
    first = lower.astype(np.int64) % BINS
    flat = strength.ravel()
    cells = np.bincount(_CELL_OF + first, flat * (1 - share), minlength=GRID * GRID * BINS)
    cells += np.bincount(_CELL_OF + (first + 1) % BINS, flat * share, minlength=GRID * GRID * BINS)
    histogram = cells.reshape(GRID, GRID, BINS).astype(np.float32)
    energy = cv2.blur(np.square(histogram).sum(2), (3, 3), borderType=cv2.BORDER_REPLICATE)
    capped = np.minimum(histogram / np.sqrt(energy + np.float32(1.0))[..., None], 0.4)
    return np.asarray(np.sqrt(capped), np.float32)


def mean_cells(planes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean of each plane in each cell, `(GRID, GRID, k)`, from `(80, 80, k)`."""
    return np.asarray(cv2.resize(planes, (GRID, GRID), interpolation=cv2.INTER_AREA), np.float32)


def folded(cells: NDArray[np.float32], *, directed: bool) -> NDArray[np.float32]:
    """Mean and standard deviation of the four mirror images of a grid `(GRID, GRID, k)`, `(2 x GRID/2 x GRID/2 x k,)`.

    If `directed`, the last axis holds gradient directions, which mirroring reverses.
    """
    mirrored = cells[..., ::-1] if directed else cells
    ways = np.stack([cells, cells[::-1, ::-1], mirrored[::-1], mirrored[:, ::-1]])[:, : GRID // 2, : GRID // 2]
    return np.concatenate([ways.mean(0).ravel(), ways.std(0).ravel()])


_LINE = np.arange(GRID * CELL) // CELL
_CELL_OF = ((_LINE[:, None] * GRID + _LINE[None]) * BINS).ravel()

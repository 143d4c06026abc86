"""Reduced photo and zones -> histograms of gradients and mean colours on a grid that lies along the lesion.

A lesion has no up. The photo is turned so that the lesion's longer axis is level and scaled to the lesion's size; which
end of each axis comes first is still chance, so the four ways to mirror the grid are folded into one: the mean of the
four says what is there, their spread how unlike the sides are.

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
"""Side of a cell, pixels of the turned photo."""
BINS = 9
"""Directions of a gradient between 0 and 180 degrees."""
LESION_REACH = 0.3
"""Radius that the lesion is scaled to, as a share of the grid's side: it and a rim of skin fit on the grid."""
RADII = (0.12, 0.45)
"""Radii between which lesions are scaled, as shares of the photo; smaller and larger ones stay so."""


def aligned(planes: NDArray[np.float32], zones: Zones) -> NDArray[np.float32]:
    """The planes `(112, 112, k)` turned and scaled to the lesion, `(80, 80, k)`; what lies outside repeats the edge."""
    rows, columns = np.nonzero(zones.lesion)
    middle = np.array([columns.mean(), rows.mean()])
    spread = np.cov(columns, rows) if len(rows) > 2 else np.eye(2)
    angle = 0.5 * np.arctan2(2 * spread[0, 1], spread[0, 0] - spread[1, 1])
    radius = float(np.clip(np.sqrt(len(rows) / np.pi) / SIDE, *RADII)) * SIDE
    side = GRID * CELL
    step = radius / (LESION_REACH * side)  # pixels of the photo for one of the grid
    turn = step * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    offset = middle - turn @ np.full(2, (side - 1) / 2)
    there = np.column_stack([turn, offset])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    turned = cv2.warpAffine(planes, there, (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.float32)


def gradient_cells(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """Histogram of gradient directions in each cell of a plane `(80, 80)`, each cell beside its neighbours' strength.

    Returns:
        `(GRID, GRID, BINS)`; strong gradients are capped, as in the original.
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
    means = cv2.resize(planes, (GRID, GRID), interpolation=cv2.INTER_AREA)
    return np.asarray(means, np.float32)


def folded(cells: NDArray[np.float32], *, directed: bool) -> NDArray[np.float32]:
    """Mean and spread of the four ways to mirror a grid, `(2 x GRID/2 x GRID/2 x k,)`.

    Args:
        cells: `(GRID, GRID, k)`.
        directed: whether the last axis is gradient directions, which a mirror reverses.
    """
    mirrored = cells[..., ::-1] if directed else cells
    ways = np.stack([cells, cells[::-1, ::-1], mirrored[::-1], mirrored[:, ::-1]])[:, : GRID // 2, : GRID // 2]
    return np.concatenate([ways.mean(0).ravel(), ways.std(0).ravel()])


_LINE = np.arange(GRID * CELL) // CELL
_CELL_OF = ((_LINE[:, None] * GRID + _LINE[None]) * BINS).ravel()

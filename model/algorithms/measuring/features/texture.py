"""Features of texture: local binary patterns, co-occurrence, and energy of frequency bands.

Local binary patterns: Ojala, Pietikäinen and Mäenpää 2002, doi:10.1109/TPAMI.2002.1017623.
Co-occurrence: Haralick, Shanmugam and Dinstein 1973, doi:10.1109/TSMC.1973.4309314.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

PATTERN_REACHES = (1, 2, 4)
"""Distances of the neighbours in a local binary pattern, pixels of the reduced photo."""
LEVELS = 12
"""Grey levels of a co-occurrence table."""
PAIR_REACHES = (1, 3)
"""Distances of the two pixels of a co-occurrence, pixels of the reduced photo."""
BAND_WIDTHS = (0.8, 1.6, 3.2, 6.4)
"""Standard deviations of the blurs whose differences are the bands, pixels of the reduced photo."""

_AROUND = ((0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1), (1, 0), (1, 1))


def _pattern_classes() -> NDArray[np.uint8]:
    """Rotation-invariant class of each of the 256 patterns: number of ones if uniform, otherwise 9."""
    bits = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1)
    changes = (bits != np.roll(bits, 1, axis=1)).sum(1)
    return np.where(changes <= 2, bits.sum(1), 9).astype(np.uint8)


_CLASSES = _pattern_classes()


def pattern_features(grey: NDArray[np.float32], zones: Sequence[NDArray[np.bool_]]) -> NDArray[np.float32]:
    """Share of each class of local binary pattern at each reach in each non-empty zone, `(reaches x zones x 10,)`."""
    shares = []
    for reach in PATTERN_REACHES:
        smooth = grey if reach == 1 else cv2.GaussianBlur(grey, (0, 0), reach / 2)
        border = cv2.copyMakeBorder(smooth, reach, reach, reach, reach, cv2.BORDER_REFLECT_101)
        padded = np.asarray(border, np.float32)
        code = np.zeros(grey.shape, np.uint8)
        for bit, (down, across) in enumerate(_AROUND):
            top, left = reach + down * reach, reach + across * reach
            neighbour = padded[top : top + grey.shape[0], left : left + grey.shape[1]]
            code |= (neighbour >= smooth).view(np.uint8) << bit
        classes = _CLASSES[code]
        shares += [np.bincount(classes[zone], minlength=10) / np.count_nonzero(zone) for zone in zones]
    return np.concatenate(shares).astype(np.float32)


def pair_features(plane: NDArray[np.float32], zone: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Contrast, homogeneity, energy, entropy and correlation of the co-occurrence of levels in a zone, `(10,)`.

    The levels divide the range from the 2nd to the 98th percentile of the non-empty zone, so that they do not depend on
    the light. Both pixels of a pair are in the zone, and pairs in four directions are counted together.
    """
    low, high = np.quantile(plane[zone], (0.02, 0.98))
    scaled = (plane - low) * (LEVELS / max(float(high - low), 0.02))
    levels = scaled.clip(0, LEVELS - 1).astype(np.int64)
    return np.concatenate([_pair_statistics(_pair_table(levels, zone, reach)) for reach in PAIR_REACHES])


def _pair_table(levels: NDArray[np.int64], zone: NDArray[np.bool_], reach: int) -> NDArray[np.float64]:
    """Symmetric table of the shares of pairs of levels, `(LEVELS, LEVELS)`; uniform if the zone has no pair."""
    table = np.full(LEVELS**2, 1e-3)
    height, width = levels.shape
    for down, across in ((0, reach), (reach, 0), (reach, reach), (reach, -reach)):
        rows, next_rows = slice(0, height - down), slice(down, height)
        columns = slice(max(0, -across), width - max(0, across))
        next_columns = slice(max(0, across), width + min(0, across))
        both = zone[rows, columns] & zone[next_rows, next_columns]
        pairs = levels[rows, columns][both] * LEVELS + levels[next_rows, next_columns][both]
        table += np.bincount(pairs, minlength=LEVELS**2)
    square = table.reshape(LEVELS, LEVELS)
    return np.asarray((square + square.T) / (2 * table.sum()))


def _pair_statistics(shares: NDArray[np.float64]) -> NDArray[np.float32]:
    level = np.arange(LEVELS)
    difference = level[:, None] - level[None]
    margin = shares.sum(1)
    mean = (margin * level).sum()
    variance = (margin * (level - mean) ** 2).sum()
    together = (shares * np.outer(level - mean, level - mean)).sum()
    contrast, homogeneity = (shares * difference**2).sum(), (shares / (1 + difference**2)).sum()
    energy, entropy = np.sqrt((shares**2).sum()), -(shares * np.log(shares)).sum()
    return np.array([contrast, homogeneity, energy, entropy, together / max(variance, 1e-6)], np.float32)


def band_features(planes: NDArray[np.float32], zones: Sequence[NDArray[np.bool_]]) -> NDArray[np.float32]:
    """Log of the mean absolute value of each band of planes `(h, w, k)` in non-empty zones, `(bands x zones x k,)`."""
    weights = np.stack([zone.ravel() / np.float32(np.count_nonzero(zone)) for zone in zones])  # (zones, h w)
    energies = []
    finer = planes
    for width in BAND_WIDTHS:
        coarser = np.asarray(cv2.GaussianBlur(planes, (0, 0), width), np.float32).reshape(planes.shape)
        energies.append(weights @ np.abs(finer - coarser).reshape(-1, planes.shape[2]))
        finer = coarser
    return np.log(np.stack(energies).ravel() + np.float32(1e-3))

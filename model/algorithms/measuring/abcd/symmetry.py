"""Axes of symmetry of a lesion, and mirroring at an axis.

As in the ABCD rule, the first axis is the one of highest symmetry in shape and colour, and the second is perpendicular
to it. Principal axes would be arbitrary for a nearly round lesion.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

DIRECTIONS, RINGS = 64, 24
"""Size of the polar grid on which axes are compared; an axis lies on a direction or halfway between two."""
FORM_WEIGHT = 25.0
"""Weight of a point without a counterpart, as a colour difference in CIE Lab units."""


def symmetry_axes(
    mask: NDArray[np.bool_], lab: NDArray[np.float32], centre: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The axis of highest symmetry and the perpendicular one, unit vectors `(2, 2)`; the centre is `(x, y)`."""
    fields = np.dstack([mask[..., None] * FORM_WEIGHT, np.where(mask[..., None], lab, 0)]).astype(np.float32)
    polar = _polar(fields, centre, mask)  # (directions, rings, 4)
    inside = polar[..., 0] > FORM_WEIGHT / 2
    here = np.arange(DIRECTIONS)
    there = (here[:, None] - here[None]) % DIRECTIONS  # (axes, directions): which direction lies opposite
    both = inside[None] & inside[there]  # (axes, directions, rings)
    steps = np.sqrt(((polar[None, ..., 1:] - polar[there][..., 1:]) ** 2).sum(axis=3))
    unlike = np.where(both, steps, FORM_WEIGHT * (inside[None] ^ inside[there]))
    farness = np.arange(RINGS) + 0.5  # an outer point represents more area
    best = int((unlike * farness).sum(axis=(1, 2)).round(3).argmin())
    angle = np.pi * best / DIRECTIONS
    along = np.array([np.cos(angle), np.sin(angle)])
    return np.stack([along, [-along[1], along[0]]])


def mirrored(field: NDArray[np.float32], centre: NDArray[np.float64], axis: NDArray[np.float64]) -> NDArray[np.float32]:
    """Mirror a field `(h, w)` or `(h, w, c)` at the line through `centre` along `axis`; 0 outside."""
    mirror = 2 * np.outer(axis, axis) - np.eye(2)
    matrix = np.column_stack([mirror, centre - mirror @ centre])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(field, matrix, (field.shape[1], field.shape[0]), flags=flags), np.float32)


def ends_on_border(
    mask: NDArray[np.bool_], centre: NDArray[np.float64], axes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Intersections of the border with the lines through `centre` along `axes` `(k, 2)`, `(k, 2, 2)`."""
    reach = np.arange(0.0, sum(mask.shape), 0.5)
    return np.stack([[_last_inside(mask, centre, way * axis, reach) for way in (-1, 1)] for axis in axes])


def _last_inside(
    mask: NDArray[np.bool_], centre: NDArray[np.float64], way: NDArray[np.float64], reach: NDArray[np.float64]
) -> NDArray[np.float64]:
    places = centre + reach[:, None] * way
    x, y = np.rint(places).astype(int).T
    seen = (x >= 0) & (y >= 0) & (x < mask.shape[1]) & (y < mask.shape[0])
    seen[seen] = mask[y[seen], x[seen]]
    return np.asarray(places[np.flatnonzero(seen)[-1]] if seen.any() else centre)


def _polar(fields: NDArray[np.float32], centre: NDArray[np.float64], mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Resample fields `(h, w, c)` on a polar grid that covers the lesion, `(DIRECTIONS, RINGS, c)`."""
    y, x = np.nonzero(mask)
    radius = float(np.hypot(x - centre[0], y - centre[1]).max()) + 1
    angles = 2 * np.pi * np.arange(DIRECTIONS)[:, None] / DIRECTIONS
    farness = radius * (np.arange(RINGS)[None] + 0.5) / RINGS
    across = (centre[0] + farness * np.cos(angles)).astype(np.float32)
    down = (centre[1] + farness * np.sin(angles)).astype(np.float32)
    return np.asarray(cv2.remap(fields, across, down, cv2.INTER_LINEAR), np.float32)

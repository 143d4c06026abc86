"""Shape of a lesion: centre, smoothed border and measures of irregularity."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

FINE, COARSE = 0.01, 0.05
"""Standard deviation of the smoothing of the border, as shares of its length."""
POINTS = 256
"""Number of points of a border."""


@dataclass(frozen=True, eq=False)
class Shape:
    """Shape of a lesion. Positions and lengths are in pixels, x to the right, y down.

    Attributes:
        centre: centroid, `(2,)`.
        border: smoothed closed outline, `(POINTS, 2)`.
        length: largest distance between two points of the border.
        elongation: ratio of the standard deviations along the principal axes, at least 1.
        compactness: squared perimeter relative to a circle of the same area, at least 1.
        raggedness: perimeter relative to the coarsely smoothed border.
        deviation: mean distance of the border from the ellipse of the same moments, as a share of the radius.
        notches: share of the convex hull outside the lesion.
        frame_contact: share of the border on the edge of the photo.
    """

    centre: NDArray[np.float64]
    border: NDArray[np.float64]
    length: float
    elongation: float
    compactness: float
    raggedness: float
    deviation: float
    notches: float
    frame_contact: float

    def seen_from(self, corner: NDArray[np.float64]) -> Shape:
        """The shape with positions relative to a corner `(x, y)`."""
        return replace(self, centre=self.centre - corner, border=self.border - corner)


def shape_of(mask: NDArray[np.bool_]) -> Shape:
    """Shape of a mask `(h, w)` with one component and no holes.

    Raises:
        ValueError: the mask is empty.
    """
    places = np.argwhere(mask)[:, ::-1].astype(np.float64)  # (n, 2), x then y
    if not len(places):
        raise ValueError("expected a mask with a lesion, got an empty one")
    centre = places.mean(axis=0)
    spreads, directions = np.linalg.eigh((places - centre).T @ (places - centre) / len(places) + np.eye(2) / 12)
    outline = _outline(mask)
    fine, coarse = _smoothed(outline, FINE), _smoothed(outline, COARSE)
    hull = cv2.contourArea(cv2.convexHull(fine.astype(np.float32)))
    radii = np.hypot(*((fine - centre) @ directions / (2 * np.sqrt(spreads))).T)
    return Shape(
        centre=centre,
        border=fine,
        length=float(np.hypot(*(fine[:, None] - fine[None]).T).max()),
        elongation=float(np.sqrt(spreads[1] / spreads[0])),
        compactness=_perimeter(fine) ** 2 / (4 * np.pi * max(_area(fine), 1.0)),
        raggedness=_perimeter(fine) / _perimeter(coarse),
        deviation=float(np.abs(radii - 1).mean()),
        notches=max(0.0, 1 - _area(fine) / max(hull, 1.0)),
        frame_contact=_frame_contact(outline, mask.shape),
    )


def _outline(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    outlines = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
    return np.asarray(max(outlines, key=len)[:, 0], np.float64)


def _smoothed(outline: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """The outline at equal steps, smoothed by a Gaussian of that share of its length, `(POINTS, 2)`."""
    closed = np.concatenate([outline, outline[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    steps = np.linspace(0, along[-1], POINTS, endpoint=False)
    even = np.stack([np.interp(steps, along, closed[:, i]) for i in range(2)], axis=1)
    waves = np.fft.rfftfreq(POINTS, 1 / POINTS)
    gain = np.exp(-2 * (np.pi * waves * share) ** 2)
    return np.asarray(np.fft.irfft(np.fft.rfft(even, axis=0) * gain[:, None], POINTS, axis=0))


def _perimeter(outline: NDArray[np.float64]) -> float:
    return max(float(np.hypot(*(np.roll(outline, -1, axis=0) - outline).T).sum()), 1e-6)


def _area(outline: NDArray[np.float64]) -> float:
    following = np.roll(outline, -1, axis=0)
    return abs(float((outline[:, 0] * following[:, 1] - outline[:, 1] * following[:, 0]).sum())) / 2


def _frame_contact(outline: NDArray[np.float64], size: tuple[int, ...]) -> float:
    last = np.array([size[1] - 1, size[0] - 1])
    return float(((outline <= 1) | (outline >= last - 1)).any(axis=1).mean())

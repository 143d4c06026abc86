"""The seven-point checklist: ticked criteria -> points, and whether they make a lesion suspicious.

Argenziano et al. 1998, doi:10.1001/archderm.134.12.1563. It was made for melanocytic lesions.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

POINTS = {
    "atypical_pigment_network": 2,
    "blue_white_veil": 2,
    "atypical_vascular_pattern": 2,
    "irregular_streaks": 1,
    "irregular_pigmentation": 1,
    "irregular_dots_globules": 1,
    "regression_structures": 1,
}
"""Points of each criterion, the major ones first; its words are `seven_points.<slug>` in the locales."""
SUSPICIOUS_FROM = 3
"""Points from which a lesion is suspicious for melanoma."""


@dataclass(frozen=True)
class SevenPoints:
    """A score out of 10."""

    points: int

    @property
    def suspicious(self) -> bool:
        """True from three points on."""
        return self.points >= SUSPICIOUS_FROM


def seven_points(ticks: Collection[str]) -> SevenPoints:
    """Score the ticked criteria, slugs of `POINTS`; one that is ticked twice counts once.

    Raises:
        KeyError: one of them is not on the list.

    >>> seven_points(["blue_white_veil", "irregular_streaks"])
    SevenPoints(points=3)
    """
    return SevenPoints(sum(POINTS[slug] for slug in set(ticks)))

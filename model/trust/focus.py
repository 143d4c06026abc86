"""Locate the heat of a map: on the lesion, beside it, or at the edge of the photo.

    photo -> outline of the lesion, drawn by a network; map, outline -> focus

A share of heat needs a reference: an uninformative map has half of its heat on a lesion that covers half of the photo.
So the share is compared with the lesion's share of the photo. The aim is 0 for an even map and 1 for a map that is hot
on the lesion only. Map cells are up to 32 pixels wide, so the lesion is widened by half a cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from model.algorithms.contract import Explanation
from model.algorithms.drawing.outline import outline
from model.lesion.image import INPUT_SIDE, LesionImage

DRAWN_BY = "segment_then_classify"
"""The submission that draws the outline."""
RIM = 16
"""Pixels by which the lesion is widened: half a cell of the coarsest map."""
FRAME = 28
"""Width of the photo's edge in pixels: an eighth of its side."""
LEAST_LESION = 0.005
"""Share of the photo below which an outline is a speck and not a lesion."""
FILLED = 0.9
"""Share of the photo from which lesion and rim leave nothing beside them, so the aim is undefined."""
LEAST_AIM = 0.03
"""Aim below which a warning is given: the lowest 5 % on the inner fold, measured by `studies.focus`."""

Finding = Literal["on_lesion", "beside", "edge"]


class LesionDrawer(Protocol):
    """An algorithm that segments the lesion."""

    def masks(self, images: Sequence[LesionImage]) -> NDArray[np.bool_]:
        """A mask of the lesion on each photo, `(n, 224, 224)`."""
        ...


@dataclass(frozen=True, eq=False)
class LesionOutline:
    """The mask `(224, 224)` of the lesion, one piece without holes; all False where nothing was drawn."""

    mask: NDArray[np.bool_]

    @property
    def found(self) -> bool:
        """Whether the outline is large enough to be a lesion."""
        return self.share >= LEAST_LESION

    @property
    def share(self) -> float:
        """Share of the photo's area, in [0, 1]."""
        return float(self.mask.mean())

    @property
    def border(self) -> NDArray[np.float32]:
        """The border as a closed line `(n, 2)`, x and y as shares of the square."""
        return outline(self.mask)

    @cached_property
    def zone(self) -> NDArray[np.bool_]:
        """The lesion with its rim, `(224, 224)`."""
        around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * RIM + 1, 2 * RIM + 1))
        return np.asarray(cv2.dilate(self.mask.astype(np.uint8), around) > 0)


@dataclass(frozen=True)
class Focus:
    """Shares of the heat of one map: on the lesion and its rim, and at the edge of the photo off the lesion.

    `even` and `even_at_edge` are the same shares for an even map. `even` is the area of lesion and rim.
    """

    on_lesion: float
    even: float
    at_edge: float
    even_at_edge: float

    @property
    def aim(self) -> float:
        """Share on the lesion, rescaled: 1 for all heat, 0 for an even map; NaN where the lesion fills the photo."""
        return float("nan") if self.fills_the_photo else (self.on_lesion - self.even) / (1 - self.even)

    @property
    def fills_the_photo(self) -> bool:
        """Whether lesion and rim cover the photo, so that no heat can be elsewhere."""
        return self.even >= FILLED

    @property
    def finding(self) -> Finding:
        """The finding to report; `edge` and `beside` are warnings."""
        if self.fills_the_photo:
            return "on_lesion"
        if self.at_edge > max(self.on_lesion, self.even_at_edge):
            return "edge"
        return "beside" if self.aim < LEAST_AIM else "on_lesion"

    @property
    def warns(self) -> bool:
        """Whether a warning is due: the heat is mainly off the lesion."""
        return self.finding != "on_lesion"


def outline_of(drawer: LesionDrawer, image: LesionImage) -> LesionOutline:
    """Outline the lesion of a photo; see `outlined`."""
    return outlined(drawer.masks([image])[0])


def outlined(mask: NDArray[np.bool_]) -> LesionOutline:
    """The largest piece of a mask `(224, 224)` with its holes filled."""
    whole = np.zeros(mask.shape, np.uint8)
    lines = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
    if lines:
        cv2.drawContours(whole, [max(lines, key=cv2.contourArea)], -1, 1, cv2.FILLED)
    return LesionOutline(whole > 0)


def focus(explanation: Explanation, lesion: LesionOutline) -> Focus | None:
    """Locate the heat of a map; None for a blank map or without a lesion."""
    if explanation.is_blank or not lesion.found:
        return None
    heat = explanation.heat / explanation.heat.sum(dtype=np.float64)
    edge = ~lesion.zone
    edge[FRAME : INPUT_SIDE - FRAME, FRAME : INPUT_SIDE - FRAME] = False
    on_lesion, at_edge = (round(float(heat[area].sum()), 6) for area in (lesion.zone, edge))  # rounding errors add up
    return Focus(on_lesion, float(lesion.zone.mean()), at_edge, float(edge.mean()))


def dice(drawn: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    """Dice's coefficient of two masks, in [0, 1]; 1 where both are empty (doi:10.2307/1932409).

    >>> dice(np.array([True, True]), np.array([True, False]))
    0.6666666666666666
    """
    together = int(drawn.sum()) + int(true.sum())
    return 1.0 if together == 0 else 2 * int((drawn & true).sum()) / together

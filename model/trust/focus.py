"""Where the heat of a map lies: on the lesion, beside it, or at the edge of the photo.

    photo -> outline of the lesion, drawn by the network that draws it; map, outline -> focus

A share alone says nothing: half of the heat on a lesion that covers half of the photo is what a map without any idea
has. So the share is set against the lesion's share of the photo, where 0 is a map spread evenly and 1 one that lies
on the lesion alone. Maps are coarse, up to 32 pixels a cell, so the lesion counts with a rim of half a cell.
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
"""Pixels around the lesion that count with it: half a cell of the coarsest map."""
FRAME = 28
"""Width of the photo's edge, pixels: an eighth of its side."""
LEAST_LESION = 0.005
"""Share of the photo under which what was drawn is a speck and no lesion."""
FILLED = 0.9
"""Share of the photo from which lesion and rim leave no place to look elsewhere, so nothing can be said."""
LEAST_AIM = 0.03
"""Aim under which a warning is given: 5 % of the maps of the inner fold lie under it (`studies.focus` measures it)."""

Finding = Literal["on_lesion", "beside", "edge"]


class LesionDrawer(Protocol):
    """Who can say where the lesion is."""

    def masks(self, images: Sequence[LesionImage]) -> NDArray[np.bool_]:
        """Where the lesion is on each photo, `(n, 224, 224)`."""
        ...


@dataclass(frozen=True, eq=False)
class LesionOutline:
    """The lesion of one photo.

    Attributes:
        mask: `(224, 224)` bool, one piece without holes; all False where none was drawn.
    """

    mask: NDArray[np.bool_]

    @property
    def found(self) -> bool:
        """There is a lesion to speak of."""
        return self.share >= LEAST_LESION

    @property
    def share(self) -> float:
        """Of the photo's area, in [0, 1]."""
        return float(self.mask.mean())

    @property
    def border(self) -> NDArray[np.float32]:
        """Closed line `(n, 2)`, x and y as shares of the square."""
        return outline(self.mask)

    @cached_property
    def zone(self) -> NDArray[np.bool_]:
        """The lesion with its rim, `(224, 224)`."""
        around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * RIM + 1, 2 * RIM + 1))
        return np.asarray(cv2.dilate(self.mask.astype(np.uint8), around) > 0)


@dataclass(frozen=True)
class Focus:
    """Where the heat of one map lies; shares in [0, 1].

    Attributes:
        on_lesion: share of the heat on the lesion and its rim.
        even: the same of a map spread evenly: the share of the photo that lesion and rim cover.
        at_edge: share of the heat at the edge of the photo, off the lesion.
        even_at_edge: the same of a map spread evenly.
    """

    on_lesion: float
    even: float
    at_edge: float
    even_at_edge: float

    @property
    def aim(self) -> float:
        """0 as good as spread evenly, 1 all on the lesion, below 0 worse; NaN where the lesion fills the photo."""
        return float("nan") if self.fills_the_photo else (self.on_lesion - self.even) / (1 - self.even)

    @property
    def fills_the_photo(self) -> bool:
        """There is nowhere else to look, so the share says nothing."""
        return self.even >= FILLED

    @property
    def finding(self) -> Finding:
        """What to say: `edge` and `beside` are warnings."""
        if self.fills_the_photo:
            return "on_lesion"
        if self.at_edge > max(self.on_lesion, self.even_at_edge):
            return "edge"
        return "beside" if self.aim < LEAST_AIM else "on_lesion"

    @property
    def warns(self) -> bool:
        """The heat lies elsewhere than the lesion."""
        return self.finding != "on_lesion"


def outline_of(drawer: LesionDrawer, image: LesionImage) -> LesionOutline:
    """The lesion of a photo: the largest piece that was drawn, its holes filled."""
    return outlined(drawer.masks([image])[0])


def outlined(mask: NDArray[np.bool_]) -> LesionOutline:
    """The largest piece of a mask `(224, 224)`, its holes filled."""
    whole = np.zeros(mask.shape, np.uint8)
    lines = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
    if lines:
        cv2.drawContours(whole, [max(lines, key=cv2.contourArea)], -1, 1, cv2.FILLED)
    return LesionOutline(whole > 0)


def focus(explanation: Explanation, lesion: LesionOutline) -> Focus | None:
    """Where the heat of a map lies; None for a blank map and where no lesion was drawn: then nothing can be said."""
    if explanation.is_blank or not lesion.found:
        return None
    heat = explanation.heat / explanation.heat.sum(dtype=np.float64)
    edge = ~lesion.zone
    edge[FRAME : INPUT_SIDE - FRAME, FRAME : INPUT_SIDE - FRAME] = False
    on, at_edge = (round(float(heat[where].sum()), 6) for where in (lesion.zone, edge))  # sums of many small shares
    return Focus(on, float(lesion.zone.mean()), at_edge, float(edge.mean()))


def dice(drawn: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    """How well two masks overlap, in [0, 1]: twice what they share beside what they have; 1 where both are empty.

    Dice 1945, doi:10.2307/1932409.

    >>> dice(np.array([True, True]), np.array([True, False]))
    0.6666666666666666
    """
    together = int(drawn.sum()) + int(true.sum())
    return 1.0 if together == 0 else 2 * int((drawn & true).sum()) / together

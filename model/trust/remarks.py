"""A photo and the outline of its lesion flow in, what to do better next time flows out; the photo is used all the same.

What can be said without an outline stands in `lesion.quality`. Where the lesion is has been drawn for the focus gauge
anyway, so these remarks cost no second pass.

Every limit was chosen on role `train`: on 216 photos of folds 1 to 3 that were looked at, one by one, for hair, ruler
and ink, so that about one in a hundred of those without gets the remark; for the rest on how all photos are spread.
`trust.studies.quality` states on fold 4 what came of it, and from which step of a disturbance each remark is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from model.lesion.image import LesionImage
from model.lesion.quality import LEAST_COLOUR, colour_of
from model.trust.focus import LesionOutline
from model.trust.overlays import hair_over, ink_beside, ruler_marks
from model.trust.skin import SkinTone, skin_tone

BLUEST, YELLOWEST = -18.0, 30.0
"""b* of the skin, CIE Lab, outside of which a photo has a colour cast."""
GREENEST = -6.0
"""a* of the skin under which it has one."""
MOST_ON_FRAME = 0.2
"""Share of the outline on the photo's edge from which the lesion is cut."""
FRAME = 2
"""Width of the photo's edge, pixels."""
SMALLEST = 0.02
"""Share of the photo under which a lesion is too small; small ones are drawn with a rim, about twice as large."""
MOST_HAIR = 0.009
"""Share of the lesion, and of the skin, under hair."""
CLEAREST_RULER = 2.3
"""Grey levels; see `overlays.ruler_marks`."""
MOST_INK = 0.0012
"""Share of the skin under ink."""


class RemarkCode(StrEnum):
    """What can be remarked; the sentence is `remarks.<code>` in the locale files."""

    COLOUR_CAST = "colour_cast"
    """The skin is bluer, yellower or greener than almost all training photos have it."""
    CUT = "cut"
    """The lesion goes on outside of the square. Its share: of the outline that lies on the edge."""
    TOO_SMALL = "too_small"
    """Also where none could be outlined. Its share: of the photo that the outline covers."""
    HAIR = "hair"
    """Dark hair over the lesion."""
    RULER = "ruler"
    """Marks of a ruler."""
    INK = "ink"
    """Blue or violet marks on the skin."""


@dataclass(frozen=True)
class Remark:
    """One remark about a photo.

    Attributes:
        code: which.
        share: the figure of its sentence, in [0, 1]; None where it has none.
    """

    code: RemarkCode
    share: float | None = None


def remarks(image: LesionImage, lesion: LesionOutline) -> tuple[Remark, ...]:
    """List what makes a prediction on this photo less dependable, in the order of `RemarkCode`.

    Pure: the same photo and outline give the same remarks. Where no lesion is outlined, that and the colour are all
    there is to say.

    Returns:
        Each remark at most once; empty for a good photo.
    """
    said = (remark_of(code, image, lesion) for code in RemarkCode)
    return tuple(remark for remark in said if remark)


def remark_of(code: RemarkCode, image: LesionImage, lesion: LesionOutline) -> Remark | None:
    """One remark, where it is to be made."""
    pixels = image.pixels
    if code is RemarkCode.COLOUR_CAST:
        return Remark(code) if has_cast(pixels, skin_tone(pixels, lesion)) else None
    if code is RemarkCode.TOO_SMALL:
        return Remark(code, lesion.share) if lesion.share < SMALLEST else None
    if not lesion.found:
        return None
    if code is RemarkCode.CUT:
        share = on_frame(lesion)
        return Remark(code, share) if share > MOST_ON_FRAME else None
    measure, most = OVERLAYS[code]
    return Remark(code) if measure(pixels, lesion) > most else None


OVERLAYS = {
    RemarkCode.HAIR: (hair_over, MOST_HAIR),
    RemarkCode.RULER: (ruler_marks, CLEAREST_RULER),
    RemarkCode.INK: (ink_beside, MOST_INK),
}
"""How much there is of it, and from where on it is remarked."""


def has_cast(pixels: NDArray[np.uint8], tone: SkinTone | None) -> bool:
    """The skin's colour is out of the ordinary; a grey photo has none and is remarked as such."""
    if tone is None or colour_of(pixels) < LEAST_COLOUR:
        return False
    return not BLUEST <= tone.yellow <= YELLOWEST or tone.red < GREENEST


def on_frame(lesion: LesionOutline) -> float:
    """Share of the outline's pixels that lie on the edge of the photo, in [0, 1]."""
    mask = lesion.mask.astype(np.uint8)
    core = cv2.erode(mask, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    border = mask > core
    edge = border.copy()
    edge[FRAME:-FRAME, FRAME:-FRAME] = False
    return float(edge.sum() / max(1, border.sum()))

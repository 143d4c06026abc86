"""Find faults of a photo that need the outline of its lesion. The photo is used all the same.

`lesion.quality` finds the faults that need no outline. The outline is drawn for the focus anyway, so remarks cost no
further pass of a network.

Every limit was chosen on role `train`. For hair, ruler and ink, 216 photos of folds 1 to 3 were inspected one by one;
about one in a hundred photos without the fault gets the remark. The other limits follow the distribution over all
photos. `studies.quality` measures the remarks on fold 4, and the strength of a fault at which each is made.
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
"""Range of the skin's b* (CIE Lab) without a colour cast."""
GREENEST = -6.0
"""Lower limit of the skin's a* (CIE Lab) without a colour cast."""
MOST_ON_FRAME = 0.2
"""Share of the outline on the photo's edge above which the lesion counts as cut."""
FRAME = 2
"""Width of the photo's edge, pixels."""
SMALLEST = 0.02
"""Share of the photo below which a lesion is too small. Outlines of small lesions are about twice as large as these."""
MOST_HAIR = 0.009
"""Limit of `overlays.hair_over`, a share."""
CLEAREST_RULER = 2.3
"""Limit of `overlays.ruler_marks`, grey levels."""
MOST_INK = 0.0012
"""Limit of `overlays.ink_beside`, a share."""


class RemarkCode(StrEnum):
    """The kinds of remarks; their sentences are `remarks.<code>` in the locale files."""

    COLOUR_CAST = "colour_cast"
    """The skin is bluer, yellower or greener than on almost all training photos."""
    CUT = "cut"
    """The lesion extends beyond the square. The share is that of the outline on the photo's edge."""
    TOO_SMALL = "too_small"
    """The lesion is too small, or none was outlined. The share is the outline's share of the photo."""
    HAIR = "hair"
    """Dark hair over the lesion."""
    RULER = "ruler"
    """Marks of a ruler."""
    INK = "ink"
    """Blue or violet marks on the skin."""


@dataclass(frozen=True)
class Remark:
    """One remark about a photo, with the share in its sentence, in [0, 1]; None without one."""

    code: RemarkCode
    share: float | None = None


def remarks(image: LesionImage, lesion: LesionOutline) -> tuple[Remark, ...]:
    """List the faults that make a prediction on this photo less reliable, each once and in the order of `RemarkCode`.

    Without an outlined lesion, only `COLOUR_CAST` and `TOO_SMALL` are possible.
    """
    candidates = (remark_of(code, image, lesion) for code in RemarkCode)
    return tuple(remark for remark in candidates if remark)


def remark_of(code: RemarkCode, image: LesionImage, lesion: LesionOutline) -> Remark | None:
    """The remark of one kind; None where it does not apply."""
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
"""The measure of each overlay, and the limit above which it is remarked."""


def has_cast(pixels: NDArray[np.uint8], tone: SkinTone | None) -> bool:
    """Whether the skin's colour is unusual; False for a grey photo, which gets another remark."""
    if tone is None or colour_of(pixels) < LEAST_COLOUR:
        return False
    return not BLUEST <= tone.yellow <= YELLOWEST or tone.red < GREENEST


def on_frame(lesion: LesionOutline) -> float:
    """Share of the outline's pixels on the edge of the photo, in [0, 1]."""
    mask = lesion.mask.astype(np.uint8)
    border = mask > cv2.erode(mask, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    edge = border.copy()
    edge[FRAME:-FRAME, FRAME:-FRAME] = False
    return float(edge.sum() / max(1, border.sum()))

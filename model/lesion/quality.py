"""Remarks on the quality of a photo; they do not refuse it.

The thresholds were chosen on the 10,074 training images (role `train`, never a scoring set), measured on `pixels`. Each
one is exceeded by less than 1 % of the training images (1.2 % in the archive with the most). They were checked on
impaired training images: 342 with blur and 403 with changed exposure in linear light. `tests/lesion/test_quality.py`
repeats the counts if the image folder is available. `LOW_RESOLUTION` is not measured but follows from the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from model.kept import kept_with_subject
from model.lesion.image import INPUT_SIDE, LesionImage

LEAST_SHARPNESS = 12.0
"""Variance of the Laplacian of the luma below which a photo is blurred, squared grey levels.

The measure LAPV of Pertuz et al., doi:10.1016/j.patcog.2012.11.011. Over the 6,854 training images with 224 pixels or
more: 0.7 % lie below. After a Gaussian blur with a standard deviation of 1, 1.5 and 2 pixels: 83 %, 99.7 % and 100 %.
"""
LEAST_BRIGHTNESS = 120.0
"""Luma of the brightest tenth of the pixels below which a photo is too dark, grey levels.

A mean would react to dark lesions and to the black corners of a dermatoscope. 0.3 % of the training images lie below;
71 % and 98 % after an underexposure by 1.5 and 2 stops.
"""
MOST_CLIPPED = 0.25
"""Share of pixels with a clipped channel (254 or more) above which a photo is overexposed.

On skin the red channel clips first. 0.7 % of the training images lie above; 78 % and 97 % after an overexposure by 1
and 1.5 stops.
"""
LEAST_COLOUR = 10.0
"""Difference between the channels of the most colourful 5 % of the pixels below which a photo has no colour.

Grey levels. The minimum of the training images is 12. A grey photo has 0, or 2 to 3 after JPEG compression.
"""

_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
"""Weights of red, green and blue in the luma (ITU-R BT.601)."""


class QualityCode(StrEnum):
    """Kinds of remark; the sentence is `quality.<code>` in the locale files."""

    LOW_RESOLUTION = "low_resolution"
    """The photo has fewer pixels than the networks use. Data: `side`, `expected`, pixels."""
    BLURRED = "blurred"
    """The photo has no fine structure; not reported together with low resolution. No data."""
    TOO_DARK = "too_dark"
    """The brightest tenth of the photo is dark. No data."""
    OVEREXPOSED = "overexposed"
    """Colours are clipped. Data: `percent` of the pixels, a whole number."""
    NO_COLOUR = "no_colour"
    """The photo is grey, while the networks were trained on colour. No data."""


@dataclass(frozen=True)
class QualityFinding:
    """One remark about a photo; `values` are the placeholders of its sentence as hashable pairs."""

    code: QualityCode
    values: tuple[tuple[str, int], ...] = ()

    @property
    def data(self) -> dict[str, int]:
        """Values for the placeholders of the sentence, by name.

        >>> QualityFinding(QualityCode.OVEREXPOSED, (("percent", 40),)).data
        {'percent': 40}
        """
        return dict(self.values)


@kept_with_subject
def quality_findings(image: LesionImage) -> tuple[QualityFinding, ...]:
    """Remarks on what makes a prediction on this photo less reliable, in the order of `QualityCode`."""
    luma, pixels = image.pixels.astype(np.float32) @ _LUMA, image.pixels  # (224, 224), (224, 224, 3)
    findings = (_low_resolution(image) or _blurred(luma), _too_dark(luma), _overexposed(pixels), _no_colour(pixels))
    return tuple(filter(None, findings))


def _low_resolution(image: LesionImage) -> QualityFinding | None:
    if image.source_side >= INPUT_SIDE:
        return None
    return QualityFinding(QualityCode.LOW_RESOLUTION, (("side", image.source_side), ("expected", INPUT_SIDE)))


def _blurred(luma: NDArray[np.float32]) -> QualityFinding | None:
    neighbours = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:]
    laplacian = 4 * luma[1:-1, 1:-1] - neighbours  # (222, 222)
    return QualityFinding(QualityCode.BLURRED) if laplacian.var() < LEAST_SHARPNESS else None


def _too_dark(luma: NDArray[np.float32]) -> QualityFinding | None:
    return QualityFinding(QualityCode.TOO_DARK) if np.percentile(luma, 90) < LEAST_BRIGHTNESS else None


def _overexposed(pixels: NDArray[np.uint8]) -> QualityFinding | None:
    share = float((pixels.max(axis=2) >= 254).mean())
    return QualityFinding(QualityCode.OVEREXPOSED, (("percent", round(100 * share)),)) if share > MOST_CLIPPED else None


def _no_colour(pixels: NDArray[np.uint8]) -> QualityFinding | None:
    return QualityFinding(QualityCode.NO_COLOUR) if colour_of(pixels) < LEAST_COLOUR else None


def colour_of(pixels: NDArray[np.uint8]) -> float:
    """Difference between the channels of the most colourful 5 % of the pixels `(h, w, 3)`, grey levels."""
    return float(np.percentile(pixels.max(axis=2) - pixels.min(axis=2), 95))

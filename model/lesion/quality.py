"""A lesion image flows in, what a colleague would remark about the photo flows out; the photo is used all the same.

Thresholds come from the 10,074 training images (role `train`; never a scoring set), framed by `LesionImage.from_rgb`
and measured on `pixels`. Each was set so that under one training image in a hundred triggers it (1.2 % in the archive
where most do), and tried out on training images made worse on purpose: 342 of them blurred, 403 exposed otherwise in
linear light. `tests/lesion/test_quality.py` repeats the count where the image folder is there. The one exception is
`LOW_RESOLUTION`, which is a fact about the file and not a measurement.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from model.lesion.image import INPUT_SIDE, LesionImage

LEAST_SHARPNESS = 12.0
"""Variance of the Laplacian of the luma below which a photo is blurred, squared grey levels.

The measure LAPV of Pertuz et al., doi:10.1016/j.patcog.2012.11.011. Over the 6,854 training images with 224 pixels or
more: 0.7 % lie below. After a Gaussian blur with a standard deviation of 1, 1.5 and 2 pixels: 83 %, 99.7 % and 100 %.
"""
LEAST_BRIGHTNESS = 120.0
"""Luma of the brightest tenth of the pixels below which a photo is too dark, grey levels.

Not the mean: a dark lesion and the black corners of a dermatoscope are no underexposure. 0.3 % of the training images
lie below; 71 % and 98 % once 1.5 and 2 stops are taken away.
"""
MOST_CLIPPED = 0.25
"""Share of pixels with a channel at its end (254 or more) above which a photo is overexposed.

Any channel, as on skin the red one clips first. 0.7 % of the training images lie above; 78 % and 97 % once 1 and 1.5
stops are added.
"""
LEAST_COLOUR = 10.0
"""Spread between the channels, in the most colourful twentieth of the pixels, below which a photo has no colour.

Grey levels. No training image lies below; the least colourful has 12. A grey photo has 0, and 2 or 3 after JPEG.
"""

_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
"""Weights of red, green and blue in brightness (ITU-R BT.601)."""


class QualityCode(StrEnum):
    """What can be remarked; the sentence is `quality.<code>` in the locale files."""

    LOW_RESOLUTION = "low_resolution"
    """Fewer pixels than the networks see: enlarged. Data: `side`, `expected`, pixels."""
    BLURRED = "blurred"
    """No fine structure. Not said of a photo of low resolution, which cannot have any. No data."""
    TOO_DARK = "too_dark"
    """Even the brightest tenth is dark. No data."""
    OVEREXPOSED = "overexposed"
    """Colours are clipped. Data: `percent` of the pixels, a whole number."""
    NO_COLOUR = "no_colour"
    """A grey photo; the networks learned from colour. No data."""


@dataclass(frozen=True)
class QualityFinding:
    """One remark about a photo.

    Attributes:
        code: which remark.
        values: name and value of each placeholder of its sentence; pairs, so that a finding can be hashed and cached.
    """

    code: QualityCode
    values: tuple[tuple[str, int], ...] = ()

    @property
    def data(self) -> dict[str, int]:
        """Values for the placeholders of the sentence, by name.

        >>> QualityFinding(QualityCode.OVEREXPOSED, (("percent", 40),)).data
        {'percent': 40}
        """
        return dict(self.values)


def quality_findings(image: LesionImage) -> tuple[QualityFinding, ...]:
    """List what makes a prediction on this photo less dependable, in the order of `QualityCode`.

    Pure: the same image gives the same findings.

    Args:
        image: a lesion image; its `pixels` are measured, and the size it had in the file.

    Returns:
        Each finding at most once; empty for a good photo.
    """
    luma = image.pixels.astype(np.float32) @ _LUMA  # (224, 224)
    findings = (
        _low_resolution(image) or _blurred(luma),
        _too_dark(luma),
        _overexposed(image.pixels),
        _no_colour(image.pixels),
    )
    return tuple(finding for finding in findings if finding)


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
    """Spread between the channels in the most colourful twentieth of the pixels `(h, w, 3)`, grey levels."""
    return float(np.percentile(pixels.max(axis=2) - pixels.min(axis=2), 95))

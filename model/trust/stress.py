"""Compute the effect of a disturbance on an answer.

photo, strengths of all disturbances, one to vary -> copies over its range -> melanoma probability of each copy
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PIL import Image

from model.algorithms.contract import Algorithm, Prediction
from model.lesion.diagnosis import Diagnosis
from model.lesion.disturbances import DISTURBANCES, disturbed
from model.lesion.image import LesionImage
from model.lesion.practice import Threshold

POINTS = 7
"""Strengths of a curve besides 0 and the one that is set; each costs one more prediction."""
UNDISTURBED = "undisturbed"
"""Name of the unchanged photos in the table of the study."""


@dataclass(frozen=True)
class Preset:
    """A published failure, as settings that reproduce it; its words are `stress.presets.<slug>` in the locale files."""

    slug: str
    strengths: Mapping[str, float]
    shown: str
    source: str


PRESETS = (
    Preset("pen", {"pen": 80.0}, "pen", "Winkler et al. 2019, doi:10.1001/jamadermatol.2019.1735"),
    Preset("turned", {"rotation": 90.0}, "rotation", "Young et al. 2021, doi:10.1038/s41746-020-00380-6"),
)


@dataclass(frozen=True)
class StressCurve:
    """The melanoma probability of one algorithm over the ascending strengths of one disturbance.

    Probabilities and threshold are for the practice of the operating point. `at` is the strength of the slider and the
    probability there.
    """

    slug: str
    strengths: tuple[float, ...]
    melanoma: tuple[float, ...]
    at: tuple[float, float]
    threshold: float
    undisturbed: float

    @property
    def crosses(self) -> bool:
        """Whether the disturbance moves the probability across the operating point."""
        return (self.undisturbed >= self.threshold) != (self.at[1] >= self.threshold)


def disturbed_image(image: LesionImage, strengths: Mapping[str, float]) -> LesionImage:
    """The photo with these disturbances, as the square that networks see."""
    return LesionImage.from_rgb(Image.fromarray(disturbed(image.pixels, strengths)), "PNG")


def curve(
    algorithm: Algorithm, image: LesionImage, strengths: Mapping[str, float], shown: str, threshold: Threshold
) -> StressCurve:
    """The melanoma probability over the range of the disturbance `shown`, the others at their strengths.

    Raises:
        KeyError: there is no such disturbance.
    """
    now = float(strengths.get(shown, 0.0))
    varied = sorted({*DISTURBANCES[shown].strengths(POINTS), now})
    copies = [disturbed_image(image, {**strengths, shown: strength}) for strength in varied]
    rows = algorithm.predict_proba([image, *copies])
    first, *others = (Prediction(row).in_practice(threshold.practice).of(Diagnosis.MEL) for row in np.asarray(rows))
    at = (now, others[varied.index(now)])
    return StressCurve(algorithm.card.slug, tuple(varied), tuple(others), at, threshold.value, first)

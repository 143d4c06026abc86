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
    """A published failure, as settings that reproduce it.

    Attributes:
        slug: its words are `stress.presets.<slug>` in the locale files.
        strengths: strengths of the disturbances, by slug.
        shown: the disturbance whose range is drawn.
        source: the paper, with DOI.
    """

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
    """The melanoma probability of one algorithm over the range of one disturbance.

    Attributes:
        slug: the algorithm.
        strengths: strengths in ascending order.
        melanoma: probability at each strength, in [0, 1], for the practice of the operating point.
        at: strength of the slider, and the probability there.
        threshold: the operating point, for the same practice.
        undisturbed: the probability of the unchanged photo.
    """

    slug: str
    strengths: tuple[float, ...]
    melanoma: tuple[float, ...]
    at: tuple[float, float]
    threshold: float
    undisturbed: float

    @property
    def changes_its_mind(self) -> bool:
        """Whether the disturbance moves the probability across the operating point."""
        return (self.undisturbed >= self.threshold) != (self.at[1] >= self.threshold)


def disturbed_image(image: LesionImage, strengths: Mapping[str, float]) -> LesionImage:
    """The photo with these disturbances, as the square that networks see."""
    return LesionImage.from_rgb(Image.fromarray(disturbed(image.pixels, strengths)), "PNG")


def curve(
    algorithm: Algorithm, image: LesionImage, strengths: Mapping[str, float], shown: str, threshold: Threshold
) -> StressCurve:
    """The melanoma probability over the range of one disturbance.

    Args:
        algorithm: the algorithm to ask.
        image: the unchanged photo.
        strengths: the set strengths of all disturbances, by slug.
        shown: the disturbance to vary.
        threshold: the operating point; probabilities are stated for its practice.

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

"""What a disturbance does to an answer: the melanoma probability over the range of one of them, the others held.

photo, strengths of all disturbances, one of them -> copies over its range -> melanoma probability of each
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
"""Strengths of a curve, beside 0 and the one that is set: each asks the algorithm once more."""


UNDISTURBED = "undisturbed"
"""What the table of the study calls the photos as they are."""


@dataclass(frozen=True)
class Preset:
    """A failure that was published, to be tried again.

    Attributes:
        slug: words are `stress.presets.<slug>` in the locales.
        strengths: of the disturbances, by slug.
        shown: the disturbance whose range is drawn.
        source: who found it, with DOI.
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
        strengths: ascending.
        melanoma: probability at each, in [0, 1], for the practice of the operating point.
        at: where the slider stands, and the probability there.
        threshold: the operating point, for the same practice.
        undisturbed: the probability with every disturbance at 0.
    """

    slug: str
    strengths: tuple[float, ...]
    melanoma: tuple[float, ...]
    at: tuple[float, float]
    threshold: float
    undisturbed: float

    @property
    def changes_its_mind(self) -> bool:
        """The photo as it is and as it is disturbed lie on different sides of the operating point."""
        return (self.undisturbed >= self.threshold) != (self.at[1] >= self.threshold)


def disturbed_image(image: LesionImage, strengths: Mapping[str, float]) -> LesionImage:
    """The photo with these disturbances, on the networks' square."""
    return LesionImage.from_rgb(Image.fromarray(disturbed(image.pixels, strengths)), "PNG")


def curve(
    algorithm: Algorithm, image: LesionImage, strengths: Mapping[str, float], shown: str, threshold: Threshold
) -> StressCurve:
    """Ask an algorithm over the range of one disturbance.

    Args:
        algorithm: who answers.
        image: the photo as it is.
        strengths: of all disturbances as they are set, by slug.
        shown: the one whose range is drawn.
        threshold: the operating point for the practice that probabilities are stated for.

    Raises:
        KeyError: there is no such disturbance.
    """
    now = float(strengths.get(shown, 0.0))
    range_of = sorted({*DISTURBANCES[shown].strengths(POINTS), now})
    copies = [disturbed_image(image, {**strengths, shown: strength}) for strength in range_of]
    rows = algorithm.predict_proba([image, *copies])
    first, *others = (Prediction(row).in_practice(threshold.practice).of(Diagnosis.MEL) for row in np.asarray(rows))
    at = (now, others[range_of.index(now)])
    return StressCurve(algorithm.card.slug, tuple(range_of), tuple(others), at, threshold.value, first)

"""A photo -> what the command line says of it; and whether a page says the same."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from model.algorithms import catalogue
from model.algorithms.drawing.overlay import overlaid
from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.drawn_photos import DrawnPhoto, drawn_photo
from model.lesion.practice import default_practice
from model.reading.admission import admitted
from model.reading.examinations import examination_of
from model.reading.runner import DirectRunner

OPACITY = 0.5
"""Of the heat map, as a page shows it to who has chosen nothing else."""
COMPARED_SIDE = 64
"""Pictures are compared at this size, pixels."""
ALIKE = 4.0
"""Mean difference below which two pictures are the same but for their compression, grey levels; other photos differ
by a multiple."""
ROUNDING = 1e-3
"""By so many percentage points a figure may miss its rounding: two computers add up in another order."""

Pixels = NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Expected:
    """What belongs to one photo.

    Attributes:
        percentages: of each diagnosis in the practice that a page speaks of first, 0 to 100.
        target: the diagnosis whose map is shown first.
        picture: the photo, `(64, 64, 3)`.
        heat: the photo with its heat map, `(64, 64, 3)`.
        refused: the gate takes it for no lesion photo, so a page shows none of this.
    """

    percentages: Mapping[Diagnosis, float]
    target: Diagnosis
    picture: Pixels
    heat: Pixels
    refused: bool = False


class CommandLine:
    """Answers as `python -m model predict` and `explain` do, with the algorithm that a page asks first."""

    def __init__(self) -> None:
        self._runner = DirectRunner()
        self._algorithm = self._runner.algorithm(catalogue.DEFAULT_SLUG)
        self._one_at_a_time = Lock()

    def __call__(self, photo: DrawnPhoto, target: Diagnosis | None = None) -> Expected:
        """What belongs to a photo, with the map for a diagnosis or for the one that comes first."""
        image = read_lesion_image(photo.data)
        with self._one_at_a_time:
            admission = admitted(self._runner, image, target=target)
            examination = examination_of(self._runner, self._algorithm, image, target).value
        explanation, point = examination.explanation, self._algorithm.sheet.operating_point
        prediction = examination.prediction.in_practice(point.shown_in(default_practice()).practice)
        return Expected(
            {diagnosis: 100 * prediction.of(diagnosis) for diagnosis in DIAGNOSES},
            explanation.target,
            compared(Image.fromarray(image.photo)),
            compared(overlaid(image.photo, explanation, OPACITY)),
            admission.refused,
        )

    def let_in(self, number: int) -> Iterator[tuple[DrawnPhoto, Expected]]:
        """Drawn photos from a number on that the gate takes for photos of lesions, with what belongs to them."""
        for each in count(number):
            photo = drawn_photo(each)
            if not (expected := self(photo)).refused:
                yield photo, expected


def compared(picture: Image.Image) -> Pixels:
    """A picture as it is compared."""
    small = picture.convert("RGB").resize((COMPARED_SIDE, COMPARED_SIDE), Image.Resampling.BOX)
    return np.asarray(small).astype(np.int16)


def is_same_picture(data: bytes, expected: Pixels) -> bool:
    """A picture that a page shows is the expected one."""
    difference = np.abs(compared(Image.open(io.BytesIO(data))) - expected)
    return float(difference.mean()) < ALIKE


def says(written: str, percentage: float) -> bool:
    """A percentage in English words is this one, rounded as it is written.

    >>> says("Melanoma **12 %**", 12.4), says("12 %", 12.6), says("18.68 %", 18.683), says("< 1 %", 0.2)
    (True, False, True, True)
    """
    found = re.search(r"([<>]?)\s*(\d+(?:\.(\d+))?)\s*%", written)
    if found is None:
        return False
    sign, value, digits = found[1], float(found[2]), len(found[3] or "")
    if sign:
        return percentage < value if sign == "<" else percentage > value
    return abs(percentage - value) <= 0.5 * 10.0**-digits + ROUNDING

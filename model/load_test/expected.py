"""The expected answer to a photo, and whether a page shows it."""

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
"""Default opacity of the heat map on a page."""
COMPARED_SIDE = 64
"""Side at which pictures are compared, pixels."""
ALIKE = 4.0
"""Largest mean difference of two pictures that differ only in their compression, grey levels. Pictures of two photos
differ by a multiple."""
ROUNDING = 1e-3
"""Tolerance of a rounded figure, percentage points, since computers add up in different orders."""

Pixels = NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Expected:
    """The expected answer to one photo: percentages in the default practice, and the heat map shown first.

    `picture` is the photo and `heat` the photo with its heat map for `target`, both `(64, 64, 3)`. A page shows no
    answer to a photo that the gate has refused.
    """

    percentages: Mapping[Diagnosis, float]
    target: Diagnosis
    picture: Pixels
    heat: Pixels
    refused: bool = False


class CommandLine:
    """Answers as `python -m model predict` and `explain` do.

    Args:
        slug: the algorithm in detail; by default that of a page.
    """

    def __init__(self, slug: str = catalogue.COMMITTEE) -> None:
        self.slug, self._runner = slug, DirectRunner()
        self._algorithm = self._runner.algorithm(slug)
        self._one_at_a_time = Lock()

    def __call__(self, photo: DrawnPhoto, target: Diagnosis = Diagnosis.MEL) -> Expected:
        """The expected answer to a photo, with the heat map for `target`."""
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

    def admitted(self, first: int) -> Iterator[tuple[DrawnPhoto, Expected]]:
        """Drawn photos, from the number `first` on, that the gate admits, with their expected answers."""
        for number in count(first):
            photo = drawn_photo(number)
            if not (expected := self(photo)).refused:
                yield photo, expected


def compared(picture: Image.Image) -> Pixels:
    """A picture at the size at which it is compared, `(64, 64, 3)`."""
    small = picture.convert("RGB").resize((COMPARED_SIDE, COMPARED_SIDE), Image.Resampling.BOX)
    return np.asarray(small).astype(np.int16)


def is_same_picture(data: bytes, expected: Pixels) -> bool:
    """Whether a picture of a page is the expected one."""
    difference = np.abs(compared(Image.open(io.BytesIO(data))) - expected)
    return float(difference.mean()) < ALIKE


def is_rounded(written: str, percentage: float) -> bool:
    """Whether the percentage in an English text is this one, rounded to the decimals of the text.

    >>> is_rounded("**12 %**", 12.4), is_rounded("12 %", 12.6), is_rounded("18.68 %", 18.683), is_rounded("< 1 %", 0.2)
    (True, False, True, True)
    """
    match = re.search(r"([<>]?)\s*(\d+(?:\.(\d+))?)\s*%", written)
    if match is None:
        return False
    sign, value, digits = match[1], float(match[2]), len(match[3] or "")
    if sign:
        return percentage < value if sign == "<" else percentage > value
    return abs(percentage - value) <= 0.5 * 10.0**-digits + ROUNDING

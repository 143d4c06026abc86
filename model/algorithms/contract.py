"""What every algorithm is: a card, a way to load it, a prediction, an explanation.

Importing this module does not import torch, so results can be stored and compared without it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from model.algorithms.weights import WeightsSheet
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import LesionImage
from model.lesion.practice import EQUAL, Practice, in_practice

BLANK_BELOW = 0.08
"""A map whose peak is under this share of a typical one stays blank; on any map, heat under it is not drawn."""


Progress = Callable[[float], None]
"""Told how much of a long explanation is done, 0 to 1."""


def silent(_share: float) -> None:
    """The progress that nobody watches."""


@dataclass(frozen=True)
class AlgorithmCard:
    """Who an algorithm is. Its name and its method in two sentences are texts: `algorithms.<slug>` in the locales.

    Attributes:
        slug: file name of the submission, and its name in commands, tables and addresses.
        family: what kind of method it is, a key of `families` in the locales.
        authors: who submitted it.
        training_data: what it has seen, a key of `training_data` in the locales.
        input_side: side of the square it looks at, pixels.
        explanation: how it explains itself, a key of `explanations` in the locales.
        code_licence: SPDX identifier of its code.
        weights_licence: SPDX identifier of its weights.
        citations: papers behind it, with DOI or arXiv number.
    """

    slug: str
    family: str
    authors: str
    training_data: str
    input_side: int
    explanation: str
    code_licence: str
    weights_licence: str
    citations: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Prediction:
    """The probabilities of one algorithm for one lesion image.

    Attributes:
        probabilities: one for each diagnosis in column order, `(7,)`, summing to 1.
        practice: whose frequencies they speak of; an algorithm answers as if all seven diagnoses were equally frequent
            before the photo was seen.
    """

    probabilities: NDArray[np.floating]
    practice: Practice = EQUAL

    def in_practice(self, practice: Practice) -> Prediction:
        """The same answer, of an algorithm, stated for a practice.

        Raises:
            ValueError: it has been stated for one already.
        """
        if not self.practice.is_equal:
            raise ValueError(f"expected an answer for equal frequencies, got one for {self.practice.slug!r}")
        if practice.is_equal:
            return self
        return Prediction(in_practice(self.probabilities[None], practice.frequencies)[0], practice)

    def of(self, diagnosis: Diagnosis) -> float:
        """Probability of one diagnosis, in [0, 1]."""
        return float(self.probabilities[diagnosis.column])

    @property
    def first(self) -> Diagnosis:
        """The most probable diagnosis; of equals, the first in column order."""
        return DIAGNOSES[int(self.probabilities.argmax())]

    def ranked(self) -> list[Diagnosis]:
        """All diagnoses, the most probable first."""
        return [DIAGNOSES[i] for i in np.argsort(-self.probabilities, kind="stable")]


@dataclass(frozen=True)
class SimilarCase:
    """A known case that looks like the photo to an algorithm.

    Attributes:
        image_id: its name in the public ISIC Archive; the images themselves are not shipped.
        diagnosis: what it was.
        similarity: cosine between the two embeddings, in [-1, 1].
    """

    image_id: str
    diagnosis: Diagnosis
    similarity: float


@dataclass(frozen=True)
class Measurement:
    """One readable number that was measured on the lesion, and what it did to the answer.

    Attributes:
        name: key of `measurements` in the locales.
        value: as measured; its unit is part of the text.
        contribution: to the logit of the explained diagnosis, beside an average lesion; positive speaks for it.
    """

    name: str
    value: float
    contribution: float


@dataclass(frozen=True, eq=False)
class Drawing:
    """What was measured, as it lies on the photo. Positions are shares of the square: x to the right, y down.

    Attributes:
        border: outline of the lesion, closed, `(n, 2)`; empty where no lesion was found.
        axes: lines, `(k, 2, 2)`: from one point to another.
        areas: on the grid of `LesionImage.pixels`, `(224, 224)` uint8: 0 outside, else 1 + index into `area_names`;
            None where no areas are told apart.
        area_names: keys of `colours` in the locales.
    """

    border: NDArray[np.float32]
    axes: NDArray[np.float32]
    areas: NDArray[np.uint8] | None = None
    area_names: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Explanation:
    """Where in the photo the evidence for one diagnosis lies, according to one algorithm.

    Attributes:
        target: the diagnosis that is explained.
        heat: on the grid of `LesionImage.pixels`, `(224, 224)` float32, 0 to 1 where 1 is this map's own peak;
            all 0 where the algorithm found no evidence for the target.
        peak: the largest value before scaling, in units of the algorithm's own; 0 without evidence. Without it a
            map of noise would look as hot as a map of evidence.
        typical_peak: median peak over the inner validation photos for the diagnosis that the algorithm put first,
            in the same unit.
        cases: the known cases that decided, the most similar first, from an algorithm that compares.
        measurements: the numbers that decided, from an algorithm that measures.
        drawing: what was measured or found, to be drawn on the photo.
    """

    target: Diagnosis
    heat: NDArray[np.float32]
    peak: float
    typical_peak: float
    cases: tuple[SimilarCase, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    drawing: Drawing | None = None

    @property
    def is_blank(self) -> bool:
        """No evidence, or so little beside a typical map that it would be noise in colour."""
        return self.strength < BLANK_BELOW

    @property
    def strength(self) -> float:
        """How strong the evidence is beside a typical map: 0 none, 1 typical or more."""
        if self.peak <= 0:
            return 0.0
        return 1.0 if self.peak >= self.typical_peak else self.peak / self.typical_peak


@dataclass(frozen=True, eq=False)
class Examination:
    """A prediction and an explanation that belong to the same look at the same image.

    Attributes:
        prediction: the seven probabilities.
        explanation: where the evidence for one of them lies.
        impression: what the network saw on its way, pooled over the photo, `(d,)`; None from an algorithm that keeps
            none. By it one can tell whether the photo shows a lesion at all.
    """

    prediction: Prediction
    explanation: Explanation
    impression: NDArray[np.float32] | None = None


@runtime_checkable
class Algorithm(Protocol):
    """The contract of a submission. Every method is pure and may be called from many threads at once."""

    card: ClassVar[AlgorithmCard]
    sheet: WeightsSheet

    @classmethod
    def load(cls, weights: Path) -> Self:
        """A ready instance from the folder of weights; there is no other way to get one.

        Raises:
            WeightsMissing: the file is not there.
            WeightsAltered: it is not the committed file.
        """
        ...

    def predict_proba(self, images: Sequence[LesionImage]) -> NDArray[np.float32]:
        """Probabilities, `(n, 7)` float32 in column order, each row summing to 1."""
        ...

    def explain(self, image: LesionImage, target: Diagnosis, progress: Progress = silent) -> Explanation:
        """Where the evidence for `target` lies; what takes long tells `progress`."""
        ...

    def examine(self, image: LesionImage, target: Diagnosis | None = None, progress: Progress = silent) -> Examination:
        """Prediction and explanation together; without a target, of the most probable diagnosis."""
        ...

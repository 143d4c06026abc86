"""The contract of an algorithm: a card, a way to load it, a prediction, an explanation.

Importing this module does not import torch, so results can be stored and compared without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from model.algorithms.weights import WeightsSheet
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import INPUT_SIDE, LesionImage
from model.lesion.practice import EQUAL, Practice, in_practice, malignant

BLANK_BELOW = 0.08
"""Share of a typical peak below which a map stays blank; heat below it is never drawn."""
Progress = Callable[[float], None]
"""Takes the share of a long explanation that is done, 0 to 1."""
SLOW_EXPLANATIONS = ("occlusion",)
"""Explanations that take a second or more: the algorithm is asked again for every covered part of the photo."""


def silent(_share: float) -> None:
    """Ignore progress."""


@dataclass(frozen=True)
class AlgorithmCard:
    """Facts about a submission. Its name and description are texts: `algorithms.<slug>` in the locales.

    Attributes:
        slug: file name of the submission; its name in commands, tables and addresses.
        family: kind of method, a key of `families` in the locales.
        authors: names of the submitters.
        training_data: a key of `training_data` in the locales.
        input_side: side of the input square, pixels.
        explanation: how heat maps are made, a key of `explanations` in the locales.
        code_licence, weights_licence: SPDX identifiers.
        citations: papers behind it, with DOI or arXiv number.
        combines: it combines the answers of other submissions (`CombiningAlgorithm`) and has no vote.
    """

    slug: str
    family: str
    authors: str = "Ten Opinions"
    training_data: str = "ham10000_isic"
    input_side: int = INPUT_SIDE
    explanation: str = "grad_cam"
    code_licence: str = "Apache-2.0"
    weights_licence: str = "CC-BY-NC-4.0"
    citations: tuple[str, ...] = ()
    combines: bool = False

    @property
    def slow_maps(self) -> bool:
        """True where a heat map takes a second or more."""
        return self.explanation in SLOW_EXPLANATIONS


@dataclass(frozen=True, eq=False)
class Prediction:
    """The probabilities of one algorithm for one lesion image.

    Attributes:
        probabilities: one for each diagnosis in column order, `(7,)`, summing to 1.
        practice: whose frequencies they assume. An algorithm answers for seven equally frequent diagnoses.
    """

    probabilities: NDArray[np.floating]
    practice: Practice = EQUAL

    def in_practice(self, practice: Practice) -> Prediction:
        """Return an algorithm's answer stated for a practice.

        Raises:
            ValueError: it is stated for a practice already.
        """
        if not self.practice.is_equal:
            raise ValueError(f"expected an answer for equal frequencies, got one for {self.practice.slug!r}")
        if practice.is_equal:
            return self
        return Prediction(in_practice(self.probabilities[None], practice.frequencies)[0], practice)

    def of(self, diagnosis: Diagnosis) -> float:
        """Return the probability of one diagnosis, in [0, 1]."""
        return float(self.probabilities[diagnosis.column])

    @property
    def malignant(self) -> float:
        """The probability of any malignant diagnosis, in [0, 1]."""
        return float(malignant(self.probabilities[None])[0])

    @property
    def first(self) -> Diagnosis:
        """The most probable diagnosis; of equals, the first in column order."""
        return DIAGNOSES[int(self.probabilities.argmax())]

    def ranked(self) -> list[Diagnosis]:
        """Return all diagnoses, the most probable first."""
        return [DIAGNOSES[i] for i in np.argsort(-self.probabilities, kind="stable")]


@dataclass(frozen=True)
class SimilarCase:
    """A known case that an algorithm finds similar to the photo.

    Attributes:
        image_id: name in the public ISIC Archive; the images themselves are not shipped.
        diagnosis: the known one.
        similarity: cosine between the two embeddings, in [-1, 1].
    """

    image_id: str
    diagnosis: Diagnosis
    similarity: float


@dataclass(frozen=True)
class Measurement:
    """A number measured on the lesion, and its contribution to the answer.

    Attributes:
        name: key of `measurements` in the locales.
        value: as measured; the unit is part of the text.
        contribution: to the logit of the explained diagnosis, relative to an average lesion.
    """

    name: str
    value: float
    contribution: float


@dataclass(frozen=True, eq=False)
class Drawing:
    """Measurements drawn on the photo. Positions are shares of the square: x to the right, y down.

    Attributes:
        border: outline of the lesion, closed, `(n, 2)`; empty where no lesion was found.
        axes: lines, `(k, 2, 2)`: from one point to another.
        areas: `(224, 224)` uint8 on the grid of `LesionImage.pixels`: 0 outside, else 1 + index into `area_names`;
            None without areas.
        area_names: keys of `colours` in the locales.
    """

    border: NDArray[np.float32]
    axes: NDArray[np.float32]
    areas: NDArray[np.uint8] | None = None
    area_names: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Explanation:
    """Heat map of an algorithm: where in the photo the evidence for one diagnosis lies.

    Attributes:
        target: the diagnosis that is explained.
        heat: on the grid of `LesionImage.pixels`, `(224, 224)` float32, 0 to 1 where 1 is this map's own peak;
            all 0 where the algorithm found no evidence for the target.
        peak: the largest value before scaling, in the algorithm's own unit; 0 without evidence. It tells evidence
            from noise, which look alike once scaled.
        typical_peak: median peak over the inner validation photos for the most probable diagnosis, in the same unit.
        cases: known cases behind the answer, the most similar first, from an algorithm that compares.
        measurements: numbers behind the answer, from an algorithm that measures.
        drawing: the measurements, to be drawn on the photo.
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
        """True without evidence, or with so little of a typical map's that only noise would be drawn."""
        return self.strength < BLANK_BELOW

    @property
    def strength(self) -> float:
        """Strength of the evidence relative to a typical map: 0 none, 1 typical or more."""
        if self.peak <= 0:
            return 0.0
        return 1.0 if self.peak >= self.typical_peak else self.peak / self.typical_peak


@dataclass(frozen=True, eq=False)
class Examination:
    """Prediction and explanation of one photo from the same pass.

    Attributes:
        prediction: the seven probabilities.
        explanation: the heat map for one of them.
        impression: the network's pooled features, `(d,)`, by which the gate recognises a lesion; None without.
        features: the last feature map, `(c, h', w')`, in which criteria are read; None without an impression.
    """

    prediction: Prediction
    explanation: Explanation
    impression: NDArray[np.float32] | None = None
    features: NDArray[np.float32] | None = None


@runtime_checkable
class Algorithm(Protocol):
    """The contract of a submission. Every method is pure and may be called from many threads at once."""

    card: ClassVar[AlgorithmCard]
    sheet: WeightsSheet

    @classmethod
    def load(cls, weights: Path) -> Self:
        """Return a ready instance from the folder of weights; there is no other way to get one.

        Raises:
            WeightsMissing: the weights file is missing.
            WeightsAltered: it is not the committed file.
        """
        ...

    def predict_proba(self, images: Sequence[LesionImage]) -> NDArray[np.float32]:
        """Return probabilities, `(n, 7)` float32 in column order, each row summing to 1."""
        ...

    def explain(self, image: LesionImage, target: Diagnosis, progress: Progress = silent) -> Explanation:
        """Return the heat map for `target`; a slow one reports to `progress`."""
        ...

    def examine(self, image: LesionImage, target: Diagnosis | None = None, progress: Progress = silent) -> Examination:
        """Return prediction and heat map, for the most probable diagnosis by default."""
        ...


@runtime_checkable
class CombiningAlgorithm(Algorithm, Protocol):
    """An algorithm that combines the answers of other submissions; its card has `combines`."""

    members: Mapping[str, Algorithm]
    shares: Mapping[str, float]

    @classmethod
    def load(cls, weights: Path, member: Callable[[str], Algorithm] | None = None) -> Self:
        """Return a ready algorithm; `member` gives its members where they are loaded already.

        Raises:
            AlgorithmError: it or a member cannot be loaded.
        """
        ...

    def combine(self, rows: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return probabilities, `(n, 7)`, from those of every member by slug, `(n, 7)` each.

        Raises:
            KeyError: the rows of a member are missing.
        """
        ...

    def mean_map(self, target: Diagnosis, maps: Sequence[tuple[float, Explanation]]) -> Explanation:
        """Return the mean of members' heat maps for a diagnosis; each counts by the share before it."""
        ...

"""Selection of generated samples that the classifier recognises and that resemble no training image.

Each accepted sample records its similarity to the nearest training image, so that readers can check that no photo is
copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import INPUT_SIDE, LesionImage
from model.samples.generate import Sample, generate

Classify = Callable[[list[LesionImage]], NDArray[np.float32]]
"""A function from images to probabilities, `(n, 7)` in the order of `DIAGNOSES`."""
Fingerprints = NDArray[np.float32]
"""Unit vectors of images, `(n, 1024)`."""

GRID = 32
NEARLY_THE_SAME = 0.65
"""Similarity from which two photos count as nearly the same.

Measured on training images: copies with other compression or light have at least 0.97; mirrored copies without 5 % of
the rim at least 0.67, with a median of 0.86. The nearest photo of another lesion has a median of 0.42; 6 % exceed 0.65,
mostly small sharp spots on uniform skin, and are refused like copies.
"""
BATCH = 16


@dataclass(frozen=True, eq=False)
class Candidate:
    """A sample with the classifier's probabilities for its JPEG file, `(7,)`, and its similarity.

    The similarity is to the nearest training image, -1 to 1; NaN without training images.
    """

    sample: Sample
    probabilities: NDArray[np.float32]
    similarity: float

    @property
    def probability(self) -> float:
        """Probability of the intended diagnosis."""
        return float(self.probabilities[self.sample.diagnosis.column])

    @property
    def margin(self) -> float:
        """Difference to the most probable other diagnosis; negative if the intended one is not first."""
        others = np.delete(self.probabilities, self.sample.diagnosis.column)
        return self.probability - float(others.max())

    @property
    def first(self) -> Diagnosis:
        """The classifier's first diagnosis."""
        return DIAGNOSES[int(self.probabilities.argmax())]

    @property
    def accepted(self) -> bool:
        """Whether the first diagnosis is the intended one and no training image is nearly the same."""
        return self.first is self.sample.diagnosis and not self.similarity >= NEARLY_THE_SAME


def fingerprint(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A unit vector `(1024,)` that describes the fine structure of a photo `(224, 224, 3)`.

    It is the mean brightness of 7 x 7 pixels minus the surroundings. Nearly all photos are dark spots on pale skin;
    subtracting the surroundings leaves the structure that identifies a lesion.
    """
    cell = INPUT_SIDE // GRID
    grey = pixels.astype(np.float32).mean(2).reshape(GRID, cell, GRID, cell).mean((1, 3))  # (32, 32)
    padded = np.pad(grey, 2, mode="reflect")
    around = np.lib.stride_tricks.sliding_window_view(padded, (5, 5)).mean((2, 3))
    detail = (grey - around).ravel()
    return np.asarray(detail / max(float(np.linalg.norm(detail)), 1e-6), dtype=np.float32)


def fingerprints(images: Iterable[NDArray[np.uint8]]) -> Fingerprints:
    """Fingerprints of images `(224, 224, 3)`, computed one by one."""
    return np.stack([fingerprint(pixels) for pixels in images])


def nearest_similarity(pixels: NDArray[np.uint8], known: Fingerprints | None) -> float:
    """Largest cosine between the eight rotations and mirror images of a photo and known fingerprints, or NaN."""
    if known is None or not len(known):
        return float("nan")
    turned = [np.rot90(side, k) for side in (pixels, pixels[:, ::-1]) for k in range(4)]
    return float((fingerprints(turned) @ known.T).max())


def judge(samples: Iterable[Sample], classify: Classify, known: Fingerprints | None) -> Iterator[Candidate]:
    """Yield a candidate for each sample, with probabilities and similarity to the `known` training images."""
    left = iter(samples)
    while batch := list(islice(left, BATCH)):
        images = [read_lesion_image(sample.jpeg()) for sample in batch]
        for sample, image, row in zip(batch, images, classify(images), strict=True):
            yield Candidate(sample, row, nearest_similarity(image.pixels, known))


def search(
    diagnosis: Diagnosis, seeds: Iterable[int], classify: Classify, known: Fingerprints | None
) -> list[Candidate]:
    """The accepted candidates among `seeds`, by decreasing margin; a person selects from them by appearance."""
    candidates = judge((generate(diagnosis, seed) for seed in seeds), classify, known)
    return sorted((candidate for candidate in candidates if candidate.accepted), key=lambda accepted: -accepted.margin)

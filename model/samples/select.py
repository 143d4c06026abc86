"""Candidates -> those that may be shown: the classifier agrees with the intention, and no real photo is copied.

A procedural generator cannot copy a photo it never saw, but that is for a reader to check, not to believe: each kept
sample records how near the nearest training image comes to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.lesion.decode import read_lesion_image
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import INPUT_SIDE, LesionImage
from model.samples.generate import Sample, generate

Classify = Callable[[list[LesionImage]], NDArray[np.float32]]
"""Images to probabilities, `(n, 7)` in the order of `DIAGNOSES`."""
Fingerprints = NDArray[np.float32]
"""`(n, 1024)`, one unit vector per image."""

GRID = 32
NEARLY_THE_SAME = 0.65
"""Similarity from which two photos count as nearly the same.

Tried on training images: a copy that was compressed or relit reaches 0.97 and more; a mirrored copy that lost 5 % of
its rim 0.67 and more, half of these 0.86. The nearest photo of another lesion comes to 0.42 at the median; in 6 of 100
it exceeds 0.65, nearly all small sharp spots on even skin, and so near a miss is refused along with the copies.
"""
BATCH = 16


@dataclass(frozen=True, eq=False)
class Candidate:
    """A sample with what decides whether it is kept.

    Attributes:
        sample: photo and mask.
        probabilities: of the classifier for the JPEG file as it would be committed, `(7,)`.
        similarity: to the nearest training image, -1 to 1; NaN when there was none to compare with.
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
        """How far the intended diagnosis is ahead of the next, below 0 where it is not the first."""
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
    """What is where in a photo, without its colour, lamp and large shapes: a unit vector, `(1024,)`.

    The mean over 7 x 7 pixels of the brightness, less its surroundings. Nearly every photo of a lesion is a dark spot
    on pale skin; taking the surroundings off leaves the structure by which one lesion is recognised again.

    Args:
        pixels: `(224, 224, 3)`.
    """
    cell = INPUT_SIDE // GRID
    grey = pixels.astype(np.float32).mean(2).reshape(GRID, cell, GRID, cell).mean((1, 3))  # (32, 32)
    padded = np.pad(grey, 2, mode="reflect")
    around = np.lib.stride_tricks.sliding_window_view(padded, (5, 5)).mean((2, 3))
    detail = (grey - around).ravel()
    return np.asarray(detail / max(float(np.linalg.norm(detail)), 1e-6), dtype=np.float32)


def fingerprints(images: Iterable[NDArray[np.uint8]]) -> Fingerprints:
    """One fingerprint per image of `(224, 224, 3)`; the images are looked at one by one."""
    return np.stack([fingerprint(pixels) for pixels in images])


def nearest_similarity(pixels: NDArray[np.uint8], known: Fingerprints | None) -> float:
    """Cosine between the photo, turned and mirrored in all eight ways, and the nearest of the known; NaN for none."""
    if known is None or not len(known):
        return float("nan")
    turned = [np.rot90(side, k) for side in (pixels, pixels[:, ::-1]) for k in range(4)]
    return float((fingerprints(turned) @ known.T).max())


def judge(samples: Iterable[Sample], classify: Classify, known: Fingerprints | None) -> Iterator[Candidate]:
    """Each sample with the classifier's probabilities and the nearest training image.

    Args:
        samples: what to judge.
        classify: the classifier.
        known: fingerprints of the training images, or None where the image folder is missing.
    """
    batch: list[Sample] = []
    for sample in samples:
        batch.append(sample)
        if len(batch) == BATCH:
            yield from _judged(batch, classify, known)
            batch = []
    if batch:
        yield from _judged(batch, classify, known)


def _judged(batch: list[Sample], classify: Classify, known: Fingerprints | None) -> list[Candidate]:
    images = [read_lesion_image(sample.jpeg()) for sample in batch]
    rows = classify(images)  # (n, 7)
    return [
        Candidate(sample, row, nearest_similarity(image.pixels, known))
        for sample, image, row in zip(batch, images, rows, strict=True)
    ]


def search(
    diagnosis: Diagnosis, seeds: Iterable[int], classify: Classify, known: Fingerprints | None
) -> list[Candidate]:
    """The accepted candidates among `seeds`, the clearest first. A person picks from them: they must also look good."""
    candidates = judge((generate(diagnosis, seed) for seed in seeds), classify, known)
    return sorted((one for one in candidates if one.accepted), key=lambda one: -one.margin)

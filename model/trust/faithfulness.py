"""Should a heat map be believed: does what it shows as hot move the answer, and did the network have to learn it?

    photo, map -> hottest areas blurred, random areas of the same size blurred -> probabilities -> verdict
    network -> a copy that has learned nothing -> its map of the same photo -> how alike the two are

Deletion: Petsiuk et al. 2018, arXiv:1806.07421, here beside random areas and with blur instead of grey, which adds no
edge. Randomised network: Adebayo et al. 2018, arXiv:1810.03292.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol, Self, runtime_checkable

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.stats import spearmanr

from model.algorithms.contract import Algorithm, Explanation, Progress, silent
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import INPUT_SIDE, LesionImage

SHARES = (0.1, 0.3)
"""Of the photo's area that is blurred at each step: two, so that on two cores the slowest network is tried out in three
seconds."""
RANDOM = 9
"""Random areas at each step."""
MUST_BEAT = 9
"""Of the random ones, so many must move the answer less: a map without any idea passes one time in ten."""
SEED = 2018
BLUR, SOFT = 22.0, 4.0
"""Standard deviations of the blur and of the edge of a blurred area, pixels."""
CELLS = 7
"""Random areas are as coarse as the maps of networks: hills on a grid of so many cells a side."""
ALIKE = 0.5
"""Rank correlation from which a map counts as not depending on what the network learned."""
TINY = 1e-12


@runtime_checkable
class Learner(Protocol):
    """An algorithm of which a copy can be had that has learned nothing."""

    def unlearned(self, seed: int) -> Self:
        """The same network with weights drawn anew."""
        ...


@dataclass(frozen=True, eq=False)
class Deletion:
    """What blurring does to the probability of the diagnosis that a map explains.

    Attributes:
        target: that diagnosis.
        whole: its probability on the photo as it is.
        hottest: the same with the hottest areas blurred, one for each of `SHARES`.
        random: the same with random areas blurred, `(RANDOM, len(SHARES))`.
    """

    target: Diagnosis
    whole: float
    hottest: NDArray[np.float64]
    random: NDArray[np.float64]

    @property
    def fall(self) -> float:
        """By how much the probability falls where it is hottest, mean over the steps."""
        return float(self.whole - self.hottest.mean())

    @property
    def random_falls(self) -> NDArray[np.float64]:
        """The same for each of the random ones, `(RANDOM,)`."""
        falls: NDArray[np.float64] = self.whole - self.random.mean(1)
        return falls

    @property
    def beaten(self) -> int:
        """How many of the random ones move the answer less."""
        return int((self.random_falls < self.fall).sum())

    @property
    def passes(self) -> bool:
        """The map shows what the answer rests on, as far as this check can tell."""
        return self.beaten >= MUST_BEAT and self.fall > 0


@dataclass(frozen=True, eq=False)
class Unlearned:
    """The map of a copy that has learned nothing.

    Attributes:
        explanation: its map of the same photo, for the diagnosis that it happens to put first, on its own scale.
        correlation: Spearman's rank correlation with the real map, in [-1, 1]; None where either is blank.
    """

    explanation: Explanation
    correlation: float | None

    @property
    def is_alike(self) -> bool:
        """The real map could be had without any learning."""
        return self.correlation is not None and self.correlation >= ALIKE


@dataclass(frozen=True, eq=False)
class MapCheck:
    """Both checks of one map; `unlearned` is None for an algorithm without a network."""

    deletion: Deletion
    unlearned: Unlearned | None


def check_map(
    algorithm: Algorithm, image: LesionImage, explanation: Explanation, progress: Progress = silent
) -> MapCheck:
    """Try a map out.

    Args:
        algorithm: whose map it is.
        image: the photo.
        explanation: its map of that photo; not blank.
        progress: told after each step.

    Raises:
        ValueError: the map is blank, so there is nothing to try.
    """
    if explanation.is_blank:
        raise ValueError("expected a map with heat, got a blank one")
    deleted = deletion(algorithm, image, explanation, progress)
    return MapCheck(deleted, unlearned(algorithm, image, explanation))


def deletion(
    algorithm: Algorithm, image: LesionImage, explanation: Explanation, progress: Progress = silent
) -> Deletion:
    """Blur the hottest and then random areas of the same sizes, and ask again each time."""
    orders = [explanation.heat, *random_maps(image)]
    column, blurred = explanation.target.column, _blurred(image.pixels)
    whole = float(algorithm.predict_proba([image])[0, column])
    rows = []
    for share in SHARES:
        copies = [_image(_mixed(image.pixels, blurred, top_share(order, share))) for order in orders]
        rows.append(algorithm.predict_proba(copies)[:, column].astype(np.float64))
        progress(len(rows) / (len(SHARES) + 1))
    found = np.stack(rows, 1)  # (1 + RANDOM, steps)
    return Deletion(explanation.target, whole, found[0], found[1:])


def map_passes(algorithm: Algorithm, image: LesionImage, explanation: Explanation) -> bool:
    """The verdict of `deletion` and nothing else: random areas are tried only for as long as it is open."""
    column, blurred = explanation.target.column, _blurred(image.pixels)

    def mean_with(order: NDArray[np.float32]) -> float:
        copies = [_image(_mixed(image.pixels, blurred, top_share(order, share))) for share in SHARES]
        return float(algorithm.predict_proba(copies)[:, column].astype(np.float64).mean())

    hottest = mean_with(explanation.heat)
    if hottest >= float(algorithm.predict_proba([image])[0, column]):
        return False
    left = RANDOM - MUST_BEAT  # so many random areas may move the answer as far
    for order in random_maps(image):
        left -= mean_with(order) <= hottest
        if left < 0:
            return False
    return True


def unlearned(algorithm: Algorithm, image: LesionImage, explanation: Explanation) -> Unlearned | None:
    """The map of a copy that has learned nothing; None where the algorithm has no network."""
    if not isinstance(algorithm, Learner):
        return None
    other = algorithm.unlearned(SEED).examine(image).explanation
    shown = replace(other, typical_peak=max(other.peak, TINY))  # its units mean nothing beside those of the real one
    return Unlearned(shown, correlation(explanation.heat, other.heat))


def correlation(one: NDArray[np.float32], other: NDArray[np.float32]) -> float | None:
    """Spearman's rank correlation of two maps on a grid of 28 x 28; None where one is the same everywhere."""
    small = [cv2.resize(heat, (28, 28), interpolation=cv2.INTER_AREA).ravel() for heat in (one, other)]
    if any(np.ptp(heat) == 0 for heat in small):
        return None
    return float(spearmanr(*small).statistic)


def random_maps(image: LesionImage) -> list[NDArray[np.float32]]:
    """Maps without any idea, as coarse as those of networks; the same for the same photo, `(224, 224)` each."""
    rng = np.random.default_rng([SEED, int(image.sha256[:8], 16)])
    grids = rng.random((RANDOM, CELLS, CELLS), np.float32)
    return [
        np.asarray(cv2.resize(grid, (INPUT_SIDE, INPUT_SIDE), interpolation=cv2.INTER_CUBIC), np.float32)
        for grid in grids
    ]


def top_share(order: NDArray[np.floating], share: float) -> NDArray[np.bool_]:
    """The hottest places of a map that make up a share of its area; of equals the first, so the area is exact."""
    count = round(share * order.size)
    chosen = np.zeros(order.size, bool)
    chosen[np.argsort(-order.ravel(), kind="stable")[:count]] = True
    return chosen.reshape(order.shape)


def _blurred(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(pixels.astype(np.float32), (0, 0), BLUR, borderType=cv2.BORDER_REFLECT_101))


def _mixed(pixels: NDArray[np.uint8], blurred: NDArray[np.float32], where: NDArray[np.bool_]) -> NDArray[np.uint8]:
    share = cv2.GaussianBlur(where.astype(np.float32), (0, 0), SOFT, borderType=cv2.BORDER_REFLECT_101)[..., None]
    mixed: NDArray[np.uint8] = np.rint(pixels * (1 - share) + blurred * share).clip(0, 255).astype(np.uint8)
    return mixed


def _image(pixels: NDArray[np.uint8]) -> LesionImage:
    return LesionImage.from_rgb(Image.fromarray(pixels), "PNG")

"""Check a heat map: does blurring its hottest areas change the answer, and does the map depend on learning?

    photo, map -> hottest areas blurred, random areas of the same size blurred -> probabilities -> verdict
    network -> copy with random weights -> its map of the same photo -> correlation of the two maps

Deletion follows Petsiuk et al. 2018 (arXiv:1806.07421), here compared with random areas, and with blur because a grey
cover would add edges. The copy with random weights follows Adebayo et al. 2018 (arXiv:1810.03292).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
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
"""Shares of the photo that are blurred. With two of them, the slowest network takes three seconds on two cores."""
RANDOM = 9
"""Number of random areas per share."""
MUST_BEAT = 9
"""Number of random areas that must change the answer less. An uninformative map passes one time in ten."""
SEED = 2018
BLUR, SOFT = 22.0, 4.0
"""Standard deviations of the blur and of a blurred area's edge, pixels."""
CELLS = 7
"""Cells per side of a random map, as coarse as the maps of networks."""
ALIKE = 0.5
"""Rank correlation from which a map counts as independent of learning."""
TINY = 1e-12


@runtime_checkable
class Learner(Protocol):
    """An algorithm that can be copied with random weights."""

    def unlearned(self, seed: int) -> Self:
        """A copy of the network with random weights."""
        ...


@dataclass(frozen=True, eq=False)
class Deletion:
    """The probability of the diagnosis that a map explains, on the whole photo and with areas blurred.

    Shapes: `hottest` `(len(SHARES),)`, `random` `(RANDOM, len(SHARES))`.
    """

    target: Diagnosis
    whole: float
    hottest: NDArray[np.float64]
    random: NDArray[np.float64]

    @property
    def fall(self) -> float:
        """Mean fall of the probability when the hottest areas are blurred."""
        return float(self.whole - self.hottest.mean())

    @property
    def random_falls(self) -> NDArray[np.float64]:
        """Mean fall of the probability for each random map, `(RANDOM,)`."""
        falls: NDArray[np.float64] = self.whole - self.random.mean(1)
        return falls

    @property
    def beaten(self) -> int:
        """Number of random maps with a smaller fall."""
        return int((self.random_falls < self.fall).sum())

    @property
    def passes(self) -> bool:
        """Whether the map passes: its hottest areas matter more than random ones."""
        return self.beaten >= MUST_BEAT and self.fall > 0


@dataclass(frozen=True, eq=False)
class Unlearned:
    """The map of a copy with random weights, for the diagnosis that the copy puts first and on the copy's own scale.

    `correlation` is Spearman's rank correlation with the real map, in [-1, 1]; None where either map is even.
    """

    explanation: Explanation
    correlation: float | None

    @property
    def is_alike(self) -> bool:
        """Whether the real map resembles one without learning."""
        return self.correlation is not None and self.correlation >= ALIKE


@dataclass(frozen=True, eq=False)
class MapCheck:
    """The results of both checks; `unlearned` is None for an algorithm without a network."""

    deletion: Deletion
    unlearned: Unlearned | None


def check_map(
    algorithm: Algorithm, image: LesionImage, explanation: Explanation, progress: Progress = silent
) -> MapCheck:
    """Run both checks on a map of the algorithm; `progress` gets the share that is done.

    Raises:
        ValueError: the map is blank.
    """
    if explanation.is_blank:
        raise ValueError("expected a map with heat, got a blank one")
    return MapCheck(deletion(algorithm, image, explanation, progress), unlearned(algorithm, image, explanation))


def deletion(
    algorithm: Algorithm, image: LesionImage, explanation: Explanation, progress: Progress = silent
) -> Deletion:
    """Blur the hottest areas, then random areas of the same sizes, and predict each time."""
    orders = [explanation.heat, *random_maps(image)]
    column, blurred = explanation.target.column, _blurred(image.pixels)
    whole = float(algorithm.predict_proba([image])[0, column])
    rows = []
    for share in SHARES:
        copies = [_image(_mixed(image.pixels, blurred, top_share(order, share))) for order in orders]
        rows.append(algorithm.predict_proba(copies)[:, column].astype(np.float64))
        progress(len(rows) / (len(SHARES) + 1))
    blurred_rows = np.stack(rows, 1)  # (1 + RANDOM, steps)
    return Deletion(explanation.target, whole, blurred_rows[0], blurred_rows[1:])


def map_passes(algorithm: Algorithm, image: LesionImage, explanation: Explanation) -> bool:
    """The verdict of `deletion`, computed with no more random maps than it needs."""
    column, blurred = explanation.target.column, _blurred(image.pixels)

    def mean_without(order: NDArray[np.float32]) -> float:
        copies = [_image(_mixed(image.pixels, blurred, top_share(order, share))) for share in SHARES]
        return float(algorithm.predict_proba(copies)[:, column].astype(np.float64).mean())

    hottest = mean_without(explanation.heat)
    if hottest >= float(algorithm.predict_proba([image])[0, column]):
        return False
    as_strong = (order for order in random_maps(image) if mean_without(order) <= hottest)
    allowed = RANDOM - MUST_BEAT
    return len(list(islice(as_strong, allowed + 1))) <= allowed


def unlearned(algorithm: Algorithm, image: LesionImage, explanation: Explanation) -> Unlearned | None:
    """The map of a copy with random weights; None where the algorithm has no network."""
    if not isinstance(algorithm, Learner):
        return None
    other = algorithm.unlearned(SEED).examine(image).explanation
    shown = replace(other, typical_peak=max(other.peak, TINY))  # the units of the two maps are not comparable
    return Unlearned(shown, correlation(explanation.heat, other.heat))


def correlation(first: NDArray[np.float32], second: NDArray[np.float32]) -> float | None:
    """Spearman's rank correlation of two maps on a grid of 28 x 28; None where either map is even."""
    small = [cv2.resize(heat, (28, 28), interpolation=cv2.INTER_AREA).ravel() for heat in (first, second)]
    if any(np.ptp(heat) == 0 for heat in small):
        return None
    return float(spearmanr(*small).statistic)


def random_maps(image: LesionImage) -> list[NDArray[np.float32]]:
    """Random maps `(224, 224)` as coarse as those of networks; the same photo always gets the same maps."""
    rng = np.random.default_rng([SEED, int(image.sha256[:8], 16)])
    grids = rng.random((RANDOM, CELLS, CELLS), np.float32)
    sized = (cv2.resize(grid, (INPUT_SIDE, INPUT_SIDE), interpolation=cv2.INTER_CUBIC) for grid in grids)
    return [np.asarray(grid, np.float32) for grid in sized]


def top_share(order: NDArray[np.floating], share: float) -> NDArray[np.bool_]:
    """A mask of the hottest places that make up exactly this share of the area; among equals the first are taken."""
    count = round(share * order.size)
    chosen = np.zeros(order.size, bool)
    chosen[np.argsort(-order.ravel(), kind="stable")[:count]] = True
    return chosen.reshape(order.shape)


def _blurred(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(pixels.astype(np.float32), (0, 0), BLUR, borderType=cv2.BORDER_REFLECT_101))


def _mixed(pixels: NDArray[np.uint8], blurred: NDArray[np.float32], area: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The pixels with the blurred ones in an area, mixed along its edge."""
    share = cv2.GaussianBlur(area.astype(np.float32), (0, 0), SOFT, borderType=cv2.BORDER_REFLECT_101)[..., None]
    mixed: NDArray[np.uint8] = np.rint(pixels * (1 - share) + blurred * share).clip(0, 255).astype(np.uint8)
    return mixed


def _image(pixels: NDArray[np.uint8]) -> LesionImage:
    return LesionImage.from_rgb(Image.fromarray(pixels), "PNG")

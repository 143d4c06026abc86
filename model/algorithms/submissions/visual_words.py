"""A linear classifier on Fisher vectors of small patches, with a learned dictionary of visual words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import cv2
import numpy as np
from numpy.typing import NDArray

from model.algorithms.contract import AlgorithmCard
from model.algorithms.measuring.features.colour import colour_planes
from model.algorithms.measuring.features.fisher import Dictionary, fisher_vectors
from model.algorithms.measuring.features.patches import colour_patches, gradient_patches, patch_shares
from model.algorithms.measuring.features.zones import SIDE, reduced, zones_of
from model.algorithms.measuring.measured import Arrays, MeasuredAlgorithm
from model.algorithms.weights import WeightsSheet

KINDS = ("gradient", "colour")
"""Kinds of patches; each has its own dictionary."""
PARTS = ("centre", "axes", "shares", "means", "widths")
"""Arrays of a dictionary; their names are `<kind>_<part>`."""
MARGIN = np.ones((5, 5), np.uint8)
"""Dilation of the lesion before patches are assigned to it."""


class Algorithm(MeasuredAlgorithm):
    """Fisher vectors of gradient and colour patches, and a linear decision."""

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="visual_words",
        family="dictionary",
        input_side=112,
        explanation="occlusion",
        citations=(
            "Csurka et al. 2004, ECCV workshop on statistical learning in computer vision",
            "Perronnin et al. 2010, doi:10.1007/978-3-642-15561-1_11",
            "Lowe 2004, doi:10.1023/B:VISI.0000029664.99615.94",
            "Tschandl et al. 2018, doi:10.1038/sdata.2018.161",
        ),
    )

    def __init__(self, arrays: Arrays, sheet: WeightsSheet) -> None:
        super().__init__(arrays, sheet)
        self.dictionaries = tuple(dictionary_of(self.arrays, kind) for kind in KINDS)

    def measure(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `MeasuredAlgorithm.measure`."""
        return words_of(pixels, self.dictionaries)

    def decide(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """See `MeasuredAlgorithm.decide`."""
        return np.asarray(features.astype(np.float64) @ self.arrays["weights"] + self.arrays["bias"])


def dictionary_of(arrays: Arrays, kind: str) -> Dictionary:
    """Read the dictionary of one kind of patch."""
    return Dictionary(*(arrays[f"{kind}_{part}"] for part in PARTS))


def words_of(pixels: NDArray[np.uint8], dictionaries: Sequence[Dictionary]) -> NDArray[np.float32]:
    """Fisher vectors of a photo `(224, 224, 3)`, for each kind of patch, on and beside the lesion, `(d,)`."""
    gradients, colours, pools = described(pixels)
    pairs = zip((gradients, colours), dictionaries, strict=True)
    return np.concatenate([fisher_vectors(patches, pools, dictionary) for patches, dictionary in pairs])


def described(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Patches of a photo `(224, 224, 3)` at two scales: gradients `(n, 128)`, colours `(n, 15)`, and their place.

    The place is the share of each patch on and beside the lesion, `(2, n)`.
    """
    small = reduced(pixels)
    zones = zones_of(small)
    planes = np.ascontiguousarray(colour_planes(small, zones.skin_colour)[..., :3])
    lesion = cv2.dilate(zones.lesion.astype(np.uint8), MARGIN)
    halved = np.asarray(cv2.resize(planes, (SIDE // 2, SIDE // 2), interpolation=cv2.INTER_AREA), np.float32)
    gradients = [gradient_patches(np.ascontiguousarray(size[..., 0])) for size in (planes, halved)]
    colours = [colour_patches(size) for size in (planes, halved)]
    on_lesion = np.concatenate([patch_shares(zone.astype(bool)) for zone in (lesion, lesion[::2, ::2])])
    return np.concatenate(gradients), np.concatenate(colours), np.stack([on_lesion, 1 - on_lesion])

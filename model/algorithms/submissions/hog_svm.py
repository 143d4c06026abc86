"""Support vector machines on histograms of gradients, aligned with the axes of the lesion."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from model.algorithms.contract import AlgorithmCard
from model.algorithms.measuring.features.colour import colour_planes
from model.algorithms.measuring.features.gradients import aligned, folded, gradient_cells, mean_cells
from model.algorithms.measuring.features.shape import shape_features
from model.algorithms.measuring.features.zones import reduced, zones_of
from model.algorithms.measuring.measured import Arrays, MeasuredAlgorithm
from model.algorithms.weights import WeightsSheet

COLOUR_PLANES = 6
"""Number of planes of `colour_planes` that are used: colour relative to the skin, and Lab."""
CONTRAST = np.float32(10)
"""Factor for gradients of log colour, to the scale that `gradient_cells` expects."""


class Algorithm(MeasuredAlgorithm):
    """Histograms of gradients, mean colours and shape, classified by support vector machines."""

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="hog_svm",
        family="kernel",
        input_side=112,
        explanation="occlusion",
        citations=(
            "Dalal and Triggs 2005, doi:10.1109/CVPR.2005.177",
            "Cortes and Vapnik 1995, doi:10.1007/BF00994018",
            "Tschandl et al. 2018, doi:10.1038/sdata.2018.161",
        ),
    )

    def __init__(self, arrays: Arrays, sheet: WeightsSheet) -> None:
        super().__init__(arrays, sheet)
        self.support = self.arrays["support"].astype(np.float64)  # for differences of large squares

    @staticmethod
    def measure(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `MeasuredAlgorithm.measure`."""
        small = reduced(pixels)
        zones = zones_of(small)
        planes = aligned(np.ascontiguousarray(colour_planes(small, zones.skin_colour)[..., :COLOUR_PLANES]), zones)
        dark, red = (gradient_cells(np.ascontiguousarray(planes[..., i]) * CONTRAST) for i in (0, 1))
        parts = (
            folded(dark, directed=True),
            folded(red, directed=True),
            folded(mean_cells(planes), directed=False),
            shape_features(zones.lesion),
        )
        return np.concatenate(parts)

    def decide(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """See `MeasuredAlgorithm.decide`; the logits are the margins of one-against-all machines."""
        components = projected(features, self.arrays["centre"], self.arrays["axes"])
        similar = similarities(components, self.support, float(self.arrays["sharpness"][0]))
        return np.asarray(similar @ self.arrays["coefficients"] + self.arrays["bias"], np.float64)


def projected(
    features: NDArray[np.float32], centre: NDArray[np.float32], axes: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Project features `(n, d)` on the principal axes, `(n, k)`."""
    return np.asarray(np.matmul(features - centre, axes, dtype=np.float32))


def similarities(photos: NDArray[np.float32], support: NDArray[np.float64], sharpness: float) -> NDArray[np.float64]:
    """Gaussian kernel of each photo `(n, k)` and each support vector `(m, k)`, `(n, m)`, in [0, 1]."""
    rows = photos.astype(np.float64)
    squared = np.square(rows).sum(1)[:, None] + np.square(support).sum(1)[None] - 2 * rows @ support.T
    return np.asarray(np.exp(-sharpness * squared.clip(0, None)))

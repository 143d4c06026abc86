"""Boosted decision trees on about 330 features of colour, texture and shape."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from model.algorithms.contract import AlgorithmCard
from model.algorithms.measuring.features.colour import colour_features, colour_planes
from model.algorithms.measuring.features.shape import shape_features
from model.algorithms.measuring.features.texture import band_features, pair_features, pattern_features
from model.algorithms.measuring.features.zones import reduced, zones_of
from model.algorithms.measuring.measured import Arrays, MeasuredAlgorithm
from model.algorithms.measuring.trees import Forest
from model.algorithms.weights import WeightsSheet
from model.lesion.diagnosis import DIAGNOSES


class Algorithm(MeasuredAlgorithm):
    """Features of colour, texture and shape, classified by boosted trees."""

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="colour_texture_boosting",
        family="boosting",
        input_side=112,
        explanation="occlusion",
        citations=(
            "Friedman 2001, doi:10.1214/aos/1013203451",
            "Ke et al. 2017, NIPS 30, LightGBM",
            "Ojala et al. 2002, doi:10.1109/TPAMI.2002.1017623",
            "Haralick et al. 1973, doi:10.1109/TSMC.1973.4309314",
            "Tschandl et al. 2018, doi:10.1038/sdata.2018.161",
        ),
    )

    def __init__(self, arrays: Arrays, sheet: WeightsSheet) -> None:
        super().__init__(arrays, sheet)
        nodes = {name: self.arrays[name].astype(np.int32) for name in ("roots", "feature", "left", "right")}
        self.forest = Forest(
            **nodes, threshold=self.arrays["threshold"], value=self.arrays["value"], depth=int(self.arrays["depth"][0])
        )

    @staticmethod
    def measure(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `MeasuredAlgorithm.measure`."""
        small = reduced(pixels)
        zones = zones_of(small)
        planes = colour_planes(small, zones.skin_colour)
        dark, red = (np.ascontiguousarray(planes[..., i]) for i in (0, 1))
        parts = (
            shape_features(zones.lesion),
            colour_features(planes, zones),
            pattern_features(dark, (zones.lesion, zones.skin)),
            pair_features(dark, zones.lesion),
            pair_features(red, zones.lesion),
            band_features(np.ascontiguousarray(planes[..., :3]), (zones.lesion, zones.rim, zones.skin)),
        )
        return np.concatenate(parts)

    def decide(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """See `MeasuredAlgorithm.decide`."""
        return self.forest.sums(features, len(DIAGNOSES))

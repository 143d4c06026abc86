"""The ABCD rule of dermoscopy with learned weights.

Asymmetry, border, colours, diameter and structures are measured on the segmented lesion. A piecewise linear function of
each measurement is added to the logit of each diagnosis. The terms of this sum are the explanation. A photo without a
segmented lesion gets the prediction for an average lesion.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from model.algorithms.contract import (
    AlgorithmCard,
    Drawing,
    Examination,
    Explanation,
    Measurement,
    Prediction,
    Progress,
    silent,
)
from model.algorithms.measuring.abcd.colours import COLOURS
from model.algorithms.measuring.abcd.curves import added
from model.algorithms.measuring.abcd.measurements import NAMES, Abcd, as_row, measured
from model.algorithms.measuring.abcd.places import evidence_map
from model.algorithms.measuring.abcd.symmetry import ends_on_border
from model.algorithms.measuring.measured import MeasuredAlgorithm
from model.lesion.diagnosis import Diagnosis
from model.lesion.image import INPUT_SIDE, LesionImage

NO_DRAWING = Drawing(np.empty((0, 2), np.float32), np.empty((0, 2, 2), np.float32))


class Algorithm(MeasuredAlgorithm):
    """An additive model of the measurements, explained by its terms.

    Arrays: `knots` `(d * k,)` and `heights` `(d, k, 7)` of the piecewise linear functions; `average` `(7,)`, the logits
    of an average lesion.
    """

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="abcd_rule",
        family="rule",
        training_data="ham10000_isic_only",
        explanation="abcd",
        citations=(
            "Stolz et al. 1994, Eur J Dermatol 4:521",
            "Nachbar et al. 1994, doi:10.1016/S0190-9622(94)70061-3",
            "Tschandl et al. 2018, doi:10.1038/sdata.2018.161",
        ),
    )

    @staticmethod
    def measure(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The measurements in the order of `NAMES`; all NaN without a lesion."""
        return as_row(measured(pixels))

    def decide(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Sum of the logits of an average lesion and the contributions."""
        return np.asarray(self.arrays["average"] + self.contributions(features).sum(axis=1))

    def contributions(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Contribution of each measurement to each logit, relative to an average lesion, `(n, d, 7)`."""
        heights = self.arrays["heights"]
        return added(features, self.arrays["knots"].reshape(heights.shape[:2]), heights)

    def examine(self, image: LesionImage, target: Diagnosis | None = None, progress: Progress = silent) -> Examination:
        """See `contract.Algorithm.examine`; the lesion is measured once for both."""
        seen = measured(image.pixels)
        row = as_row(seen)[None]
        prediction = Prediction(self._probabilities(self.decide(row))[0])
        target = target or prediction.first
        terms = self.contributions(row)[0, :, target.column]
        return Examination(prediction, self._explained(seen, dict(zip(NAMES, terms.tolist(), strict=True)), target))

    def _explained(self, seen: Abcd | None, terms: dict[str, float], target: Diagnosis) -> Explanation:
        typical = self.sheet.typical_peak
        if seen is None:
            nowhere = np.zeros((INPUT_SIDE, INPUT_SIDE), np.float32)
            return Explanation(target, nowhere, 0.0, typical, drawing=NO_DRAWING)
        balance = evidence_map(seen, terms).clip(min=0)
        peak = float(balance.max())
        heat = np.asarray(balance / (peak or 1.0), np.float32)
        by_size = sorted(NAMES, key=lambda name: -abs(terms[name]))
        listed = tuple(Measurement(name, seen.values[name], terms[name]) for name in by_size)
        return Explanation(target, heat, peak, typical, measurements=listed, drawing=drawing_of(seen))


def drawing_of(seen: Abcd) -> Drawing:
    """A drawing of the border, the axes of symmetry and the areas of colour."""
    corner = np.array([seen.window[1].start, seen.window[0].start])
    ends = ends_on_border(seen.region.mask, seen.shape.centre, seen.axes)
    areas = np.zeros((INPUT_SIDE, INPUT_SIDE), np.uint8)
    areas[seen.window] = seen.areas
    return Drawing(
        border=((seen.shape.border + corner + 0.5) / INPUT_SIDE).astype(np.float32),
        axes=((ends + corner + 0.5) / INPUT_SIDE).astype(np.float32),
        areas=areas,
        area_names=COLOURS,
    )

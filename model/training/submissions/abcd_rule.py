"""How `abcd_rule` is fitted: measurements of the fit images -> knots, then heights of the lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.algorithms.measuring.abcd.curves import shares_of_knots, spread_knots
from model.algorithms.submissions.abcd_rule import Algorithm
from model.training.balance import sampling_weights
from model.training.dataset import TrainingSet
from model.training.linear import fitted_linear
from model.training.measured import MeasuredRecipe, measured_rows


def fitted(images: TrainingSet, settings: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """The arrays of `submissions.abcd_rule`.

    Args:
        images: to fit to; those without a measurable lesion are left out.
        settings: `knots` of a line, `penalty` and `power` of `fitted_linear`.
    """
    rows = measured_rows(Algorithm.measure, images)
    measurable = ~np.isnan(rows).any(axis=1)
    values, targets = rows[measurable], images.targets[measurable]
    knots = spread_knots(values, settings["knots"])
    shares = shares_of_knots(values, knots)  # (n, d, k)
    flat = shares.reshape(len(shares), -1)
    weights, bias = fitted_linear(flat, targets, images.archives[measurable], settings["penalty"], settings["power"])
    heights = weights.reshape(*knots.shape, -1)  # (d, k, 7)
    usual = average_terms(shares, heights, targets)
    return {"knots": knots.ravel(), "heights": heights - usual[:, None], "average": bias + usual.sum(axis=0)}


def average_terms(
    shares: NDArray[np.float32], heights: NDArray[np.float32], targets: NDArray[np.int64]
) -> NDArray[np.float32]:
    """The average contribution of each measurement to each logit, `(d, 7)`, over equally weighted diagnoses."""
    counted = sampling_weights(targets, 1.0)
    usual = np.tensordot(counted, shares, axes=1)  # (d, k)
    return np.asarray(np.einsum("dk,dkc->dc", usual, heights), np.float32)


RECIPE = MeasuredRecipe(Algorithm, fitted, settings={"knots": 3, "penalty": 1e-3, "power": 0.75})

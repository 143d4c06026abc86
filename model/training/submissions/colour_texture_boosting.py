"""How `colour_texture_boosting` is fitted: measurements of the fit images -> boosted trees -> their nodes.

LightGBM grows the trees (Ke et al. 2017). Each photo starts from the log share of each diagnosis within its archive, so
the trees need not learn how frequent diagnoses are there (see `balance`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.algorithms.submissions.colour_texture_boosting import Algorithm
from model.lesion.diagnosis import DIAGNOSES
from model.training.balance import conditional_log_prior, sampling_weights
from model.training.dataset import TrainingSet
from model.training.measured import MeasuredRecipe, measured_rows

Node = tuple[int, float, int, int, float]


def fitted(images: TrainingSet, settings: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """The arrays of `submissions.colour_texture_boosting`.

    Args:
        images: to fit to.
        settings: `rounds` of seven trees each, `power` of `sampling_weights`, `trees` as LightGBM names them.
    """
    import lightgbm  # a development dependency: only this fit needs it

    weights = sampling_weights(images.targets, settings["power"])
    log_prior = conditional_log_prior(images.targets, images.archives, weights).numpy()[images.archives]
    rows = measured_rows(Algorithm.measure, images)
    data = lightgbm.Dataset(rows, images.targets, weight=weights * len(images), init_score=log_prior.astype(np.float64))
    fixed = {"objective": "multiclass", "num_class": len(DIAGNOSES), "num_threads": 1, "verbose": -1}
    grown = lightgbm.train({**fixed, **settings["trees"]}, data, settings["rounds"])
    return forest_arrays(grown.dump_model())


def forest_arrays(model: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """The nodes of all trees of a dumped LightGBM model, in the form of `trees.Forest`."""
    nodes: list[Node] = []
    depths: list[int] = []
    roots = [_append(tree["tree_structure"], nodes, depths, 0) for tree in model["tree_info"]]
    feature, threshold, left, right, value = zip(*nodes, strict=True)
    return {
        "roots": np.array(roots, np.int32),
        "feature": np.array(feature, np.int16),
        "threshold": np.array(threshold, np.float32),
        "left": np.array(left, np.int32),
        "right": np.array(right, np.int32),
        "value": np.array(value, np.float32),
        "depth": np.array([max(depths)], np.int32),
    }


def _append(branch: Mapping[str, Any], nodes: list[Node], depths: list[int], depth: int) -> int:
    """Append a branch and all branches below it; return its number."""
    number = len(nodes)
    if "leaf_value" in branch:
        nodes.append((0, 0.0, number, number, branch["leaf_value"]))
        depths.append(depth)
        return number
    nodes.append((0, 0.0, 0, 0, 0.0))  # filled once the branches below are appended
    left = _append(branch["left_child"], nodes, depths, depth + 1)
    right = _append(branch["right_child"], nodes, depths, depth + 1)
    nodes[number] = (branch["split_feature"], branch["threshold"], left, right, 0.0)
    return number


TREES = {
    **{"learning_rate": 0.05, "num_leaves": 8, "min_data_in_leaf": 20, "feature_fraction": 0.15},
    **{"bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0, "seed": 2022},
}
RECIPE = MeasuredRecipe(
    Algorithm,
    fitted,
    settings={"rounds": 220, "power": 0.6, "trees": TREES},
)

"""Trees as arrays answer as the library that grew them."""

from __future__ import annotations

import numpy as np
import pytest

from model.algorithms.measuring.trees import Forest
from model.training.submissions.colour_texture_boosting import forest_arrays

try:
    import lightgbm
except OSError:  # its library wants the system's libgomp
    pytest.skip("libgomp, which lightgbm needs to grow trees, is not on this machine", allow_module_level=True)


def forest(**changes) -> Forest:
    """One tree: feature 1 up to 0.5 gives 10, else feature 0 up to -1 gives 20, else 30."""
    nodes = {
        "roots": np.array([0], np.int32),
        "feature": np.array([1, 0, 0, 0, 0], np.int32),
        "threshold": np.array([0.5, 0, -1, 0, 0], np.float32),
        "left": np.array([1, 1, 3, 3, 4], np.int32),
        "right": np.array([2, 1, 4, 3, 4], np.int32),
        "value": np.array([0, 10, 0, 20, 30], np.float32),
    }
    return Forest(**{**nodes, **changes}, depth=2)


def test_every_way_down_a_tree_ends_at_its_leaf():
    rows = np.array([[0, 0.5], [0, 0.2], [-1, 0.6], [0, 0.6]], np.float32)
    assert forest().sums(rows, 1).ravel().tolist() == [10, 10, 20, 30]


@pytest.mark.parametrize(
    "changes",
    [{"left": np.array([1, 1, 9, 3, 4])}, {"right": np.array([-1, 1, 4, 3, 4])}, {"value": np.zeros(4)}],
    ids=["a way out", "a way back", "too few values"],
)
def test_nodes_that_do_not_fit_together_are_refused(changes):
    with pytest.raises(ValueError, match="expected"):
        forest(**changes)


def test_the_arrays_answer_as_the_library_that_grew_the_trees():

    rng = np.random.default_rng(5)
    rows = rng.normal(0, 1, (400, 6)).astype(np.float32)
    targets = (rows[:, 0] > 0) + (rows[:, 1] * rows[:, 2] > 0.3).astype(int)
    settings = {"objective": "multiclass", "num_class": 3, "num_threads": 1, "verbose": -1, "num_leaves": 6}
    grown = lightgbm.train(settings, lightgbm.Dataset(rows, targets, init_score=np.zeros((400, 3))), 12)
    arrays = forest_arrays(grown.dump_model())
    found = Forest(**{**arrays, "depth": int(arrays["depth"][0])}).sums(rows, 3)
    np.testing.assert_allclose(found, grown.predict(rows, raw_score=True), atol=1e-5)

"""Boosted decision trees as plain arrays.

All trees are evaluated in parallel, one level at a time. Prediction needs no library, and the weights file contains
only numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Forest:
    """The nodes of all trees, `(nodes,)`; both children of a leaf are the leaf itself.

    Raises:
        ValueError: an index is out of range, or the lengths differ.
    """

    roots: NDArray[np.int32]  # (trees,), indices of nodes
    feature: NDArray[np.int32]  # the feature that a node compares
    threshold: NDArray[np.float32]  # largest value of the feature for the left child
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]  # of a leaf; 0 for inner nodes
    depth: int  # of the deepest leaf

    def __post_init__(self) -> None:
        count = len(self.feature)
        if not all(len(array) == count for array in (self.threshold, self.left, self.right, self.value)):
            raise ValueError("expected as many thresholds, children and values as nodes")
        for numbers in (self.roots, self.left, self.right):
            if len(numbers) and not 0 <= int(numbers.min()) <= int(numbers.max()) < count:
                raise ValueError(f"expected indices of nodes from 0 to {count - 1}")

    def sums(self, features: NDArray[np.float32], classes: int) -> NDArray[np.float64]:
        """Sum of the leaves for each class, `(n, classes)`, of features `(n, d)`; tree i is of class `i % classes`."""
        return np.stack([self._leaves(row).reshape(-1, classes).sum(0) for row in features])

    def _leaves(self, row: NDArray[np.float32]) -> NDArray[np.float64]:
        node = self.roots
        for _ in range(self.depth):
            goes_left = row[self.feature[node]] <= self.threshold[node]
            node = np.where(goes_left, self.left[node], self.right[node])
        return self.value[node].astype(np.float64)

"""Boosted decision trees as plain arrays: features -> the sum of one leaf of every tree, for each diagnosis.

All trees are walked at once, one step down for each of them at a time, so one photo takes as many steps as the deepest
tree is deep. No library is needed to answer, and there is nothing in the file but numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Forest:
    """The nodes of all trees, one after the other; a leaf is its own next node on both sides.

    Attributes:
        roots: number of each tree's first node, `(trees,)`.
        feature: which feature a node asks about, `(nodes,)`.
        threshold: up to which value the way goes left, `(nodes,)`.
        left: number of the next node on the left, `(nodes,)`.
        right: number of the next node on the right, `(nodes,)`.
        value: what a leaf adds, `(nodes,)`; 0 for the others.
        depth: steps from the roots to the deepest leaf.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    depth: int

    def __post_init__(self) -> None:
        """Refuse nodes that lead out of the arrays.

        Raises:
            ValueError: a number points outside, or the arrays do not fit together.
        """
        count = len(self.feature)
        if not all(len(array) == count for array in (self.threshold, self.left, self.right, self.value)):
            raise ValueError("expected as many thresholds, ways and values as nodes")
        for numbers in (self.roots, self.left, self.right):
            if len(numbers) and not 0 <= int(numbers.min()) <= int(numbers.max()) < count:
                raise ValueError(f"expected numbers of nodes from 0 to {count - 1}")

    def sums(self, features: NDArray[np.float32], classes: int) -> NDArray[np.float64]:
        """Sum of the leaves for each class, `(n, classes)`, of features `(n, d)`; trees serve classes in turn."""
        return np.stack([self._leaves(row).reshape(-1, classes).sum(0) for row in features])

    def _leaves(self, row: NDArray[np.float32]) -> NDArray[np.float64]:
        node = self.roots
        for _ in range(self.depth):
            goes_left = row[self.feature[node]] <= self.threshold[node]
            node = np.where(goes_left, self.left[node], self.right[node])
        return self.value[node].astype(np.float64)

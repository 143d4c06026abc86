"""Made-up impressions, and a gate without likenesses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from model.trust.gate import LIKENESSES

WIDTH = 40


class Space:
    """Makes up impressions of lesions: random mixtures of six directions, and a little noise in all forty numbers."""

    def __init__(self) -> None:
        self.rng = np.random.default_rng(3)
        self.directions = self.rng.normal(size=(6, WIDTH))

    def __call__(self, count: int) -> NDArray[np.float64]:
        """Return the impressions of `count` lesions, one row each."""
        return self.rng.normal(size=(count, 6)) @ self.directions + 0.1 * self.rng.normal(size=(count, WIDTH))


def without_likeness(width: int) -> dict[str, NDArray[np.float64]]:
    """The tensors of likenesses that take no photo for anything else."""
    empty = {"weights": np.zeros(width), "typical": np.zeros(1), "reach": np.ones(1)}
    return {f"{name}_{part}": values for name in LIKENESSES for part, values in empty.items()}

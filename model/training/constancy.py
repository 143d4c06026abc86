"""Colour constancy: whether a network sees the better where photos are first put under an estimated white lamp.

    fold 4 of both archives -> photos as taken, and under white light -> figures for each archive -> the choice

The light in which the network ships plays no part.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.seeing.white_light import SHADES_OF_GREY
from model.training.comparisons import Figures, Pixels, as_used, figures_of, with_choice
from model.training.inner import InnerFold

ORDERS: Mapping[str, float | None] = {"as taken": None, "grey world": 1.0, "shades of grey": SHADES_OF_GREY}


def constancies_compared(algorithm: ConvolutionalAlgorithm, fold: InnerFold) -> list[Figures]:
    """How a network does on photos as they were taken, and under an estimated white lamp."""
    study, pixels = f"colour constancy for {algorithm.card.slug}", np.stack([image.pixels for image in fold.images])
    return with_choice(
        line
        for name, order in ORDERS.items()
        for line in figures_of(study, name, _seen(algorithm, pixels, order), fold)
    )


def _seen(algorithm: ConvolutionalAlgorithm, pixels: Pixels, order: float | None) -> NDArray[np.float64]:
    kind = type("Lit", (type(algorithm),), {"white_light": order})
    return as_used(kind(algorithm.network, algorithm.sheet), pixels)

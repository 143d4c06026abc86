"""Colour constancy: photos as if under white light, and whether a network sees the better for it.

    fold 4 of both archives -> photos under an estimated white lamp -> figures for each archive -> the choice

The colour of the lamp is taken to be the mean of the photo, of some order (Finlayson and Trezzi 2004, Shades of Gray).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.training.comparisons import Figures, Pixels, as_used, figures_of, with_choice
from model.training.inner import InnerFold

ORDERS: Mapping[str, float | None] = {"as taken": None, "grey world": 1.0, "shades of grey": 6.0}
"""Of the mean that estimates the lamp: 1 is the plain one, 6 was the best of Finlayson and Trezzi."""


def under_white_light(pixels: Pixels, order: float) -> Pixels:
    """Photos `(n, h, w, 3)` with their channels scaled until the mean of that order is grey; brightness stays."""
    values = pixels.astype(np.float32) / 255
    lamps = np.power(np.power(values, order).mean((1, 2)), 1 / order)  # (n, 3)
    gains = lamps.mean(1, keepdims=True) / np.maximum(lamps, 1 / 255)
    balanced: Pixels = np.rint((values * gains[:, None, None]).clip(0, 1) * 255).astype(np.uint8)
    return balanced


def constancies_compared(algorithm: ConvolutionalAlgorithm, fold: InnerFold) -> list[Figures]:
    """How a network does on photos as they were taken, and under an estimated white lamp."""
    study, pixels = f"colour constancy for {algorithm.card.slug}", np.stack([image.pixels for image in fold.images])
    return with_choice(
        line
        for name, order in ORDERS.items()
        for line in figures_of(study, name, _seen(algorithm, pixels, order), fold)
    )


def _seen(algorithm: ConvolutionalAlgorithm, pixels: Pixels, order: float | None) -> NDArray[np.float64]:
    return as_used(algorithm, pixels if order is None else under_white_light(pixels, order))

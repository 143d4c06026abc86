"""Colour constancy: compares a network on photos as taken and on photos corrected to a white lamp.

    fold 4 of both archives -> photos as taken, and corrected -> figures for each archive -> the choice

The correction that the network ships with is not used.
"""

from __future__ import annotations

from collections.abc import Mapping

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm
from model.algorithms.seeing.white_light import SHADES_OF_GREY
from model.training.comparisons import Figures, figures_of, logits_in_app, with_choice
from model.training.inner import InnerFold

ORDERS: Mapping[str, float | None] = {"as taken": None, "grey world": 1.0, "shades of grey": SHADES_OF_GREY}


def constancies_compared(algorithm: ConvolutionalAlgorithm, fold: InnerFold) -> list[Figures]:
    """Figures of a network on photos as taken and under an estimated white lamp."""
    study = f"colour constancy for {algorithm.card.slug}"
    pixels, lines = fold.pixels, []
    for name, order in ORDERS.items():
        corrected = type("Corrected", (type(algorithm),), {"white_light": order})
        logits = logits_in_app(corrected(algorithm.network, algorithm.sheet), pixels)
        lines += figures_of(study, name, logits, fold)
    return with_choice(lines)

"""Logits of the inner validation fold -> temperature, operating point, typical peak: everything that is chosen.

The network answers as if all seven diagnoses were equally frequent, so calibration asks the same question: each
diagnosis of the inner fold weighs the same.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from model.algorithms.seeing.convolutional import ConvolutionalAlgorithm, as_batch
from model.algorithms.weights import OperatingPoint
from model.lesion.diagnosis import DIAGNOSES

WANTED_SENSITIVITY = 0.9
"""Of melanoma, at the operating point: a missed melanoma weighs more than a second look at a naevus."""


def class_weights(targets: Tensor) -> Tensor:
    """Weights that give each diagnosis that occurs the same total, `(7,)`."""
    counts = torch.bincount(targets, minlength=len(DIAGNOSES)).float()
    return torch.where(counts > 0, counts.sum() / counts.clamp(min=1), 0.0)


def fitted_temperature(logits: Tensor, targets: Tensor) -> float:
    """Divisor of the logits with the least balanced log loss (Guo et al. 2017, arXiv:1706.04599).

    Args:
        logits: `(n, 7)`.
        targets: `(n,)`, columns.
    """
    weights = class_weights(targets)
    log_temperature = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([log_temperature], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = functional.cross_entropy(logits.float() / log_temperature.exp(), targets, weights)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return float(log_temperature.detach().exp())


def chosen_operating_point(melanoma: NDArray[np.float64], is_melanoma: NDArray[np.bool_]) -> OperatingPoint:
    """The highest threshold at which at least 90 % of the inner fold's melanomas are above.

    Args:
        melanoma: melanoma probabilities, `(n,)`.
        is_melanoma: which of the photos show one, `(n,)`.

    Raises:
        ValueError: none of them does.
    """
    if not is_melanoma.any():
        raise ValueError("expected at least one melanoma in the inner fold, got none")
    scores = np.sort(melanoma[is_melanoma])[::-1]
    needed = int(np.ceil(WANTED_SENSITIVITY * len(scores)))
    threshold = float(np.floor(scores[needed - 1] * 1000) / 1000)  # as it is written on the page, no finer
    return OperatingPoint(
        threshold=threshold,
        melanomas=len(scores),
        melanomas_above=int((scores >= threshold).sum()),
        others=int((~is_melanoma).sum()),
        others_below=int((melanoma[~is_melanoma] < threshold).sum()),
    )


def typical_peak(algorithm: ConvolutionalAlgorithm, pixels: NDArray[np.uint8]) -> float:
    """Median peak of the maps for the diagnosis that comes first, over images `(n, 224, 224, 3)`."""
    peaks = []
    for i in range(len(pixels)):
        with torch.no_grad():
            seen = algorithm.see(as_batch(pixels[i : i + 1]))
        peaks.append(float(algorithm.evidence_in(seen, None)[1].clamp(min=0).max()))
    return float(np.median(peaks))


def fold_logits(algorithm: ConvolutionalAlgorithm, pixels: NDArray[np.uint8]) -> Tensor:
    """Logits, `(n, 7)`, of images `(n, 224, 224, 3)`, computed exactly as at use: in float32, with every look."""
    with torch.inference_mode():
        parts = [algorithm.logits_of(as_batch(pixels[i : i + 32])) for i in range(0, len(pixels), 32)]
    return torch.cat(parts).clone()

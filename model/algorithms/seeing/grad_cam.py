"""Prediction and Grad-CAM in one pass, without hooks.

The body of a network runs once, without gradients, and serves both: its last feature map goes through the head for
the logits, and the gradient of one logit is taken with respect to that feature map, through the head alone. No hook is
hung on the network and no parameter collects a gradient, so any number of threads may share one network.

Method: Selvaraju et al. 2017, doi:10.1109/ICCV.2017.74; scaling and resizing as in the package `grad-cam`, which the
tests use as the independent reference.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from model.algorithms.seeing.networks.split import SplitNetwork


def logits_and_map(network: SplitNetwork, pixels: Tensor, column: int | None = None) -> tuple[Tensor, Tensor, int]:
    """Logits and the raw Grad-CAM map of one image.

    Args:
        network: in evaluation mode, parameters frozen.
        pixels: RGB in [0, 1], `(1, 3, h, w)`.
        column: logit to explain; the largest one where None.

    Returns:
        Logits `(7,)`, the map before rectifying and scaling `(h', w')`, and the column that was explained.
    """
    with torch.no_grad():
        features = network.forward_features(pixels)  # (1, c, h', w')
    logits, maps, chosen = logits_and_maps_of(network, features, column)
    return logits, maps[0], chosen


def logits_and_maps_of(
    network: SplitNetwork, features: Tensor, column: int | None = None
) -> tuple[Tensor, Tensor, int]:
    """The same from feature maps that are there already, of one or several looks at one photo.

    Args:
        network: in evaluation mode, parameters frozen.
        features: made without gradients, `(looks, c, h', w')`.
        column: logit to explain; the largest one of the mean where None.

    Returns:
        Logits `(7,)`, the mean over the looks; each look's share of the map of that mean, `(looks, h', w')`; and the
        column that was explained.
    """
    with torch.enable_grad():
        held = features.detach().requires_grad_(True)
        logits = network.forward_head(held).mean(0)  # (7,)
        chosen = int(logits.argmax()) if column is None else column
        (gradient,) = torch.autograd.grad(logits[chosen], held)
    weights = gradient.mean((2, 3), keepdim=True)  # (looks, c, 1, 1)
    return logits.detach(), (weights * features).sum(1), chosen


def heat_and_peak(raw: Tensor, side: int) -> tuple[NDArray[np.float32], float]:
    """A raw map `(h', w')` as heat `(side, side)` in [0, 1], and its unscaled peak; without evidence, zeros and 0."""
    positive = raw.clamp(min=0)
    peak = float(positive.max())
    if peak <= 0:
        return np.zeros((side, side), np.float32), 0.0
    small = _stretched(positive)
    large = functional.interpolate(small[None, None], size=(side, side), mode="bilinear", align_corners=False)[0, 0]
    return _stretched(large).numpy(), peak


def _stretched(values: Tensor) -> Tensor:
    lifted = values - values.min()
    return lifted / (1e-7 + lifted.max())

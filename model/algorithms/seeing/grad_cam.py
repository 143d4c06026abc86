"""Prediction and Grad-CAM in one pass, without hooks.

The body of a network runs once without gradients. The head then gives the logits, and the gradient of one logit with
respect to the feature map. There are no hooks and no gradients of parameters, so threads can share a network.

Method: Selvaraju et al. 2017, doi:10.1109/ICCV.2017.74. Scaling and resizing follow the package `grad-cam`, the
reference in the tests.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from model.algorithms.seeing.networks.split import SplitNetwork


def logits_and_maps_of(
    network: SplitNetwork, features: Tensor, column: int | None = None
) -> tuple[Tensor, Tensor, int]:
    """Mean logits `(7,)`, raw Grad-CAM maps `(looks, h', w')` and the explained column of one photo.

    The network is in evaluation mode with frozen parameters; feature maps `(looks, c, h', w')` are computed without
    gradients. By default the largest mean logit is explained.
    """
    with torch.enable_grad():
        inputs = features.detach().requires_grad_(True)
        logits = network.forward_head(inputs).mean(0)  # (7,)
        chosen = int(logits.argmax()) if column is None else column
        (gradient,) = torch.autograd.grad(logits[chosen], inputs)
    weights = gradient.mean((2, 3), keepdim=True)  # (looks, c, 1, 1)
    return logits.detach(), (weights * features).sum(1), chosen


def heat_and_peak(raw: Tensor, side: int) -> tuple[NDArray[np.float32], float]:
    """Convert a raw map `(h', w')` to heat `(side, side)` in [0, 1] and its peak before scaling; 0 without evidence."""
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

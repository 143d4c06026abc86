"""Features -> a linear decision for seven equally frequent diagnoses.

Multinomial logistic regression. The log prior of the photo's archive is added to the logits, see `balance`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from model.lesion.diagnosis import DIAGNOSES
from model.training.balance import conditional_log_prior, sampling_weights


def fitted_linear(
    features: NDArray[np.float32],
    targets: NDArray[np.int64],
    archives: NDArray[np.int64],
    penalty: float,
    power: float = 0.5,
    steps: int = 300,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights `(d, 7)` and bias `(7,)` with the least weighted log loss of features `(n, d)`.

    The features are on one scale, since the penalty on the squared weights is the same for all; there is none on the
    bias. `power` is that of `balance.sampling_weights`.
    """
    weights = sampling_weights(targets, power)
    shares = torch.from_numpy(weights)
    log_prior = conditional_log_prior(targets, archives, weights)[torch.from_numpy(archives)].double()
    inputs, wanted = torch.from_numpy(features).double(), torch.from_numpy(targets)
    matrix = torch.zeros(features.shape[1], len(DIAGNOSES), dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(len(DIAGNOSES), dtype=torch.float64, requires_grad=True)

    def loss() -> Tensor:
        losses = functional.cross_entropy(inputs @ matrix + bias + log_prior, wanted, reduction="none")
        return (shares * losses).sum() + penalty * matrix.square().sum()

    minimise([matrix, bias], loss, steps)
    return matrix.detach().float().numpy(), bias.detach().float().numpy()


def minimise(parameters: list[Tensor], loss_of: Callable[[], Tensor], steps: int) -> None:
    """Change the parameters in place, in at most so many steps of L-BFGS, to the least loss."""
    optimizer = torch.optim.LBFGS(parameters, max_iter=steps, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = loss_of()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]

"""How often each image is drawn, and how frequent each diagnosis is within each archive as drawn."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from model.lesion.diagnosis import DIAGNOSES


def conditional_log_prior(
    targets: NDArray[np.int64], archives: NDArray[np.int64], weights: NDArray[np.float64], shared: float = 0.0
) -> Tensor:
    """Log share of each diagnosis within each archive as drawn, `(archives, 7)`.

    It is added to the logits in the loss (logit adjustment, Menon et al. 2021, arXiv:2007.07314, for each archive), so
    that the network's logits are those for seven equally frequent diagnoses. Photos of an archive that lacks a
    diagnosis never count against it, unless `shared` draws each prior that far, above 0, towards that of all archives.
    """
    share = np.full((int(archives.max()) + 1, len(DIAGNOSES)), 1e-4)
    np.add.at(share, (archives, targets), weights)
    together = share.sum(0) / share.sum()
    share = (1 - shared) * share / share.sum(1, keepdims=True) + shared * together
    return torch.from_numpy(np.log(share)).float()


def sampling_weights(
    targets: NDArray[np.int64], power: float, archives: NDArray[np.str_] | None = None
) -> NDArray[np.float64]:
    """Probability of each image to be drawn: its diagnosis's frequency to the power of `-power`, summing to 1.

    Power 0 draws images uniformly, 1 every diagnosis equally often. With `archives`, the frequency is that within the
    image's archive, so that a diagnosis that fills one archive is drawn less often there and stays as it is elsewhere.
    """
    groups = targets
    if archives is not None:
        groups = targets + len(DIAGNOSES) * np.unique(archives, return_inverse=True)[1]
    counts = np.bincount(groups).astype(np.float64)
    weights = counts[groups] ** -power
    return np.asarray(weights / weights.sum())

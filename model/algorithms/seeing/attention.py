"""Prediction and attention map of a transformer in one pass, without hooks.

The convolutions run once without gradients; the attention blocks run on their feature map and return their attention.
The attention of each block is weighted by the gradient of one logit, and the blocks are combined into one map over the
tokens (Chefer et al. 2021, doi:10.1109/ICCV48922.2021.00045).
"""

from __future__ import annotations

import torch
from torch import Tensor

from model.algorithms.seeing.networks.tokens import TokenNetwork


def logits_and_attention_of(
    network: TokenNetwork, features: Tensor, column: int | None = None
) -> tuple[Tensor, Tensor, int]:
    """Logits and attention maps for one diagnosis, from one or several views of one photo.

    Args:
        network: in evaluation mode, with frozen parameters.
        features: feature maps computed without gradients, `(looks, c, h', w')`.
        column: logit to explain; by default the largest mean logit.

    Returns:
        Mean logits `(7,)`; non-negative maps, one for each view, `(looks, h', w')`; the explained column.
    """
    with torch.enable_grad():
        rows, attentions = network.attend(features.detach().requires_grad_(True))
        logits = rows.mean(0)
        chosen = int(logits.argmax()) if column is None else column
        gradients = torch.autograd.grad(logits[chosen], attentions)
    maps = relevance(attentions, gradients).view(len(features), *features.shape[-2:])
    return logits.detach(), maps, chosen


def relevance(attentions: list[Tensor], gradients: tuple[Tensor, ...]) -> Tensor:
    """Relevance of each cell for the logit, `(looks, cells)`.

    Args:
        attentions: attention of each block, `(looks, heads, 1 + cells, 1 + cells)`; the first token is the class token.
        gradients: gradients of the logit with respect to the attentions.
    """
    chained = torch.eye(attentions[0].shape[-1]).expand(len(attentions[0]), -1, -1)
    for attention, gradient in zip(attentions, gradients, strict=True):
        weighted = (attention.detach() * gradient).clamp(min=0).mean(1)  # (looks, 1 + cells, 1 + cells)
        chained = chained + weighted @ chained
    return chained[:, 0, 1:]

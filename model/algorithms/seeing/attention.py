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
    """Mean logits `(7,)`, non-negative attention maps `(looks, h', w')` and the explained column of one photo.

    The network is in evaluation mode with frozen parameters; feature maps `(looks, c, h', w')` are computed without
    gradients. By default the largest mean logit is explained.
    """
    with torch.enable_grad():
        rows, attentions = network.attend(features.detach().requires_grad_(True))
        logits = rows.mean(0)
        chosen = int(logits.argmax()) if column is None else column
        gradients = torch.autograd.grad(logits[chosen], attentions)
    maps = relevance(attentions, gradients).view(len(features), *features.shape[-2:])
    return logits.detach(), maps, chosen


def relevance(attentions: list[Tensor], gradients: tuple[Tensor, ...]) -> Tensor:
    """Relevance of each cell for the logit, `(looks, cells)`, from the attention of each block and its gradient.

    Attentions are `(looks, heads, 1 + cells, 1 + cells)`; the first token is the class token.
    """
    chained = torch.eye(attentions[0].shape[-1]).expand(len(attentions[0]), -1, -1)
    for attention, gradient in zip(attentions, gradients, strict=True):
        weighted = (attention.detach() * gradient).clamp(min=0).mean(1)  # (looks, 1 + cells, 1 + cells)
        chained = chained + weighted @ chained
    return chained[:, 0, 1:]

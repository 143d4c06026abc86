"""Prediction and attention of a transformer in one pass, without hooks.

The convolutions run once, without gradients; the blocks of attention run on their feature map and keep what they
attended to. The gradient of one logit tells which of that attention spoke for the diagnosis, and the blocks are
chained into one map over the tokens: attention, weighted by its gradient (Chefer et al. 2021,
doi:10.1109/ICCV48922.2021.00045).
"""

from __future__ import annotations

import torch
from torch import Tensor

from model.algorithms.seeing.networks.tokens import TokenNetwork


def logits_and_attention_of(
    network: TokenNetwork, features: Tensor, column: int | None = None
) -> tuple[Tensor, Tensor, int]:
    """Logits and the attention that speaks for one diagnosis, from one or several looks at one photo.

    Args:
        network: in evaluation mode, parameters frozen.
        features: its feature maps, made without gradients, `(looks, c, h', w')`.
        column: logit to explain; the largest one of the mean where None.

    Returns:
        Logits `(7,)`, the mean over the looks; each look's share of the map, `(looks, h', w')`, nowhere negative; and
        the column that was explained.
    """
    with torch.enable_grad():
        rows, attentions = network.attend(features.detach().requires_grad_(True))
        logits = rows.mean(0)
        chosen = int(logits.argmax()) if column is None else column
        gradients = torch.autograd.grad(logits[chosen], attentions)
    maps = relevance(attentions, gradients).view(len(features), *features.shape[-2:])
    return logits.detach(), maps, chosen


def relevance(attentions: list[Tensor], gradients: tuple[Tensor, ...]) -> Tensor:
    """How much each token reached the question through attention that raised the logit, `(looks, cells)`.

    Args:
        attentions: of each block, `(looks, heads, 1 + cells, 1 + cells)`; the first token asks the question.
        gradients: of the logit with respect to them.
    """
    chained = torch.eye(attentions[0].shape[-1]).expand(len(attentions[0]), -1, -1)
    for attention, gradient in zip(attentions, gradients, strict=True):
        spoken = (attention.detach() * gradient).clamp(min=0).mean(1)  # (looks, 1 + cells, 1 + cells)
        chained = chained + spoken @ chained
    return chained[:, 0, 1:]

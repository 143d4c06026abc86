"""A transformer whose tokens are the cells of a feature map."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from model.algorithms.seeing.networks.resnet import resnet18_stages
from model.algorithms.seeing.networks.split import IMAGENET_MEAN, IMAGENET_STD, SplitNetwork
from model.lesion.diagnosis import DIAGNOSES


class _Block(nn.Module):
    """Pre-norm transformer block (Vaswani et al. 2017, arXiv:1706.03762) that also returns its attention."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.norm_attention, self.norm_mlp = nn.LayerNorm(width), nn.LayerNorm(width)
        self.project, self.merge = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """Tokens after the block, and its attention."""
        n, count, width = tokens.shape
        split = self.project(self.norm_attention(tokens)).view(n, count, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)  # each (n, heads, count, width / heads)
        attention = (query @ key.transpose(-1, -2) * (width // self.heads) ** -0.5).softmax(-1)
        seen = (attention.to(value.dtype) @ value).transpose(1, 2).reshape(n, count, width)
        tokens = tokens + self.dropout(self.merge(seen))
        return tokens + self.dropout(self.mlp(self.norm_mlp(tokens))), attention


class _TokenHead(nn.Module):
    """Transformer over the cells of a feature map and a class token."""

    def __init__(self, channels: int, width: int = 256, heads: int = 8, depth: int = 3) -> None:
        super().__init__()
        self.embed = nn.Linear(channels, width)
        self.question = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.blocks = nn.ModuleList(_Block(width, heads, 0.1) for _ in range(depth))
        self.decide = nn.Sequential(nn.LayerNorm(width), nn.Dropout(0.2), nn.Linear(width, len(DIAGNOSES)))

    def attend(self, features: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Logits, `(n, 7)`, and the attention of each block, `(n, heads, 1 + cells, 1 + cells)`."""
        tokens = self.embed(features.flatten(2).transpose(1, 2))
        tokens = torch.cat([self.question.expand(tokens.shape[0], -1, -1).to(tokens.dtype), tokens], 1)
        attentions = []
        for block in self.blocks:
            tokens, attention = block(tokens)
            attentions.append(attention)
        return self.decide(tokens[:, 0]), attentions

    def forward(self, features: Tensor) -> Tensor:
        """Logits, `(n, 7)`, of a feature map."""
        return self.attend(features)[0]


class TokenNetwork(SplitNetwork):
    """A transformer over convolutional tokens: the first three stages of ResNet-18, then three attention blocks.

    It has no position codes: the orientation and position of a lesion have no meaning, and the convolutions already
    encode the neighbourhood.
    """

    head: _TokenHead

    def __init__(self) -> None:
        super().__init__(resnet18_stages("layer3"), _TokenHead(256), IMAGENET_MEAN, IMAGENET_STD)

    def attend(self, features: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Logits, `(n, 7)`, and the attention of each block, in which the class token is first."""
        return self.head.attend(features)

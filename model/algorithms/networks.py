"""Networks in two parts: a body that sees and a head that decides.

The split is what makes a prediction and its explanation cost one pass: the body runs once without gradients, the
gradient is taken through the head alone (see `grad_cam`, `attention`). Pixels go in as RGB in [0, 1]; each network
brings its own normalisation, so nobody outside has to know it.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.algorithms.vision import torchvision
from model.lesion.diagnosis import DIAGNOSES

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
HALF = (0.5, 0.5, 0.5)


class SplitNetwork(nn.Module):
    """A network whose last feature map is a value one can hold: `head(body(normalised pixels))`.

    Args:
        body: pixels to feature map, `(n, 3, h, w) -> (n, c, h', w')`.
        head: feature map to logits, `(n, c, h', w') -> (n, 7)`.
        mean: per-channel mean that the body expects to be taken off, for RGB in [0, 1].
        std: per-channel divisor that goes with it.
    """

    def __init__(self, body: nn.Module, head: nn.Module, mean: Sequence[float], std: Sequence[float]) -> None:
        super().__init__()
        self.body = body
        self.head = head
        self.mean: Tensor
        self.std: Tensor
        self.register_buffer("mean", torch.tensor(mean).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(std).view(1, 3, 1, 1), persistent=False)

    @property
    def backbone(self) -> nn.Module:
        """The part of the body that a pretrained file fills."""
        return self.body

    def forward_features(self, pixels: Tensor) -> Tensor:
        """Last feature map, `(n, c, h', w')`, of RGB pixels in [0, 1], `(n, 3, h, w)`."""
        features: Tensor = self.body((pixels - self.mean) / self.std)
        return features

    def forward_head(self, features: Tensor) -> Tensor:
        """Logits, `(n, 7)`, of a feature map, `(n, c, h', w')`."""
        logits: Tensor = self.head(features)
        return logits

    def forward(self, pixels: Tensor) -> Tensor:
        """Logits, `(n, 7)`, of RGB pixels in [0, 1], `(n, 3, h, w)`."""
        return self.forward_head(self.forward_features(pixels))


def channels_last(network: SplitNetwork) -> SplitNetwork:
    """The network itself, its weights laid out as processors like them best."""
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network


def pooled_linear_head(channels: int, dropout: float = 0.0) -> nn.Sequential:
    """Average over the map, then one linear layer: the head for which Grad-CAM equals CAM."""
    return nn.Sequential(
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(dropout), nn.Linear(channels, len(DIAGNOSES))
    )


def resnet18_network() -> SplitNetwork:
    """ResNet-18 (He et al. 2016, doi:10.1109/CVPR.2016.90) with a head for the seven diagnoses, untrained."""
    return SplitNetwork(_resnet18_stages("layer4"), pooled_linear_head(512, dropout=0.2), IMAGENET_MEAN, IMAGENET_STD)


def _resnet18_stages(last: str) -> nn.Sequential:
    stages = nn.Sequential()
    for name, part in torchvision.models.resnet18(weights=None).named_children():
        stages.add_module(name, part)
        if name == last:
            break
    return stages


class _SameConv2d(nn.Conv2d):
    """A convolution with TensorFlow's SAME padding: for stride 2 on an even side none before, one after."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        padding = kernel // 2 if stride == 1 else 0
        super().__init__(inputs, outputs, kernel, stride, padding, groups=groups)

    def forward(self, pixels: Tensor) -> Tensor:
        if self.stride[0] == 2:
            pixels = functional.pad(pixels, (0, 1, 0, 1))
        return super().forward(pixels)


def mobilenet_v1_network() -> SplitNetwork:
    """MobileNetV1 (Howard et al. 2017, arXiv:1704.04861), batch norm folded into its convolutions, untrained."""
    features = nn.Sequential(_SameConv2d(3, 32, 3, 2), nn.ReLU6())
    channels = 32
    stages = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
    for wider, stride in stages:
        features.extend([_SameConv2d(channels, channels, 3, stride, groups=channels), nn.ReLU6()])
        features.extend([_SameConv2d(channels, wider, 1), nn.ReLU6()])
        channels = wider
    body = nn.Sequential()
    body.add_module("features", features)
    return SplitNetwork(body, pooled_linear_head(channels, dropout=0.2), HALF, HALF)


def small_cnn_network() -> SplitNetwork:
    """Five stages of plain convolutions with batch norm on the photo at half its size, to be trained from nothing."""
    body = nn.Sequential()
    body.add_module("halve", nn.AvgPool2d(2))
    channels = 3
    for number, wider in enumerate((32, 64, 96, 160, 224)):
        convolutions = []
        for inputs in (channels, wider)[: 1 if number == 0 else 2]:
            convolutions += [nn.Conv2d(inputs, wider, 3, padding=1, bias=False), nn.BatchNorm2d(wider), nn.ReLU()]
        body.add_module(
            f"stage{number}", nn.Sequential(*convolutions, nn.MaxPool2d(2) if number < 4 else nn.Identity())
        )
        channels = wider
    return SplitNetwork(body, pooled_linear_head(channels, dropout=0.2), IMAGENET_MEAN, IMAGENET_STD)


class _LesionBody(nn.Module):
    """ResNet-18 with a decoder that draws the lesion: returns the last map and, folded into channels, the mask."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = _resnet18_stages("layer4")
        self.lateral = nn.ModuleList(nn.Conv2d(channels, 48, 1) for channels in (64, 128, 256, 512))
        self.smooth = nn.Sequential(nn.Conv2d(48, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, 1, 1))

    def forward(self, pixels: Tensor) -> Tensor:
        maps = []
        for name, stage in self.backbone.named_children():
            pixels = stage(pixels)
            if name.startswith("layer"):
                maps.append(pixels)
        drawn = self.lateral[3](maps[3])
        for lateral, finer in zip(reversed(self.lateral[:3]), reversed(maps[:3]), strict=True):
            drawn = functional.interpolate(drawn, size=finer.shape[-2:], mode="bilinear") + lateral(finer)
        mask = self.smooth(functional.relu(drawn))  # (n, 1, h / 4, w / 4)
        return torch.cat([maps[3], functional.pixel_unshuffle(mask, 8).to(maps[3].dtype)], 1)  # (n, 512 + 64, ...)


class _LesionHead(nn.Module):
    """Averages over the whole map and over the lesion alone, side by side, then one linear layer."""

    def __init__(self) -> None:
        super().__init__()
        self.decide = nn.Sequential(nn.Dropout(0.2), nn.Linear(1024, len(DIAGNOSES)))

    def forward(self, features: Tensor) -> Tensor:
        seen, mask = features[:, :512], features[:, 512:].detach()  # the mask learns from drawn masks alone
        share = mask.float().sigmoid().mean(1, keepdim=True).to(seen.dtype)  # of each cell that is lesion
        lesion = (seen * share).sum((2, 3)) / (share.sum((2, 3)) + 1e-3)
        logits: Tensor = self.decide(torch.cat([seen.mean((2, 3)), lesion], 1))
        return logits


class LesionNetwork(SplitNetwork):
    """Draws the lesion and names the diagnosis in one pass: a multi-task network on ResNet-18.

    Its feature map holds both, `(n, 576, h / 32, w / 32)`: 512 channels that are seen, and the mask's logits, 8 x 8
    of them folded into the channels of each cell.
    """

    body: _LesionBody

    def __init__(self) -> None:
        super().__init__(_LesionBody(), _LesionHead(), IMAGENET_MEAN, IMAGENET_STD)

    @property
    def backbone(self) -> nn.Module:
        """The ResNet inside the body."""
        return self.body.backbone

    @staticmethod
    def mask_logits(features: Tensor) -> Tensor:
        """The mask's logits, `(n, 1, h / 4, w / 4)`, of a feature map."""
        return functional.pixel_shuffle(features[:, 512:], 8)


class _Block(nn.Module):
    """One block of a transformer (Vaswani et al. 2017, arXiv:1706.03762), norm first; returns its attention too."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.norm_attention, self.norm_mlp = nn.LayerNorm(width), nn.LayerNorm(width)
        self.project, self.merge = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        n, count, width = tokens.shape
        split = self.project(self.norm_attention(tokens)).view(n, count, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)  # each (n, heads, count, width / heads)
        attention = (query @ key.transpose(-1, -2) * (width // self.heads) ** -0.5).softmax(-1)
        seen = (attention.to(value.dtype) @ value).transpose(1, 2).reshape(n, count, width)
        tokens = tokens + self.dropout(self.merge(seen))
        return tokens + self.dropout(self.mlp(self.norm_mlp(tokens))), attention


class _TokenHead(nn.Module):
    """Reads a feature map as tokens, together with one that asks for the diagnosis."""

    def __init__(self, channels: int, width: int = 256, heads: int = 8, depth: int = 3) -> None:
        super().__init__()
        self.embed = nn.Linear(channels, width)
        self.question = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.blocks = nn.ModuleList(_Block(width, heads, 0.1) for _ in range(depth))
        self.decide = nn.Sequential(nn.LayerNorm(width), nn.Dropout(0.2), nn.Linear(width, len(DIAGNOSES)))

    def attend(self, features: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Logits, `(n, 7)`, and the attention of each block, `(n, heads, 1 + cells, 1 + cells)`."""
        tokens = self.embed(features.flatten(2).transpose(1, 2))
        tokens = torch.cat([self.question.expand(len(tokens), -1, -1).to(tokens.dtype), tokens], 1)
        attentions = []
        for block in self.blocks:
            tokens, attention = block(tokens)
            attentions.append(attention)
        return self.decide(tokens[:, 0]), attentions

    def forward(self, features: Tensor) -> Tensor:
        return self.attend(features)[0]


class TokenNetwork(SplitNetwork):
    """A transformer over convolutional tokens: the first three stages of ResNet-18, then three blocks of attention.

    Without position codes: a lesion has no up and may lie anywhere, and the convolutions know the neighbourhood.
    """

    head: _TokenHead

    def __init__(self) -> None:
        super().__init__(_resnet18_stages("layer3"), _TokenHead(256), IMAGENET_MEAN, IMAGENET_STD)

    def attend(self, features: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Logits, `(n, 7)`, of a feature map, and the attention of each block; its first token asks the question."""
        return self.head.attend(features)

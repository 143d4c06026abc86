"""A multi-task network for segmentation and diagnosis."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.algorithms.seeing.networks.resnet import resnet18_stages
from model.algorithms.seeing.networks.split import IMAGENET_MEAN, IMAGENET_STD, SplitNetwork
from model.lesion.diagnosis import DIAGNOSES


class _LesionBody(nn.Module):
    """ResNet-18 with a decoder; returns the last feature map and the mask, folded into channels."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = resnet18_stages("layer4")
        self.lateral = nn.ModuleList(nn.Conv2d(channels, 48, 1) for channels in (64, 128, 256, 512))
        self.smooth = nn.Sequential(nn.Conv2d(48, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, 1, 1))

    def forward(self, pixels: Tensor) -> Tensor:
        """Feature map and folded mask, `(n, 576, h / 32, w / 32)`, of normalised pixels."""
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
    """Mean over the whole map and mean over the lesion, concatenated, then one linear layer."""

    def __init__(self) -> None:
        super().__init__()
        self.decide = nn.Sequential(nn.Dropout(0.2), nn.Linear(1024, len(DIAGNOSES)))

    def forward(self, features: Tensor) -> Tensor:
        """Logits, `(n, 7)`, of a feature map with its mask."""
        seen, mask = features[:, :512], features[:, 512:].detach()  # the mask is trained only on drawn masks
        share = mask.float().sigmoid().mean(1, keepdim=True).to(seen.dtype)  # share of lesion in each cell
        lesion = (seen * share).sum((2, 3)) / (share.sum((2, 3)) + 1e-3)
        logits: Tensor = self.decide(torch.cat([seen.mean((2, 3)), lesion], 1))
        return logits


class LesionNetwork(SplitNetwork):
    """Segmentation and diagnosis in one pass, on a ResNet-18.

    The feature map, `(n, 576, h / 32, w / 32)`, has 512 channels of features and 64 channels of the mask: its logits
    in blocks of 8 x 8, folded into the channels of a cell.
    """

    body: _LesionBody

    def __init__(self) -> None:
        super().__init__(_LesionBody(), _LesionHead(), IMAGENET_MEAN, IMAGENET_STD)

    @property
    def backbone(self) -> nn.Module:
        """The ResNet-18 of the body."""
        return self.body.backbone

    @staticmethod
    def mask_logits(features: Tensor) -> Tensor:
        """Logits of the mask, `(n, 1, h / 4, w / 4)`, from a feature map."""
        return functional.pixel_shuffle(features[:, 512:], 8)

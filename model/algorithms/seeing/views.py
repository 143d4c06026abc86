"""Mirrored views of a photo, whose results are averaged.

Averaging makes a prediction depend less on how the dermatoscope was held. Views may be enlarged: with random zoom,
lesions appear larger in training than in use (Touvron et al. 2019, arXiv:1906.06423).
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

View = tuple[int, ...]
"""Axes of `(n, 3, h, w)` along which a photo is mirrored."""
PLAIN: tuple[View, ...] = ((),)
MIRRORED: tuple[View, ...] = ((), (3,), (2,), (2, 3))
HALF_TURN: tuple[View, ...] = ((), (2, 3))


def looks(pixels: Tensor, views: tuple[View, ...]) -> Tensor:
    """All views of photos `(n, 3, h, w)`, view after view, `(views n, 3, h, w)`."""
    if views == PLAIN:
        return pixels
    return torch.cat([pixels.flip(view) for view in views]).contiguous(memory_format=torch.channels_last)


def resized(pixels: Tensor, height: int, width: int) -> Tensor:
    """Resize planes `(n, c, h, w)` to `(n, c, height, width)`; unchanged if they have this size."""
    if pixels.shape[-2:] == (height, width):
        return pixels
    return functional.interpolate(pixels, size=(height, width), mode="bilinear", align_corners=False)


def joined(maps: Tensor, views: tuple[View, ...]) -> Tensor:
    """Sum the maps of all views of one photo, `(views, h, w)`, after mirroring them back, `(h, w)`."""
    upright = [heat.flip([axis - 2 for axis in view]) for heat, view in zip(maps, views, strict=True)]
    return torch.stack(upright).sum(0)

"""One photo, looked at several times, mirrored: a lesion has no left and no up, so the looks are averaged.

What an algorithm gains is an answer that depends less on how the dermatoscope was held; what it pays is one pass for
each look. A look may also be enlarged: random zoom shows a network larger lesions in training than it meets at use
(Touvron et al. 2019, arXiv:1906.06423).
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

View = tuple[int, ...]
"""The axes of `(n, 3, h, w)` along which the photo is mirrored."""
PLAIN: tuple[View, ...] = ((),)
MIRRORED: tuple[View, ...] = ((), (3,), (2,), (2, 3))
HALF_TURN: tuple[View, ...] = ((), (2, 3))


def looks(pixels: Tensor, views: tuple[View, ...]) -> Tensor:
    """All looks at photos `(n, 3, h, w)`, one view after the other, `(views n, 3, h, w)`."""
    if views == PLAIN:
        return pixels
    return torch.cat([pixels.flip(view) for view in views]).contiguous(memory_format=torch.channels_last)


def resized(pixels: Tensor, height: int, width: int) -> Tensor:
    """Planes `(n, c, h, w)` as `(n, c, height, width)`; the same ones where they are so already."""
    if pixels.shape[-2:] == (height, width):
        return pixels
    return functional.interpolate(pixels, size=(height, width), mode="bilinear", align_corners=False)


def joined(maps: Tensor, views: tuple[View, ...]) -> Tensor:
    """The maps of all looks at one photo, `(views, h, w)`, mirrored back and added up, `(h, w)`."""
    back = [one.flip([axis - 2 for axis in view]) for one, view in zip(maps, views, strict=True)]
    return torch.stack(back).sum(0)

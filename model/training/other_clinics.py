"""Photos -> the same lesions as another clinic might have photographed them.

The training photos come from few clinics, whose lamps and lenses a network would learn. So a share of each batch is
varied in lamp, contrast and lens, and gets the black corners of a dermatoscope, hair, a ruler or bubbles.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from model.lesion.disturbances import Pixels, bubbles, hairs, ruler

HAIR_SHARE, RULER_SHARE, BUBBLE_SHARE = 0.12, 0.05, 0.05
CORNER_SHARE, VIGNETTE_SHARE, BLUR_SHARE, GREY_WORLD_SHARE = 0.15, 0.3, 0.2, 0.2
LAMP = 0.18
"""Largest change of a colour channel: from a warm halogen lamp to a cold light-emitting diode."""


def obstruct_some(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A copy of photos `(n, h, w, 3)` with hair, a ruler or gel bubbles drawn over some of them."""
    result = pixels.copy()
    for photo in result:
        for share, draw in ((HAIR_SHARE, hairs), (RULER_SHARE, ruler), (BUBBLE_SHARE, bubbles)):
            if rng.random() < share:
                draw(photo, rng)
    return result


def other_lamp(batch: Tensor, random: torch.Generator) -> Tensor:
    """Photos `(n, 3, h, w)` in [0, 1] with another lamp colour and gamma; some are balanced to grey instead."""
    n = len(batch)
    gains = 1 + (torch.rand(n, 3, 1, 1, generator=random) * 2 - 1) * LAMP
    middle = batch.mean((2, 3), keepdim=True).clamp(min=1e-3)
    grey = middle.mean(1, keepdim=True) / middle  # grey world, the mean in shades of grey (Finlayson and Trezzi 2004)
    balanced = torch.rand(n, 1, 1, 1, generator=random) < GREY_WORLD_SHARE
    gamma = torch.exp((torch.rand(n, 1, 1, 1, generator=random) * 2 - 1) * 0.3)
    return (batch * torch.where(balanced, grey, gains)).clamp(1e-4, 1).pow(gamma)


def other_lens(batch: Tensor, random: torch.Generator) -> Tensor:
    """Photos `(n, 3, h, w)`, some darker towards the edge, some with black corners, some out of focus."""
    n, side = len(batch), batch.shape[-1]
    line = torch.linspace(-1, 1, side)
    centre = torch.randn(n, 2, 1, 1, generator=random) * 0.08
    down, across = line[None, :, None] - centre[:, 0], line[None, None, :] - centre[:, 1]
    distance = (down**2 + across**2).sqrt()  # (n, h, w)
    draw = torch.rand(n, 4, 1, 1, generator=random)
    vignette = 1 - 0.45 * draw[:, 1] * (distance / 1.4).square() * (draw[:, 0] < VIGNETTE_SHARE)
    tube = torch.sigmoid((1.0 + 0.35 * draw[:, 3] - distance) * 60)  # the wall of the dermatoscope
    batch = batch * (vignette * torch.where(draw[:, 2] < CORNER_SHARE, tube, 1.0))[:, None]
    blurred = torch.rand(n, generator=random) < BLUR_SHARE
    if bool(blurred.any()):
        batch[blurred] = functional.avg_pool2d(batch[blurred], 3, 1, 1, count_include_pad=False)
    return batch

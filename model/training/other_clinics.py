"""Photos -> the same lesions as another clinic would have photographed them.

The training photos come from few clinics, and a network learns their lamps and lenses along with the lesions. So each
batch is seen under other lamps, with other contrast, through other lenses, with the black corners of a dermatoscope,
with hair, a ruler or bubbles in the way, each in a share of the photos. What decides a diagnosis is left standing.
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
"""Each channel is brighter or darker by up to this share: from a warm halogen lamp to a cold light-emitting diode."""


def obstruct_some(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A copy of photos `(n, h, w, 3)` in which some have hair, a ruler or gel bubbles drawn over them."""
    result = pixels.copy()
    for photo in result:
        for share, draw in ((HAIR_SHARE, hairs), (RULER_SHARE, ruler), (BUBBLE_SHARE, bubbles)):
            if rng.random() < share:
                draw(photo, rng)
    return result


def other_lamp(batch: Tensor, random: torch.Generator) -> Tensor:
    """Photos `(n, 3, h, w)` in [0, 1] under a lamp of another colour, some balanced to grey, with another gamma."""
    n = len(batch)
    gains = 1 + (torch.rand(n, 3, 1, 1, generator=random) * 2 - 1) * LAMP
    middle = batch.mean((2, 3), keepdim=True).clamp(min=1e-3)
    grey = middle.mean(1, keepdim=True) / middle  # Shades of grey with the mean (Finlayson and Trezzi 2004)
    balanced = torch.rand(n, 1, 1, 1, generator=random) < GREY_WORLD_SHARE
    gamma = torch.exp((torch.rand(n, 1, 1, 1, generator=random) * 2 - 1) * 0.3)
    return (batch * torch.where(balanced, grey, gains)).clamp(1e-4, 1).pow(gamma)


def other_lens(batch: Tensor, random: torch.Generator) -> Tensor:
    """Photos `(n, 3, h, w)` of which some darken outwards, some have black corners and some are out of focus."""
    n, side = len(batch), batch.shape[-1]
    line = torch.linspace(-1, 1, side)
    centre = torch.randn(n, 2, 1, 1, generator=random) * 0.08
    far = ((line[None, :, None] - centre[:, 0]) ** 2 + (line[None, None, :] - centre[:, 1]) ** 2).sqrt()  # (n, h, w)
    draw = torch.rand(n, 4, 1, 1, generator=random)
    vignette = 1 - 0.45 * draw[:, 1] * (far / 1.4).square() * (draw[:, 0] < VIGNETTE_SHARE)
    tube = torch.sigmoid((1.0 + 0.35 * draw[:, 3] - far) * 60)  # the wall of the dermatoscope
    batch = batch * (vignette * torch.where(draw[:, 2] < CORNER_SHARE, tube, 1.0))[:, None]
    blurred = torch.rand(n, generator=random) < BLUR_SHARE
    if bool(blurred.any()):
        batch[blurred] = functional.avg_pool2d(batch[blurred], 3, 1, 1, count_include_pad=False)
    return batch

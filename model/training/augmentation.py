"""Batches of pixels -> random variations in everything a diagnosis must not depend on.

A lesion has no fixed direction, size or lamp, and sharpness and JPEG quality could tell a network the archive. So each
batch is rotated, mirrored, zoomed and relit, and part of it is made coarser or compressed again.
"""

from __future__ import annotations

import io
import math

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torch.nn import functional

from model.training.other_clinics import obstruct_some, other_lamp, other_lens

JPEG_SHARE = 0.25
COARSE_SHARE = 0.5
COARSEST = 0.45
"""Smallest share of its resolution that a coarse image keeps: about 100 of 224 pixels."""


def compress_some(pixels: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """A copy of images `(n, h, w, 3)`; about a quarter were compressed as JPEG at quality 30 to 90."""
    result = pixels.copy()
    for index in np.flatnonzero(rng.random(len(pixels)) < JPEG_SHARE):
        buffer = io.BytesIO()
        Image.fromarray(pixels[index]).save(buffer, "JPEG", quality=int(rng.integers(30, 91)))
        result[index] = np.asarray(Image.open(buffer))
    return result


def turn_and_zoom(batch: Tensor, side: int, random: torch.Generator) -> Tensor:
    """Rotate, mirror, zoom to 40 to 100 % of the area, and shift within the photo; `(n, c, side, side)`."""
    n = len(batch)
    angle = torch.rand(n, generator=random) * 2 * math.pi
    mirror = torch.randint(0, 2, (n,), generator=random) * 2.0 - 1.0
    scale = (0.4 + 0.6 * torch.rand(n, generator=random)).sqrt()
    stretch = torch.exp((torch.rand(n, generator=random) - 0.5) * 0.25)
    room = (1 - scale)[:, None]
    shift = (torch.rand(n, 2, generator=random) * 2 - 1) * room
    cos, sin = angle.cos() * scale, angle.sin() * scale
    rows = torch.stack([cos * mirror * stretch, -sin / stretch, shift[:, 0]], 1)
    columns = torch.stack([sin * mirror * stretch, cos / stretch, shift[:, 1]], 1)
    grid = functional.affine_grid(torch.stack([rows, columns], 1), [n, batch.shape[1], side, side], align_corners=False)
    return functional.grid_sample(batch, grid, mode="bilinear", padding_mode="reflection", align_corners=False)


def relight(batch: Tensor, random: torch.Generator) -> Tensor:
    """Vary brightness, contrast, saturation and lamp colour within the range of dermatoscopes."""
    n = len(batch)

    def around_one(width: float, channels: int = 1) -> Tensor:
        return 1 + (torch.rand(n, channels, 1, 1, generator=random) * 2 - 1) * width

    grey = batch.mean(1, keepdim=True)
    batch = grey + (batch - grey) * around_one(0.25)
    middle = batch.mean((1, 2, 3), keepdim=True)
    batch = middle + (batch - middle) * around_one(0.2)
    return (batch * around_one(0.2) * around_one(0.08, 3)).clamp_(0, 1)


def coarsen_some(batch: Tensor, random: torch.Generator) -> Tensor:
    """Reduce the resolution of about half of the images, to 45 % at least, and scale them back to their size."""
    chosen = torch.rand(len(batch), generator=random) < COARSE_SHARE
    if not bool(chosen.any()):
        return batch
    side = batch.shape[-1]
    share = COARSEST + (1 - COARSEST) * float(torch.rand(1, generator=random))
    small = functional.interpolate(batch[chosen], size=max(8, round(side * share)), mode="bilinear", antialias=True)
    result = batch.clone()
    result[chosen] = functional.interpolate(small, size=side, mode="bicubic").clamp_(0, 1)
    return result


def augment(
    pixels: NDArray[np.uint8],
    side: int,
    rng: np.random.Generator,
    random: torch.Generator,
    masks: NDArray[np.bool_] | None = None,
    *,
    other_clinics: bool = False,
) -> tuple[Tensor, Tensor | None]:
    """Random views of images `(n, h, w, 3)` uint8 as RGB in [0, 1], `(n, 3, side, side)`, and of their masks.

    Args:
        pixels: the images.
        side: side of the views, pixels.
        rng: draws obstructions and compression; `random` draws everything else.
        random: see `rng`.
        masks: lesion masks `(n, h, w)`, rotated and zoomed with their images to `(n, 1, side, side)`.
        other_clinics: also imitate the photos of other clinics, see `other_clinics`.
    """
    if other_clinics:
        pixels = obstruct_some(pixels, rng)
    batch = torch.from_numpy(compress_some(pixels, rng)).permute(0, 3, 1, 2).float().div_(255)
    if masks is not None:
        batch = torch.cat([batch, torch.from_numpy(masks)[:, None].float()], 1)
    batch = turn_and_zoom(batch, side, random)
    colours, turned_masks = relight(batch[:, :3], random), batch[:, 3:]
    if other_clinics:
        colours = other_lens(other_lamp(colours, random), random)
    return coarsen_some(colours, random), turned_masks if masks is not None else None

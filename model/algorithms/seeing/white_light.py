"""White balance of photos before a network.

    photo -> colour of the light -> each channel scaled so that this colour becomes grey

The colour of the light is estimated as a generalised mean of the photo (Finlayson and Trezzi 2004, Shades of Gray). The
photo on the page is not changed.
"""

from __future__ import annotations

from torch import Tensor

SHADES_OF_GREY = 6.0
"""The best order found by Finlayson and Trezzi; 1 is the plain mean, known as grey world."""
LEAST = 1 / 255
"""Smallest channel mean, which limits the scaling of a dark channel."""


def under_white_light(batch: Tensor, order: float = SHADES_OF_GREY) -> Tensor:
    """White-balance photos `(n, 3, h, w)` in [0, 1], keeping their brightness; the order is at least 1."""
    lamps = batch.clamp_min(0).pow(order).mean((2, 3), keepdim=True).pow(1 / order)  # (n, 3, 1, 1)
    return (batch * (lamps.mean(1, keepdim=True) / lamps.clamp_min(LEAST))).clamp(0, 1)


def lit(batch: Tensor, white_light: float | None) -> Tensor:
    """Photos `(n, 3, h, w)` with the white balance of an algorithm; unchanged for None."""
    return batch if white_light is None else under_white_light(batch, white_light)

"""A photo as if it had been taken under white light: what the clinic's lamp adds is taken away before a network looks.

    photo -> the lamp's colour, a mean of some order -> each channel scaled until that mean is grey

The colour of the lamp is taken to be the mean of the photo, of some order (Finlayson and Trezzi 2004, Shades of Gray).
Only the network sees the result; the photo on the page stays as it was taken.
"""

from __future__ import annotations

from torch import Tensor

SHADES_OF_GREY = 6.0
"""The order that was best of those that Finlayson and Trezzi tried; 1 is the plain mean, the grey world."""
LEAST = 1 / 255
"""A channel without any light is not scaled beyond what one step of its 256 would say."""


def under_white_light(batch: Tensor, order: float = SHADES_OF_GREY) -> Tensor:
    """RGB in [0, 1], `(n, 3, h, w)`, with the mean of that order grey in each photo; brightness stays.

    Args:
        batch: photos; they stay as they are.
        order: of the mean that estimates the lamp, at least 1.
    """
    lamps = batch.clamp_min(0).pow(order).mean((2, 3), keepdim=True).pow(1 / order)  # (n, 3, 1, 1)
    return (batch * (lamps.mean(1, keepdim=True) / lamps.clamp_min(LEAST))).clamp(0, 1)


def lit(batch: Tensor, white_light: float | None) -> Tensor:
    """Photos `(n, 3, h, w)` in the light in which an algorithm sees them; as taken where it is None."""
    return batch if white_light is None else under_white_light(batch, white_light)

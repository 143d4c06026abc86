"""Colours of layered tissue.

The colour of melanin depends on its depth: black in the horny layer, brown in the epidermis, blue-grey in the dermis.
Each pigment is therefore an amount per pixel in a layer. Light is absorbed by the law of Beer and Lambert, and
scattering layers add their own pale colour.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.samples.fields import Field, zeros

Colour = tuple[float, float, float]
"""RGB in [0, 1]."""
Pixels = NDArray[np.floating[Any]]
"""`(SIDE, SIDE, 3)`, RGB in [0, 1]."""

BLOOD: Colour = (0.14, 0.78, 0.54)
DEEP_MELANIN: Colour = (0.86, 0.74, 0.46)
MELANIN: Colour = (0.40, 0.68, 0.92)
"""Absorption of red, green and blue by one unit of each pigment (natural logarithm)."""

SCAR: Colour = (0.91, 0.82, 0.84)
VEIL: Colour = (0.56, 0.56, 0.68)
KERATIN: Colour = (0.90, 0.84, 0.72)
CRUST: Colour = (0.55, 0.32, 0.12)
"""Colours of scattering layers: collagen, dermis over melanin, horn, dried serum."""


@dataclass
class Tissue:
    """The layers of tissue for each pixel, from the dermis up. Recipes add to the fields.

    `blood` and `melanin`, and melanin `deep` in the dermis, are in units of absorption; negative blood is paler than
    `skin`. Collagen of a `scar`, a `veil` over pigment, serum `crust` and `keratin` scatter a share of the light, 0 to
    1. The `relief` of the surface adds a share of the light, which may be negative.
    """

    skin: Colour
    blood: Field = field(default_factory=zeros)
    deep: Field = field(default_factory=zeros)
    scar: Field = field(default_factory=zeros)
    veil: Field = field(default_factory=zeros)
    melanin: Field = field(default_factory=zeros)
    crust: Field = field(default_factory=zeros)
    keratin: Field = field(default_factory=zeros)
    relief: Field = field(default_factory=zeros)

    def light(self) -> Pixels:
        """Colour of the light reflected by all layers, `(SIDE, SIDE, 3)`, about 0 to 1."""
        pixels = np.broadcast_to(np.array(self.skin, np.float32), (*self.blood.shape, 3))
        pixels = _absorbed(_absorbed(pixels, self.blood, BLOOD), self.deep, DEEP_MELANIN)
        pixels = covered(covered(pixels, self.scar, SCAR), self.veil, VEIL)
        pixels = _absorbed(pixels, self.melanin, MELANIN)
        pixels = covered(covered(pixels, self.crust, CRUST), self.keratin, KERATIN)
        return np.asarray(pixels * (1 + self.relief[..., None]))


def _absorbed(pixels: Pixels, amount: Field, colour: Colour) -> Pixels:
    return np.asarray(pixels * np.exp(-amount[..., None] * np.array(colour, np.float32)))


def covered(pixels: Pixels, share: Field, colour: Colour) -> Pixels:
    """Pixels of which a share, cut to 0 to 1, has another colour."""
    share = np.clip(share, 0.0, 1.0)[..., None]
    return np.asarray(pixels * (1 - share) + np.array(colour, np.float32) * share)

"""Layers of tissue -> the colour of the light that comes back.

The colours of dermoscopy are colours of depth: the same melanin is black in the horny layer, brown in the epidermis
and blue-grey in the dermis. So nothing is painted. Each pigment is an amount per pixel in its layer, light is absorbed
by it as Beer and Lambert say, and scattering layers between mix in their own pale colour.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.samples.fields import Field, zeros

Colour = tuple[float, float, float]
"""RGB in [0, 1], as displayed."""
Pixels = NDArray[np.floating[Any]]
"""`(SIDE, SIDE, 3)`, RGB in [0, 1]."""

BLOOD: Colour = (0.14, 0.78, 0.54)
DEEP_MELANIN: Colour = (0.86, 0.74, 0.46)
MELANIN: Colour = (0.40, 0.68, 0.92)
"""What one unit of each pigment absorbs of red, green and blue (natural logarithm)."""

SCAR: Colour = (0.91, 0.82, 0.84)
VEIL: Colour = (0.56, 0.56, 0.68)
KERATIN: Colour = (0.90, 0.84, 0.72)
CRUST: Colour = (0.55, 0.32, 0.12)
"""What scattering layers send back: collagen, dermis over melanin, horn, dried serum."""


@dataclass
class Tissue:
    """What lies under each pixel, from the dermis up. Recipes add to the fields; `light` reads them once.

    Attributes:
        skin: colour of the bare skin.
        blood: haemoglobin in the dermis, units of absorption; below 0 where the skin is paler than `skin`.
        deep: melanin in the dermis, units of absorption.
        scar: share of the light that collagen sends back, 0 to 1.
        veil: share that the thickened epidermis over pigment sends back, 0 to 1.
        melanin: melanin in the epidermis, units of absorption.
        crust: share covered by serum crust, 0 to 1.
        keratin: share covered by horn, 0 to 1.
        relief: brightness that the surface adds or takes, share of the light.
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
        """The light that comes back through all layers, `(SIDE, SIDE, 3)`, about 0 to 1."""
        pixels = np.broadcast_to(np.array(self.skin, np.float32), (*self.blood.shape, 3))
        pixels = _absorbed(_absorbed(pixels, self.blood, BLOOD), self.deep, DEEP_MELANIN)
        pixels = _scattered(_scattered(pixels, self.scar, SCAR), self.veil, VEIL)
        pixels = _absorbed(pixels, self.melanin, MELANIN)
        pixels = _scattered(_scattered(pixels, self.crust, CRUST), self.keratin, KERATIN)
        return np.asarray(pixels * (1 + self.relief[..., None]))


def _absorbed(pixels: Pixels, amount: Field, colour: Colour) -> Pixels:
    return np.asarray(pixels * np.exp(-amount[..., None] * np.array(colour, np.float32)))


def _scattered(pixels: Pixels, share: Field, colour: Colour) -> Pixels:
    share = np.clip(share, 0.0, 1.0)[..., None]
    return np.asarray(pixels * (1 - share) + np.array(colour, np.float32) * share)

"""Where on the photo each measurement was taken: measured lesion -> for each name a weight in [0, 1] on every pixel.

A share of a colour lies on the areas of that colour, the border's step on the band along it, an asymmetry on what has
no counterpart, an extreme on the pixels beyond it. What holds for the lesion as a whole lies evenly on it.
"""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from model.algorithms.measuring.abcd.colours import COLOURS
from model.algorithms.measuring.abcd.measurements import AXES, CHANNELS, SKIN, Abcd, softened
from model.algorithms.measuring.abcd.structures import inner_half, structure_maps
from model.algorithms.measuring.abcd.symmetry import mirrored
from model.lesion.image import INPUT_SIDE

Weights = NDArray[np.float32]
"""On the window around the lesion, `(h, w)`, in [0, 1]."""

BAND = 5.0
"""How far the border's band reaches to either side, pixels."""
SOFT = 2.0
"""How far a place is blurred, pixels: an area of colour has no sharper edge."""


def evidence_map(seen: Abcd, contributions: Mapping[str, float]) -> NDArray[np.float32]:
    """The contributions, each laid on the place where it was measured, added up: the balance at each pixel, in logits.

    What was measured on the skin is spread over all of it, so that it is thin where there is much more skin than
    lesion.

    Args:
        seen: what was measured on the photo.
        contributions: to one logit, by name; may be negative.

    Returns:
        On the photo's grid, `(224, 224)`.
    """
    whole = np.zeros((INPUT_SIDE, INPUT_SIDE), np.float32)
    for name, weights in places(seen).items():
        whole[seen.window] += np.float32(contributions.get(name, 0.0)) * weights
    whole += np.float32(sum(term for name, term in contributions.items() if name in SKIN)) * _on_skin(seen)
    return np.asarray(cv2.GaussianBlur(whole, (0, 0), SOFT), np.float32)


def _on_skin(seen: Abcd) -> NDArray[np.float32]:
    skin = np.ones((INPUT_SIDE, INPUT_SIDE), bool)
    skin[seen.window] = ~seen.region.mask
    thin = min(1.0, float(seen.region.mask.sum() / max(1, skin.sum())))
    return skin * np.float32(thin)


def places(seen: Abcd) -> dict[str, Weights]:
    """Where each measurement of the lesion was taken."""
    mask = seen.region.mask
    whole, band = mask.astype(np.float32), _band(mask)
    found = {name: band if name.startswith("border") else whole for name in seen.values if name not in SKIN}
    return found | _asymmetries(seen) | _colours(seen) | _structures(seen)


def _band(mask: NDArray[np.bool_]) -> Weights:
    inside = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
    outside = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(inside + outside <= BAND, np.float32)


def _asymmetries(seen: Abcd) -> dict[str, Weights]:
    """The part without a counterpart, and the steps in colour to the counterpart."""
    mask, centre = seen.region.mask, seen.shape.centre
    soft = softened(seen.lab)
    found: dict[str, Weights] = {}
    for name, axis in zip(AXES, seen.axes, strict=True):
        other = mirrored(mask.astype(np.float32), centre, axis) > 0.5
        found[f"asymmetry_shape_{name}"] = (mask & ~other).astype(np.float32)
        steps = np.sqrt(((soft - mirrored(soft, centre, axis)) ** 2).sum(axis=2))
        found[f"asymmetry_colour_{name}"] = _up_to_its_top(np.where(mask & other, steps, 0))
    return found


def _colours(seen: Abcd) -> dict[str, Weights]:
    mask, areas = seen.region.mask, seen.areas
    found = {f"share_{name}": (areas == 1 + i).astype(np.float32) for i, name in enumerate(COLOURS)}
    found["colour_count"] = found["colour_mixing"] = (areas > 0).astype(np.float32)
    core = inner_half(mask).astype(np.float32)
    for channel, name in enumerate(CHANNELS):
        values = seen.lab[..., channel]
        found[f"{name}_lowest"] = (mask & (values <= seen.values[f"{name}_lowest"])).astype(np.float32)
        found[f"{name}_highest"] = (mask & (values >= seen.values[f"{name}_highest"])).astype(np.float32)
        found[f"{name}_spread"] = _up_to_its_top(np.where(mask, np.abs(values - seen.values[name]), 0))
        found[f"{name}_centre"] = core
    return found


def _structures(seen: Abcd) -> dict[str, Weights]:
    maps = structure_maps(seen.plain)
    return {name: np.asarray(maps[name] & seen.region.mask, np.float32) for name in maps}


def _up_to_its_top(values: NDArray[np.float32]) -> Weights:
    """Scaled so that its highest hundredth reaches 1."""
    some = values[values > 0]
    return np.asarray((values / np.percentile(some, 99)).clip(0, 1) if len(some) else values, np.float32)

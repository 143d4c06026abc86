"""Location of each measurement on the photo, as a weight in [0, 1] for each pixel.

The share of a colour is located on its areas, a border measurement on a band along the border, an asymmetry on the part
without a counterpart, an extreme on the pixels beyond it, and all other measurements on the whole lesion.
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
"""Weights on the window around the lesion, `(h, w)`, in [0, 1]."""

BAND = 5.0
"""Width of the band on each side of the border, pixels."""
SOFT = 2.0
"""Standard deviation of the blur of the map, pixels."""


def evidence_map(seen: Abcd, contributions: Mapping[str, float]) -> NDArray[np.float32]:
    """Sum of the contributions to one logit at the locations of their measurements, `(224, 224)`, in logits.

    Measurements on the skin are spread over all skin, and are therefore weaker on a photo with much skin.
    """
    whole = np.zeros((INPUT_SIDE, INPUT_SIDE), np.float32)
    for name, weights in places(seen).items():
        whole[seen.window] += np.float32(contributions.get(name, 0.0)) * weights
    whole += np.float32(sum(term for name, term in contributions.items() if name in SKIN)) * _on_skin(seen)
    return np.asarray(cv2.GaussianBlur(whole, (0, 0), SOFT), np.float32)


def _on_skin(seen: Abcd) -> NDArray[np.float32]:
    skin = np.ones((INPUT_SIDE, INPUT_SIDE), bool)
    skin[seen.window] = ~seen.region.mask
    return skin * np.float32(min(1.0, float(seen.region.mask.sum() / max(1, skin.sum()))))


def places(seen: Abcd) -> dict[str, Weights]:
    """Location of each measurement of the lesion."""
    mask = seen.region.mask
    whole, band = mask.astype(np.float32), _band(mask)
    default = {name: band if name.startswith("border") else whole for name in seen.values if name not in SKIN}
    return default | _asymmetries(seen) | _colours(seen) | _structures(seen)


def _band(mask: NDArray[np.bool_]) -> Weights:
    inside = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
    outside = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(inside + outside <= BAND, np.float32)


def _asymmetries(seen: Abcd) -> dict[str, Weights]:
    """The parts without a mirrored counterpart, and the colour differences to it."""
    mask, centre = seen.region.mask, seen.shape.centre
    soft = softened(seen.lab)
    weights_of: dict[str, Weights] = {}
    for name, axis in zip(AXES, seen.axes, strict=True):
        other = mirrored(mask.astype(np.float32), centre, axis) > 0.5
        weights_of[f"asymmetry_shape_{name}"] = (mask & ~other).astype(np.float32)
        steps = np.sqrt(((soft - mirrored(soft, centre, axis)) ** 2).sum(axis=2))
        weights_of[f"asymmetry_colour_{name}"] = _scaled_to_one(np.where(mask & other, steps, 0))
    return weights_of


def _colours(seen: Abcd) -> dict[str, Weights]:
    mask, areas = seen.region.mask, seen.areas
    weights_of = {f"share_{name}": (areas == 1 + i).astype(np.float32) for i, name in enumerate(COLOURS)}
    weights_of["colour_count"] = weights_of["colour_mixing"] = (areas > 0).astype(np.float32)
    core = inner_half(mask).astype(np.float32)
    for channel, name in enumerate(CHANNELS):
        values = seen.lab[..., channel]
        weights_of[f"{name}_lowest"] = (mask & (values <= seen.values[f"{name}_lowest"])).astype(np.float32)
        weights_of[f"{name}_highest"] = (mask & (values >= seen.values[f"{name}_highest"])).astype(np.float32)
        weights_of[f"{name}_spread"] = _scaled_to_one(np.where(mask, np.abs(values - seen.values[name]), 0))
        weights_of[f"{name}_centre"] = core
    return weights_of


def _structures(seen: Abcd) -> dict[str, Weights]:
    maps = structure_maps(seen.plain)
    return {name: np.asarray(maps[name] & seen.region.mask, np.float32) for name in maps}


def _scaled_to_one(values: NDArray[np.float32]) -> Weights:
    """Scale values by their 99th percentile and clip them to [0, 1]."""
    some = values[values > 0]
    return np.asarray((values / np.percentile(some, 99)).clip(0, 1) if len(some) else values, np.float32)

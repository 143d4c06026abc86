"""Measurements of a segmented lesion by the ABCD rule: asymmetry, border, colours, diameter and structures.

    pixels -> region -> shape, colours on reference skin, structures -> one number for each name in NAMES

Colours are measured after adapting the photo to a reference skin tone. The tone itself is not a measurement: it depends
on light, clinic and skin type, and would predict the diagnosis better than chance. Nothing here is learned.

The rule: Stolz et al. 1994, Eur J Dermatol 4:521; Nachbar et al. 1994, doi:10.1016/S0190-9622(94)70061-3.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.algorithms.measuring.abcd.colours import COLOURS, DERMOSCOPIC, colour_areas, on_reference_skin, skin_tone
from model.algorithms.measuring.abcd.shape import Shape, shape_of
from model.algorithms.measuring.abcd.structures import DISC, inner_half, structures
from model.algorithms.measuring.abcd.symmetry import mirrored, symmetry_axes
from model.algorithms.measuring.lesion_border import LesionRegion, lab_of, lesion_region

NAMES: tuple[str, ...] = (
    "asymmetry_shape_best", "asymmetry_colour_best", "asymmetry_shape_across", "asymmetry_colour_across",
    "pigment_shift", "elongation",
    "border_compactness", "border_raggedness", "border_deviation", "border_notches",
    "border_step", "border_step_weakest", "border_step_spread", "border_sharp_sectors", "border_gradient",
    *(f"share_{name}" for name in COLOURS), "colour_mixing", "colour_count",
    "lightness", "lightness_spread", "lightness_lowest", "lightness_highest", "lightness_centre",
    "redness", "redness_spread", "redness_lowest", "redness_highest", "redness_centre",
    "yellowness", "yellowness_spread", "yellowness_lowest", "yellowness_highest", "yellowness_centre",
    "diameter", "area", "frame_contact",
    "dark_dots", "light_dots", "red_dots", "structureless", "dark_dots_centre",
    "fine_grain", "coarse_grain", "grain_spread", "skin_grain",
)  # fmt: skip
"""Names of the measurements in the order of the features; the text with its unit is `measurements.<name>`."""
SKIN = frozenset(("skin_grain",))
"""Measurements taken on the skin beside the lesion."""

COUNTED_FROM = 0.03
"""Smallest share of the lesion for a colour to be counted."""
SHARP_FROM = 14.0
"""Smallest colour difference across a sharp border, CIE Lab units."""
NEAR, FAR = 2.0, 9.0
"""Distances from the border between which colours are compared, pixels."""
MARGIN = 16
"""Margin of skin around the lesion, pixels."""
SECTORS = 8
AXES = ("best", "across")
"""Axes of symmetry, see `symmetry`."""
CHANNELS = ("lightness", "redness", "yellowness")
"""Channels of CIE Lab: L, a, b."""


@dataclass(frozen=True, eq=False)
class Abcd:
    """Measurements of one lesion and their locations, in a window of the photo around the lesion, `(h, w)`.

    Attributes:
        values: measurements by name, in the units of the texts `measurements.<name>`.
        window: rows and columns of the photo.
        areas: colour of each pixel: 0 none, else 1 + index into `COLOURS`.
        axes: best axis of symmetry and the perpendicular one, unit vectors `(2, 2)`.
        lab: CIE Lab on reference skin, without hair, `(h, w, 3)`.
        plain: CIE Lab of the original photo, `(h, w, 3)`.
    """

    values: dict[str, float]
    window: tuple[slice, slice]
    areas: NDArray[np.uint8]
    shape: Shape
    axes: NDArray[np.float64]
    region: LesionRegion
    lab: NDArray[np.float32]
    plain: NDArray[np.float32]


def measured(pixels: NDArray[np.uint8]) -> Abcd | None:
    """Measure the lesion on a photo `(224, 224, 3)`; None if no lesion is found."""
    region = lesion_region(pixels)
    if not region.found:
        return None
    skin = skin_tone(region)
    window = _window(region.mask)
    part = region.seen_in(window)
    shape = shape_of(region.mask).seen_from(np.array([window[1].start, window[0].start], np.float64))
    lab = np.asarray(cv2.GaussianBlur(on_reference_skin(part.clean, skin), (0, 0), 1.0), np.float32)
    plain = lab_of(pixels[window])
    areas = colour_areas(lab, part.mask)
    soft = softened(lab)
    axes = symmetry_axes(part.mask, soft, shape.centre)
    values = {
        **_asymmetry(part.mask, shape, axes, soft),
        **_pigment(part.mask, shape, lab),
        **_border(part, shape, axes, lab),
        **_colours(areas, part.mask, lab),
        **_diameter(region.mask, shape),
        **structures(plain, part.mask),
    }
    return Abcd(values, window, areas, shape, axes, part, lab, plain)


def as_row(seen: Abcd | None) -> NDArray[np.float32]:
    """The measurements in the order of `NAMES`, `(d,)`; all NaN without a lesion."""
    if seen is None:
        return np.full(len(NAMES), np.nan, np.float32)
    return np.array([seen.values[name] for name in NAMES], np.float32)


def _window(mask: NDArray[np.bool_]) -> tuple[slice, slice]:
    """Rows and columns of the lesion with a margin."""
    rows, columns = np.nonzero(mask)
    return _reach(rows), _reach(columns)


def _reach(places: NDArray[np.int64]) -> slice:
    return slice(max(0, int(places.min()) - MARGIN), int(places.max()) + 1 + MARGIN)


def softened(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Blurred colours for the comparison with the mirror image, which ignores fine detail."""
    return np.asarray(cv2.GaussianBlur(lab, (0, 0), 3.0), np.float32)


def _asymmetry(
    mask: NDArray[np.bool_], shape: Shape, axes: NDArray[np.float64], soft: NDArray[np.float32]
) -> dict[str, float]:
    """For each axis: share of the area without a mirrored counterpart, and mean colour difference to it."""
    values: dict[str, float] = {}
    for name, axis in zip(AXES, axes, strict=True):
        both = mask & (mirrored(mask.astype(np.float32), shape.centre, axis) > 0.5)
        difference = soft[both] - mirrored(soft, shape.centre, axis)[both]
        values[f"asymmetry_shape_{name}"] = 100 * (1 - float(both.sum() / mask.sum()))
        values[f"asymmetry_colour_{name}"] = float(np.sqrt((difference**2).sum(axis=1)).mean()) if both.any() else 0.0
    return values


def _pigment(mask: NDArray[np.bool_], shape: Shape, lab: NDArray[np.float32]) -> dict[str, float]:
    """Distance between the centre of the pigment and the centre of the shape, and elongation."""
    darkness = np.where(mask, np.clip(80 - lab[..., 0], 1, None), 0)
    y, x = np.ogrid[0 : mask.shape[0], 0 : mask.shape[1]]
    pigment = np.array([(x * darkness).sum(), (y * darkness).sum()]) / darkness.sum()
    shift = 100 * float(np.hypot(*(pigment - shape.centre))) / shape.length
    return {"pigment_shift": shift, "elongation": shape.elongation}


def _border(
    region: LesionRegion, shape: Shape, axes: NDArray[np.float64], lab: NDArray[np.float32]
) -> dict[str, float]:
    steps = border_steps(region, sectors(region.mask, shape.centre, axes[0]), lab)
    return {
        "border_compactness": shape.compactness,
        "border_raggedness": shape.raggedness,
        "border_deviation": 100 * shape.deviation,
        "border_notches": 100 * shape.notches,
        "border_step": float(steps.mean()),
        "border_step_weakest": float(steps.min()),
        "border_step_spread": float(steps.std()),
        "border_sharp_sectors": SECTORS * float((steps > SHARP_FROM).mean()),
        "border_gradient": _gradient_at_border(region, lab),
    }


def border_steps(region: LesionRegion, sector: NDArray[np.int64], lab: NDArray[np.float32]) -> NDArray[np.float64]:
    """Colour difference across the border in each sector that shows both sides; a single 0 if none does."""
    inside = np.asarray(cv2.distanceTransform(region.mask.astype(np.uint8), cv2.DIST_L2, 3))
    outside = np.asarray(cv2.distanceTransform((~region.mask).astype(np.uint8), cv2.DIST_L2, 3))
    inner = _means(lab, sector, (inside > NEAR) & (inside <= FAR))
    outer = _means(lab, sector, (outside > NEAR) & (outside <= FAR) & region.usable)
    steps: NDArray[np.float64] = np.sqrt(((inner - outer) ** 2).sum(axis=1))
    known = steps[np.isfinite(steps)]
    return known if len(known) else np.zeros(1)


def sectors(mask: NDArray[np.bool_], centre: NDArray[np.float64], axis: NDArray[np.float64]) -> NDArray[np.int64]:
    """Sector of each pixel around the centre, counted from an axis."""
    y, x = np.ogrid[0 : mask.shape[0], 0 : mask.shape[1]]
    angle = np.arctan2(y - centre[1], x - centre[0]) - np.arctan2(axis[1], axis[0])
    return np.asarray(np.floor(angle / (2 * np.pi) * SECTORS).astype(np.int64) % SECTORS)


def _means(lab: NDArray[np.float32], sector: NDArray[np.int64], chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Mean colour of the chosen pixels of each sector, `(SECTORS, 3)`; NaN for fewer than 12 pixels."""
    picked = sector[chosen]
    counts = np.bincount(picked, minlength=SECTORS)
    sums = np.stack([np.bincount(picked, lab[chosen][:, i], SECTORS) for i in range(3)], axis=1)
    return np.where(counts[:, None] >= 12, sums / np.maximum(counts, 1)[:, None], np.nan)


def _gradient_at_border(region: LesionRegion, lab: NDArray[np.float32]) -> float:
    """Mean gradient of the lightness at the border, Lab units per pixel."""
    light = lab[..., 0]
    steep = np.hypot(cv2.Sobel(light, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(light, cv2.CV_32F, 0, 1, scale=1 / 8))
    band = cv2.morphologyEx(region.mask.astype(np.uint8), cv2.MORPH_GRADIENT, DISC) > 0
    return float(steep[band].mean()) if band.any() else 0.0


def _colours(areas: NDArray[np.uint8], mask: NDArray[np.bool_], lab: NDArray[np.float32]) -> dict[str, float]:
    shares = np.bincount(areas[mask], minlength=len(COLOURS) + 1)[1:] / mask.sum()
    values = {f"share_{name}": 100 * float(share) for name, share in zip(COLOURS, shares, strict=True)}
    values["colour_mixing"] = 100 * _mixing(areas, mask)
    values["colour_count"] = float(sum(shares[COLOURS.index(name)] >= COUNTED_FROM for name in DERMOSCOPIC))
    inside = lab[mask]
    core = inner_half(mask)[mask]
    for channel, name in enumerate(CHANNELS):
        of_channel = inside[:, channel]
        low, high = np.percentile(of_channel, (5, 95))
        values[name] = float(of_channel.mean())
        values[f"{name}_spread"] = float(of_channel.std())
        values[f"{name}_lowest"] = float(low)
        values[f"{name}_highest"] = float(high)
        values[f"{name}_centre"] = float(of_channel[core].mean() - of_channel[~core].mean()) if core.any() else 0.0
    return values


def _mixing(areas: NDArray[np.uint8], mask: NDArray[np.bool_]) -> float:
    """Share of neighbouring pixels of the lesion with different colours."""
    beside, below = mask[:, 1:] & mask[:, :-1], mask[1:] & mask[:-1]
    differ = (areas[:, 1:] != areas[:, :-1])[beside].sum() + (areas[1:] != areas[:-1])[below].sum()
    return float(differ / max(1, beside.sum() + below.sum()))


def _diameter(mask: NDArray[np.bool_], shape: Shape) -> dict[str, float]:
    return {
        "diameter": 100 * shape.length / len(mask),
        "area": 100 * float(mask.mean()),
        "frame_contact": 100 * shape.frame_contact,
    }

"""Photos that a program decodes wrongly, made from good photos and a seed: torn, striped, in false colours.

photo, kind, random numbers -> the garbled photo
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from model.lesion.image import LesionImage
from model.trust.garblings import false_colour as colour
from model.trust.garblings import striped, torn
from model.trust.garblings.bytes_in_order import Pixels

SHAPES = ((1.0, 1.0), (0.75, 1.0), (1.0, 0.75))
"""Shares of height and width that are kept of a square before it is garbled."""
LARGEST = 3.0
"""Largest side before garbling, in sides of the photo: what is garbled in a large photo is finer in its small copy."""

Garbling = Callable[[Pixels, np.random.Generator], Pixels]
FAMILIES: dict[str, tuple[Garbling, ...]] = {
    "torn": (
        torn.wrong_width,
        torn.unread_padding,
        torn.cut_off,
        torn.last_row_repeated,
        torn.missing_tiles,
        torn.jumping_rows,
        torn.damaged_jpeg,
        torn.strips_in_wrong_order,
        torn.tiles_in_wrong_order,
    ),
    "striped": (
        striped.planes_as_pixels,
        striped.pixels_as_planes,
        striped.lines_as_pixels,
        striped.pixels_as_lines,
        striped.swapped_bytes,
        striped.two_bytes_as_two_pixels,
        striped.packed_12_bits,
        striped.fields_apart,
        striped.field_missing,
        striped.fields_shifted,
        striped.colours_torn,
        striped.colours_in_pairs,
        striped.four_as_three,
        striped.three_as_four,
        striped.grey_as_colour,
        striped.raw_mosaic,
        striped.bits_reversed,
    ),
    "false colours": (
        colour.red_and_blue_swapped,
        colour.channels_in_wrong_order,
        colour.ycbcr_as_rgb,
        colour.rgb_as_ycbcr,
        colour.colour_differences_swapped,
        colour.negative,
        colour.grey_negative,
        colour.inks_inverted,
        colour.channel_missing,
        colour.one_channel_alone,
        colour.palette_as_grey,
        colour.wrong_palette,
        colour.lab_as_rgb,
        colour.hsv_as_rgb,
        colour.heat_colours,
        colour.run_over,
        colour.signed,
    ),
}
"""All garblings by what they do to a picture."""
GARBLINGS: dict[str, Garbling] = {
    garbling.__name__.replace("_", " "): garbling for family in FAMILIES.values() for garbling in family
}
NEVER_FITTED = (
    "strips in wrong order",
    "tiles in wrong order",
    "packed 12 bits",
    "fields apart",
    "three as four",
    "rgb as ycbcr",
    "colour differences swapped",
    "signed",
)
"""Kinds that are left out of every fit, to measure what is recognised of a kind that nobody has shown."""


def garbled(image: LesionImage, kind: str, rng: np.random.Generator) -> LesionImage:
    """The photo, in another size and shape, decoded wrongly."""
    side = round(len(image.pixels) * rng.uniform(1, LARGEST))
    height, width = (round(side * share) for share in SHAPES[rng.integers(len(SHAPES))])
    photo = np.asarray(Image.fromarray(image.pixels).resize((side, side), Image.Resampling.BICUBIC))
    picture = GARBLINGS[kind](np.ascontiguousarray(photo[:height, :width]), rng)
    return LesionImage.from_rgb(Image.fromarray(np.ascontiguousarray(picture)), "PNG")

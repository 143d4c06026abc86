"""Drawing of measurements on the photo: border, axes and areas of colour.

Every line is drawn twice, light on dark, so that it is visible on any skin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from model.algorithms.contract import Drawing

LEAST_SIDE = 640
"""Smallest side of a drawing, pixels; smaller photos are enlarged."""
FINER = 2
"""Factor of oversampling for smooth lines."""
AREA_OPACITY = 0.6
DARK, LIGHT = (16, 18, 20, 255), (255, 255, 255, 255)
OTHER = (128, 128, 128)

AREA_COLOURS: dict[str, tuple[int, int, int]] = {
    "white": (245, 245, 240),
    "pink": (244, 166, 190),
    "red": (214, 40, 57),
    "light_brown": (205, 145, 80),
    "dark_brown": (105, 60, 28),
    "blue_grey": (84, 122, 165),
    "black": (16, 16, 18),
}
"""RGB of each named colour, chosen to be distinguishable."""


@dataclass(frozen=True)
class AreaKey:
    """One line of the legend: a key of `colours` in the locales, its CSS colour, and its share of the lesion."""

    name: str
    colour: str
    share: float


def drawn_on(photo: NDArray[np.uint8], drawing: Drawing) -> Image.Image:
    """A photo `(s, s, 3)` with areas, border and axes, RGB with a side of `s` pixels, at least `LEAST_SIDE`."""
    side = max(len(photo), LEAST_SIDE)
    picture = Image.fromarray(photo).resize((side, side), Image.Resampling.BICUBIC).convert("RGBA")
    if drawing.areas is not None:
        picture.alpha_composite(_areas(drawing.areas, drawing.area_names, side))
    picture.alpha_composite(_lines(drawing, side))
    return picture.convert("RGB")


def area_keys(drawing: Drawing, lesion_share: float | None = None) -> list[AreaKey]:
    """The legend of the areas, the largest first.

    `lesion_share` is the share of the square that is lesion; by default the area inside the border.
    """
    if drawing.areas is None:
        return []
    enclosed = lesion_share if lesion_share is not None else enclosed_share(drawing.border)
    counts = np.bincount(drawing.areas.ravel(), minlength=len(drawing.area_names) + 1)[1:]
    shares = counts / drawing.areas.size / max(enclosed, 1e-6)
    colours = ["rgb({} {} {})".format(*AREA_COLOURS.get(name, OTHER)) for name in drawing.area_names]
    areas = zip(drawing.area_names, colours, shares, strict=True)
    keys = [AreaKey(name, colour, min(1.0, float(share))) for name, colour, share in areas if share > 0]
    return sorted(keys, key=lambda key: -key.share)


def enclosed_share(border: NDArray[np.float32]) -> float:
    """Share of the square inside a closed outline `(n, 2)`; 0 for an empty outline."""
    following = np.roll(border, -1, axis=0)
    return abs(float((border[:, 0] * following[:, 1] - border[:, 1] * following[:, 0]).sum())) / 2


def _areas(areas: NDArray[np.uint8], names: tuple[str, ...], side: int) -> Image.Image:
    table = np.zeros((len(names) + 1, 4), np.uint8)
    for number, name in enumerate(names, start=1):
        table[number] = (*AREA_COLOURS.get(name, OTHER), round(255 * AREA_OPACITY))
    return Image.fromarray(table[areas]).resize((side, side), Image.Resampling.NEAREST)


def _lines(drawing: Drawing, side: int) -> Image.Image:
    grid = side * FINER
    layer = Image.new("RGBA", (grid, grid), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    strokes = list(drawing.axes)
    if len(drawing.border) > 1:
        strokes.append(np.concatenate([drawing.border, drawing.border[:2]]))
    for colour, share in ((DARK, 1 / 110), (LIGHT, 1 / 260)):
        for stroke in strokes:
            points = [(float(x), float(y)) for x, y in stroke * grid]
            pen.line(points, fill=colour, width=max(2, round(grid * share)), joint="curve")
    return layer.reduce(FINER)

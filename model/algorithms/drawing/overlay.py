"""Heat maps laid over photos, and the location of their heat.

The colours are inferno: perceptually uniform, readable in grey and with colour blindness. Heat 0 is transparent. All
photos share one colour scale: a map is scaled by the strength of its explanation, so that a map of noise stays faint.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from plotly.colors import sample_colorscale, unlabel_rgb

from model.algorithms.contract import BLANK_BELOW, Explanation
from model.text import Texts

LEVELS = 256
STRONG = 0.9
"""Share of a typical map's peak from which evidence is called strong."""
WEAK = 0.5
"""Share of a typical map's peak below which evidence is called weak."""
COLOUR_FROM = 0.3
"""Start of the scale within inferno, whose black end would look like pigment."""


class Heat(Protocol):
    """What can be laid over a photo: an explanation, or the evidence of a probe."""

    @property
    def heat(self) -> NDArray[np.float32]:
        """Heat `(h, w)` in [0, 1]; 1 is its own peak."""

    @property
    def strength(self) -> float:
        """Strength relative to a typical map, in [0, 1]."""


@cache
def colours() -> NDArray[np.uint8]:
    """The colour of each level of heat, `(256, 3)` RGB."""
    shares = np.linspace(COLOUR_FROM, 1, LEVELS)
    rows = [unlabel_rgb(colour) for colour in sample_colorscale("Inferno", shares.tolist())]
    return np.array(np.rint(rows), dtype=np.uint8)


def common_heat(explanation: Heat) -> NDArray[np.float32]:
    """Heat on the scale shared by all photos, `(h, w)` in [0, 1]; 1 is at least a typical peak."""
    return explanation.heat * np.float32(explanation.strength)


def heat_layer(explanation: Heat, side: int) -> Image.Image:
    """The heat as an RGBA picture of `side` pixels, transparent without heat."""
    heat = common_heat(explanation)
    level = np.clip(np.rint(heat * (LEVELS - 1)), 0, LEVELS - 1).astype(np.uint8)
    opacity = np.clip((heat - BLANK_BELOW) / (0.5 - BLANK_BELOW), 0, 1)
    layer = np.dstack([colours()[level], np.rint(opacity * 255).astype(np.uint8)])
    return Image.fromarray(layer).resize((side, side), Image.Resampling.BICUBIC)


def overlaid(photo: NDArray[np.uint8], explanation: Heat, opacity: float) -> Image.Image:
    """A photo `(s, s, 3)` below its heat; opacity is that of the hottest place, 0 (only photo) to 1 (only colour)."""
    layer = heat_layer(explanation, len(photo))
    layer.putalpha(layer.getchannel("A").point(lambda value: round(value * opacity)))
    return Image.alpha_composite(Image.fromarray(photo).convert("RGBA"), layer).convert("RGB")


@dataclass(frozen=True)
class HeatLocation:
    """Location of the heat of a map."""

    place: str
    """Key of `places` in the locales: `centre`, `upper_left`, ... or `nowhere`."""
    share: float
    """Share of the photo with at least half the heat of the peak, in [0, 1]."""


def locate(explanation: Explanation) -> HeatLocation:
    """Find the hottest of nine fields, three across and three down."""
    if explanation.is_blank:
        return HeatLocation("nowhere", 0.0)
    hot = np.where(explanation.heat >= 0.5, explanation.heat, 0)
    thirds = [[cell.sum() for cell in np.array_split(band, 3, axis=1)] for band in np.array_split(hot, 3, axis=0)]
    row, column = divmod(int(np.argmax(thirds)), 3)
    words = [("upper", "", "lower")[row], ("left", "", "right")[column]]
    return HeatLocation("_".join(filter(None, words)) or "centre", float((hot > 0).mean()))


def colour_ramp() -> list[str]:
    """CSS colours of the scale from transparent to hottest, for a legend."""
    opacity = np.clip((np.linspace(0, 1, 9) - BLANK_BELOW) / (0.5 - BLANK_BELOW), 0, 1)
    picked = colours()[np.linspace(0, LEVELS - 1, 9).astype(int)]
    return [f"rgb({r} {g} {b} / {share:.2f})" for (r, g, b), share in zip(picked, opacity, strict=True)]


def heat_caption(t: Texts, explanation: Explanation) -> str:
    """The question that a map answers, or that the algorithm has found nothing."""
    key = "view.heat_none" if explanation.is_blank else "view.heat_caption"
    return t(key, diagnosis=t(f"diagnoses.{explanation.target}.name"))


def strength(t: Texts, explanation: Explanation) -> str:
    """A sentence that states the strength of the evidence."""
    if explanation.is_blank:
        return t("strength.none")
    level = "strong" if explanation.strength >= STRONG else "weak" if explanation.strength < WEAK else "moderate"
    return t(f"strength.{level}", share=t.percent(explanation.strength))

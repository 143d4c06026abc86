"""Colour and marker of each algorithm, the same in every chart and on every page.

Ten hues are those of Paul Tol's 'muted' set (SRON/EPS/TN/09-002), with a lightness that gives each a contrast of at
least 3 to 1 against the page. The two further hues are the most distant ones, and pink is the visitor's own. All stay
distinct under the three kinds of colour blindness; markers tell similar ones apart. The committee, which combines the
others, is drawn in ink.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

INK = -1
"""Index that stands for the ink instead of a colour."""


@dataclass(frozen=True)
class Theme:
    """The colours of one theme of the app; `.streamlit/config.toml` has the same paper and ink.

    Ink also draws the committee, `quiet` secondary text and context. `accent` (blue) and `contrast` (orange) are two
    opposite colours, never green and red. `colours` has one for each hue of the algorithms, that of the visitor's table
    last. Those of `scale` rise in even steps of brightness, and ink is readable on all of them.
    """

    name: str
    paper: str
    ink: str
    quiet: str
    grid: str
    accent: str
    contrast: str
    colours: tuple[str, ...]
    scale: tuple[str, ...]

    def faded(self, colour: str, share: float) -> str:
        """A colour with an opacity of `share`, in Plotly's format."""
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return f"rgba({red},{green},{blue},{share:g})"


LIGHT = Theme(
    "light",
    paper="#fbfaf7",
    ink="#1b222b",
    quiet="#5a626b",
    grid="#dcdad3",
    accent="#0072b2",
    contrast="#d55e00",
    colours=(
        "#311f83", "#00516e", "#169d8b", "#048436", "#959510", "#564a03", "#da697d", "#8a1353", "#b33ea0", "#676767",
        "#9a2be0", "#cc55ff", "#ff19c8",
    ),
    scale=("#f1efe8", "#cfe0ea", "#a9cbdf", "#86b6d3", "#62a1c6"),
)  # fmt: skip
DARK = Theme(
    "dark",
    paper="#14181c",
    ink="#ece9e2",
    quiet="#aeb2b6",
    grid="#363d44",
    accent="#56b4e9",
    contrast="#e69f00",
    colours=(
        "#8380f5", "#8ed9ff", "#53b9a7", "#02762f", "#9b9b2a", "#c5b250", "#cf5d72", "#a34770", "#b16aa3", "#c7c7c7",
        "#8845c2", "#7744ff", "#f541cd",
    ),
    scale=("#20282f", "#273c4a", "#2e4f66", "#366182", "#38698f"),
)  # fmt: skip
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}

NAMED: dict[str, tuple[int, str]] = {
    "committee": (INK, "star"),
    "resnet18": (0, "circle"),
    "mobilenet_v1": (1, "triangle-up"),
    "segment_then_classify": (2, "square"),
    "colour_texture_boosting": (3, "hexagon2"),
    "hog_svm": (4, "triangle-down"),
    "abcd_rule": (5, "pentagon"),
    "nearest_cases": (6, "diamond"),
    "small_cnn": (7, "x"),
    "attention": (8, "cross"),
    "visual_words": (9, "hourglass"),
    "efficientnet_lite0": (10, "bowtie"),
    "efficientnet_lite2": (11, "octagon"),
    "your-table": (12, "star-diamond"),
}
"""Index of the colour, and marker, of the named submissions and of the table that a visitor tries."""

HUES = 12
"""Number of colours that the other algorithms share."""
FURTHER = ("star-triangle-up", "triangle-left", "triangle-right")
"""Markers of all other algorithms, distinct from those above."""

Polygon = tuple[tuple[float, float], ...]
OUTLINES: dict[str, Polygon] = {
    "star": ((50, 0), (62, 36), (100, 36), (69, 59), (81, 96), (50, 73), (19, 96), (31, 59), (0, 36), (38, 36)),
    "triangle-up": ((50, 4), (98, 94), (2, 94)),
    "square": ((8, 8), (92, 8), (92, 92), (8, 92)),
    "hexagon2": ((50, 0), (95, 25), (95, 75), (50, 100), (5, 75), (5, 25)),
    "triangle-down": ((2, 6), (98, 6), (50, 96)),
    "pentagon": ((50, 0), (100, 38), (81, 96), (19, 96), (0, 38)),
    "diamond": ((50, 0), (100, 50), (50, 100), (0, 50)),
    "x": (
        (22, 0), (50, 28), (78, 0), (100, 22), (72, 50), (100, 78), (78, 100), (50, 72), (22, 100), (0, 78), (28, 50),
        (0, 22),
    ),
    "cross": (
        (34, 0), (66, 0), (66, 34), (100, 34), (100, 66), (66, 66), (66, 100), (34, 100), (34, 66), (0, 66), (0, 34),
        (34, 34),
    ),
    "hourglass": ((6, 0), (94, 0), (50, 50), (94, 100), (6, 100), (50, 50)),
    "bowtie": ((0, 6), (50, 50), (100, 6), (100, 94), (50, 50), (0, 94)),
    "star-triangle-up": ((50, 0), (66, 56), (100, 94), (50, 80), (0, 94), (34, 56)),
    "star-diamond": ((50, 0), (64, 36), (100, 50), (64, 64), (50, 100), (36, 64), (0, 50), (36, 36)),
    "triangle-left": ((4, 50), (94, 2), (94, 98)),
    "triangle-right": ((96, 50), (6, 2), (6, 98)),
    "octagon": ((29, 0), (71, 0), (100, 29), (100, 71), (71, 100), (29, 100), (0, 71), (0, 29)),
}  # fmt: skip
"""Corners of each marker in percent of its square; the circle has none."""


def colour(slug: str, theme: Theme = LIGHT) -> str:
    """Colour of an algorithm, `#rrggbb`."""
    place, _ = _identity(slug)
    return theme.ink if place == INK else theme.colours[place]


def is_in_ink(slug: str) -> bool:
    """Whether an algorithm has no colour of its own: it combines others, and its lines are dashed."""
    return _identity(slug)[0] == INK


def marker(slug: str) -> str:
    """Marker of an algorithm, a Plotly symbol."""
    return _identity(slug)[1]


def outline(slug: str) -> Polygon:
    """Marker of an algorithm as a polygon in percent of its square; empty for a circle."""
    return OUTLINES.get(marker(slug), ())


def _identity(slug: str) -> tuple[int, str]:
    """Colour index and marker: from the list above, or from the slug alone, independent of other algorithms."""
    if slug in NAMED:
        return NAMED[slug]
    team = re.fullmatch(r"team-(\d+)", slug)
    number = int(team[1]) if team else zlib.crc32(slug.encode())  # teams in a row differ for sure
    return number % HUES, FURTHER[number // HUES % len(FURTHER)]

"""Four outcomes of 1,000 patients -> a picture of as many figures: shape and colour tell the outcome."""

from __future__ import annotations

from dataclasses import astuple

from model.charts.identity import Theme
from model.evaluation.consultation import Outcomes

COLUMNS = 40
STEP = 10
"""Side of the square that a figure stands in, in units of the picture."""
KINDS = ("found", "missed", "excised", "left")
"""In the order of `Outcomes`; found and missed are melanomas."""


def shape(kind: str, theme: Theme) -> str:
    """One figure as SVG, in a square of `STEP`: a disc, a triangle, a square without filling, a dot."""
    return {
        "found": f'<circle cx="5" cy="5" r="4.2" fill="{theme.contrast}"/>',
        "missed": f'<path d="M5 .9 9.3 9H.7z" fill="none" stroke="{theme.contrast}" stroke-width="1.6"/>',
        "excised": f'<path d="M1.5 1.5h7v7h-7z" fill="none" stroke="{theme.accent}" stroke-width="1.5"/>',
        "left": f'<circle cx="5" cy="5" r="1.7" fill="{theme.accent}"/>',
    }[kind]


def thousand_svg(outcomes: Outcomes, theme: Theme) -> str:
    """All patients, row by row: melanomas first, then the other lesions."""
    order = [kind for kind, number in zip(KINDS, astuple(outcomes), strict=True) for _ in range(number)]
    symbols = "".join(f'<g id="{kind}">{shape(kind, theme)}</g>' for kind in KINDS)
    uses = "".join(
        f'<use href="#{kind}" x="{STEP * (at % COLUMNS)}" y="{STEP * (at // COLUMNS)}"/>'
        for at, kind in enumerate(order)
    )
    return _svg(COLUMNS * STEP, -(-len(order) // COLUMNS) * STEP, f"<defs>{symbols}</defs>{uses}")


def key_svg(kind: str, theme: Theme) -> str:
    """One figure alone, for the legend."""
    return _svg(STEP, STEP, shape(kind, theme))


def _svg(width: int, height: int, content: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{content}</svg>'

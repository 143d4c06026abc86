"""Colour and marker of an algorithm in HTML: the same as in the charts."""

from __future__ import annotations

from model.charts.identity import Theme, colour, outline


def shape_of(slug: str) -> str:
    """Return the marker as CSS that cuts it out of a square."""
    points = ",".join(f"{x}% {y}%" for x, y in outline(slug))
    return f"clip-path:polygon({points})" if points else "border-radius:50%"


def mark(slug: str, theme: Theme) -> str:
    """Return the marker in its colour, hidden from screen readers: the name stands beside it."""
    return f'<span class="mark" aria-hidden="true" style="background:{colour(slug, theme)};{shape_of(slug)}"></span>'


def chip_styles(slugs: tuple[str, ...], theme: Theme) -> str:
    """Return styles that put the markers into the buttons of algorithms, and set the colour of the paper."""
    rules = "".join(
        f".st-key-chip-{slug} button::before{{background:{colour(slug, theme)};{shape_of(slug)}}}" for slug in slugs
    )
    return f"<style>:root{{--paper:{theme.paper}}}{rules}</style>"

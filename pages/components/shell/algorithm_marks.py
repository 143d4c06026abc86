"""Colour and marker of an algorithm in HTML, the same as in charts."""

from __future__ import annotations

from model.charts.identity import Theme, colour, outline


def shape_of(slug: str) -> str:
    """CSS that cuts the marker of an algorithm out of a square."""
    points = outline(slug)
    if not points:
        return "border-radius:50%"
    return "clip-path:polygon(" + ",".join(f"{x}% {y}%" for x, y in points) + ")"


def mark(slug: str, theme: Theme) -> str:
    """The marker of an algorithm as HTML, hidden from screen readers since the name stands beside it."""
    return f'<span class="mark" aria-hidden="true" style="background:{colour(slug, theme)};{shape_of(slug)}"></span>'


def chip_styles(slugs: tuple[str, ...], theme: Theme) -> str:
    """Puts the markers into the buttons that choose an algorithm, and names the paper that they lie on."""
    rules = "".join(
        f".st-key-chip-{slug} button::before{{background:{colour(slug, theme)};{shape_of(slug)}}}" for slug in slugs
    )
    return f"<style>:root{{--paper:{theme.paper}}}{rules}</style>"

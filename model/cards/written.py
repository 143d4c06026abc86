"""Write a card as Markdown or as a JSON document; both have the same contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from model.cards.card import Card, Figure, Part
from model.charts.written import DASH
from model.text import Texts

DIGITS = 6


def markdown(card: Card, t: Texts) -> str:
    """The card as Markdown."""
    parts = [_part(part, t) for part in card.parts]
    sources = "\n".join(f"- {source}" for source in card.sources)
    head = f"# {card.title}\n\n**{card.notice}**\n\n{card.made}\n"
    return "\n".join([head, *parts, f"## {t('cards.sources')}\n\n{sources}\n"])


def document(card: Card) -> dict[str, Any]:
    """The card as mappings and lists; a figure that was not measured has null as its value, and a text."""
    parts = {part.name: _part_document(part) for part in card.parts}
    return {field.name: getattr(card, field.name) for field in fields(card)} | {
        "parts": parts,
        "sources": list(card.sources),
    }


def photos_words(t: Texts, figure: Figure) -> str:
    """The number of photos, or a dash."""
    return DASH if figure.photos is None else t.number(figure.photos)


def figures_header(t: Texts) -> tuple[str, str, str, str]:
    """The headings of a table of figures."""
    return t("cards.columns.what"), t("cards.columns.on"), t("cards.columns.photos"), t("cards.columns.figure")


def figures_rows(t: Texts, part: Part) -> list[tuple[str, str, str, str]]:
    """The figures of a part as rows of a table."""
    return [(figure.label, figure.on, photos_words(t, figure), figure.text) for figure in part.figures]


def _part(part: Part, t: Texts) -> str:
    blocks = [f"## {part.title}", *([f"*{part.items}*"] if part.items else []), *part.sentences]
    if part.facts:
        blocks.append("\n".join(f"- **{fact.label}**: {fact.value}" for fact in part.facts))
    if part.figures:
        blocks.append(_table(figures_header(t), figures_rows(t, part)))
    return "\n\n".join(blocks) + "\n"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _part_document(part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "items": part.items,
        "sentences": list(part.sentences),
        "facts": {fact.name: {"label": fact.label, "value": fact.value} for fact in part.facts},
        "figures": [_figure_document(figure) for figure in part.figures],
    }


def _figure_document(figure: Figure) -> dict[str, Any]:
    return {name: round(value, DIGITS) if isinstance(value, float) else value for name, value in asdict(figure).items()}

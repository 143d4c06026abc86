"""A card -> Markdown to read, or a document to be written as JSON; both say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from model.cards.card import Card, Figure, Part
from model.charts.written import DASH
from model.text import Texts

DIGITS = 6


def markdown(card: Card, t: Texts) -> str:
    """The card as one page of Markdown."""
    parts = [_part(part, t) for part in card.parts]
    sources = "\n".join(f"- {source}" for source in card.sources)
    head = f"# {card.title}\n\n**{card.notice}**\n\n{card.made}\n"
    return "\n".join([head, *parts, f"## {t('cards.sources')}\n\n{sources}\n"])


def document(card: Card) -> dict[str, Any]:
    """The card as mappings and lists; a figure that was not measured has null as value and says so in its text."""
    return {
        "subject": card.subject,
        "language": card.language,
        "title": card.title,
        "notice": card.notice,
        "made": card.made,
        "parts": {part.name: _part_document(part) for part in card.parts},
        "sources": list(card.sources),
    }


def photos_words(t: Texts, figure: Figure) -> str:
    """Of how many photos, or a dash."""
    return DASH if figure.photos is None else t.number(figure.photos)


def figures_header(t: Texts) -> tuple[str, str, str, str]:
    """The columns of figures."""
    return t("cards.columns.what"), t("cards.columns.on"), t("cards.columns.photos"), t("cards.columns.figure")


def figures_rows(t: Texts, part: Part) -> list[tuple[str, str, str, str]]:
    """The figures of a part as rows."""
    return [(one.label, one.on, photos_words(t, one), one.text) for one in part.figures]


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
        "figures": [_figure_document(one) for one in part.figures],
    }


def _figure_document(one: Figure) -> dict[str, Any]:
    ends = {name: _rounded(getattr(one, name)) for name in ("value", "low", "high")}
    return (
        {"name": one.name, "of": one.of, "label": one.label, "on": one.on, "photos": one.photos}
        | ends
        | {"text": one.text}
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)

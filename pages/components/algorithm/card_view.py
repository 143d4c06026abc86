"""Draw a model card: download buttons for Markdown and JSON, and each part in an expander."""

from __future__ import annotations

import json
from html import escape

import streamlit as st

from model.cards.card import Card, Part
from model.cards.written import document, figures_header, figures_rows, markdown
from model.text import Texts
from pages.components.cache import leaderboards
from pages.components.shell.facts_table import facts_table


def show_model_card(t: Texts, subject: str) -> None:
    """Draw the card of an algorithm or of the system, in the order of TRIPOD+AI."""
    st.html(f"<h2>{escape(t('cards.heading'))}</h2><p class='prose'>{escape(t('cards.about'))}</p>")
    card = leaderboards.model_card(subject, t.language)
    with st.container(key="card-save", horizontal=True, vertical_alignment="center"):
        for form, mime in (("md", "text/markdown"), ("json", "application/json")):
            _save_button(t, card, form, mime)
    with st.container(key="card-parts", gap="small"):
        for part in card.parts:
            with st.expander(part.title, key=f"card-part-{part.name}"):
                show_part(t, part)


def _save_button(t: Texts, card: Card, form: str, mime: str) -> None:
    st.download_button(
        t(f"cards.save_{form}"),
        written(t, card, form).encode(),
        file_name=f"{t('app.name').lower().replace(' ', '-')}-{card.subject}-{t.language}.{form}",
        mime=mime,
        key=f"card-{form}",
        on_click="ignore",
    )


def written(t: Texts, card: Card, form: str) -> str:
    """The card as Markdown (`md`) or JSON (`json`)."""
    return markdown(card, t) if form == "md" else json.dumps(document(card), indent=2, ensure_ascii=False) + "\n"


def show_part(t: Texts, part: Part) -> None:
    """Draw the items, sentences, facts and figures of a part."""
    items = f"<p class='small'>{escape(part.items)}</p>" if part.items else ""
    words = "".join(f"<p class='prose'>{escape(sentence)}</p>" for sentence in part.sentences)
    st.html(items + words)
    if part.facts:
        facts_table(part.title, [], [(fact.label, fact.value) for fact in part.facts])
    if part.figures:
        facts_table(part.title, figures_header(t), figures_rows(t, part))

"""Small tables of facts, as real tables that a screen reader can walk through."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st


def facts_table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draw a table; see `facts_table_html`."""
    st.html(facts_table_html(title, header, rows))


def facts_table_html(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as HTML; the first cell of each row is its heading. A wide table scrolls, by keyboard too."""
    head = "<thead><tr>" + "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header) + "</tr></thead>"
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    region = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(title)}">'
    return f'{region}<table class="facts">{head if header else ""}<tbody>{body}</tbody></table></div>'

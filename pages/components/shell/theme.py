"""Read the theme that the visitor's browser shows."""

from __future__ import annotations

import streamlit as st

from model.charts.identity import LIGHT, THEMES, Theme


def page_theme() -> Theme:
    """Return the chart colours of the current theme; light ones where it is unknown."""
    return THEMES.get(st.context.theme.type or "", LIGHT)

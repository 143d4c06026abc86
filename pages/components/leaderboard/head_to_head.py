"""Head to head: the choice of two algorithms, and the photos that only one of them calls right."""

from __future__ import annotations

import streamlit as st

from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.evaluation.duel import duel_of
from model.evaluation.scored_images import only_one_right
from pages.components.leaderboard import leaderboard_state
from pages.components.leaderboard.disputed_photos import SHOWN, show_photos
from pages.components.shell.failures import guarded_callback

PAIR = ("one", "other")


def show_pair(view: View, data: ChartData) -> None:
    """Draw the choice of both algorithms; the address keeps it."""
    t = view.t
    chosen = dict(zip(PAIR, data.duellists, strict=True))
    with st.container(key="pair", horizontal=True, vertical_alignment="bottom"):
        for name, slug in chosen.items():
            st.session_state[f"ask-{name}"] = slug
            st.selectbox(
                t(f"leaderboard.{name}"),
                data.everyone,
                format_func=view.name,
                key=f"ask-{name}",
                on_change=guarded_callback(_take),
                args=(name, chosen),
                width=260,
            )


def _take(name: str, before: dict[str, str]) -> None:
    """Keep the choice; where both would be the same one, they change places."""
    taken = st.session_state[f"ask-{name}"]
    rest = next(other for other in PAIR if other != name)
    kept = before[name] if taken == before[rest] else before[rest]
    leaderboard_state.change(**{name: taken, rest: kept})


def show_differing_photos(view: View, data: ChartData) -> None:
    """Draw the photos that only the first calls right, then those that only the second does."""
    duel, sections = duel_of(data.evaluation, data.day, data.duellists), []
    for slug, first in zip(duel.pair, (True, False), strict=True):
        photos = only_one_right(duel, first)
        title = view.t("leaderboard.alone_right", name=view.the(slug), count=len(photos))
        sections.append((title, "", photos[:SHOWN]))
    show_photos(view, sections)

"""Table of the scores of one algorithm on every set, with intervals."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from model.charts.published import published_words, read_published
from model.charts.written import diagnoses_words
from model.text import Texts
from pages.components.cache import algorithm_scores
from pages.components.shell.facts_table import facts_table

if TYPE_CHECKING:
    from model.evaluation.set_scores import SetScores

SCORES = ("balanced_accuracy", "melanoma_auc", "sensitivity", "specificity")


def scores_table(t: Texts, slug: str, missing: str) -> None:
    """Draw the scores of one algorithm from the committed tables, or the sentence `missing` without tables."""
    try:
        by_set = algorithm_scores.benchmark_scores(slug)
    except (OSError, ValueError):
        st.html(f"<p class='prose'>{escape(missing)}</p>")
        return
    header = [t("about.set"), t("about.photos"), *(t(f"about.{name}") for name in SCORES)]
    rows = [(t(f"about.{name}"), t.number(scored.images), *_figures(t, scored)) for name, scored in by_set.items()]
    facts_table(t("about.scores"), header, rows)
    notes = [diagnoses_words(t, t(f"about.{name}"), scored.diagnoses) for name, scored in by_set.items()]
    reference = " ".join((t("about.reference", chance=t.percent(1 / 7)), *published_words(t, read_published())))
    for note in (*filter(None, notes), reference):
        st.html(f"<p class='prose'>{escape(note)}</p>")


def _figures(t: Texts, scored: SetScores) -> list[str]:
    written = []
    for name in SCORES:
        score = scored.scores[name]
        if name == "melanoma_auc":
            written.append(f"{t.number(score.value, 3)} ({t.number(score.low, 3)} – {t.number(score.high, 3)})")
        else:
            written.append(f"{t.percent(score.value)} ({t.interval(score.low, score.high)})")
    return written

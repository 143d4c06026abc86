"""Outcomes of 1,000 patients at an operating point: a sentence, a picture and a table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, astuple
from html import escape

import streamlit as st

from model.charts.chart import View, ends
from model.charts.identity import Theme
from model.charts.outcomes import MARKS, outcomes_figure
from model.charts.written import DASH
from model.evaluation.consultation import PATIENTS, Consultation, Outcomes
from model.evaluation.intervals import Score
from model.lesion.practice import Practice
from model.text import Texts
from pages.components.shell.facts_table import facts_table
from pages.components.shell.theme import page_theme


def show_outcomes(t: Texts, name: str, consultation: Consultation, practice: Practice, scored: str) -> None:
    """Draw the sentence and the picture with its legend, for one scoring set."""
    outcomes = consultation.outcomes
    if outcomes is None:
        st.html(f'<p class="sentence" role="status">{escape(t("consultation.nothing"))}</p>')
        return
    words = sentence(t, name, consultation, outcomes, practice)
    counts, theme = consultation.counts, page_theme()
    basis = t(
        "consultation.basis", set=t(f"consultation.set_{scored}"), melanomas=counts.melanomas, others=counts.others
    )
    st.html(f'<p class="sentence" role="status">{escape(words)}</p><p class="small">{escape(basis)}</p>')
    with st.container(key="consultation-picture"):
        st.plotly_chart(
            outcomes_figure(View(t, theme=theme), outcomes),
            key="consultation-outcomes-figure",
            theme=None,
            config={"staticPlot": True},
            alt=t("consultation.alt", patients=PATIENTS, **asdict(outcomes)),
        )
    st.html(f'<div class="thousand">{legend_html(t, outcomes, theme)}</div>')


def sentence(t: Texts, name: str, consultation: Consultation, outcomes: Outcomes, practice: Practice) -> str:
    """The outcomes of all patients, and the number of excisions for each melanoma."""
    words = t(
        "consultation.sentence",
        patients=PATIENTS,
        where=t(f"practices.{practice.slug}.where"),
        melanomas=outcomes.found + outcomes.missed,
        name=name,
        **asdict(outcomes),
    )
    needed = consultation.needed_to_excise
    if needed.reason is not None:
        return words
    figures = {name: t.number(value, 1) for name, value in zip(("value", "low", "high"), ends(needed), strict=True)}
    return f"{words} {t('consultation.needed', **figures)}"


def legend_html(t: Texts, outcomes: Outcomes, theme: Theme) -> str:
    """HTML list of the outcomes, each with its mark, number and words."""
    rows = "".join(
        f'<li><span class="glyph" aria-hidden="true" style="color:{mark.colour(theme)}">{mark.glyph}</span>'
        f"<strong>{escape(t.number(number))}</strong> <span>{escape(t(f'consultation.{outcome}'))}</span></li>"
        for (outcome, mark), number in zip(MARKS.items(), astuple(outcomes), strict=True)
    )
    return f"<ul>{rows}</ul>"


def show_table(t: Texts, by_set: Mapping[str, Consultation]) -> None:
    """Draw the table of all figures, one column for each scoring set."""
    title = t("consultation.table")
    st.html(f"<h2>{escape(title)}</h2>")
    header = ["", *(t(f"consultation.set_{scored}") for scored in by_set)]
    columns = [_column(t, consultation) for consultation in by_set.values()]
    facts_table(title, header, [(row, *(column[row] for column in columns)) for row in columns[0]])
    for note in ("interval", "net", "limits"):
        st.html(f'<p class="small">{escape(t(f"consultation.note_{note}"))}</p>')


def _column(t: Texts, consultation: Consultation) -> dict[str, str]:
    counts = consultation.counts
    return {
        t("consultation.photos"): t("consultation.photos_of", melanomas=counts.melanomas, others=counts.others),
        t("metrics.sensitivity"): _share(t, counts.sensitivity),
        t("metrics.specificity"): _share(t, counts.specificity),
        t("metrics.ppv"): _share(t, consultation.ppv),
        t("metrics.npv"): _share(t, consultation.npv),
        t("consultation.needed_to_excise"): _number(t, consultation.needed_to_excise, 1, 1),
        t("consultation.net_benefit"): _number(t, consultation.net_benefit, PATIENTS, 0),
        t("consultation.net_benefit_all"): _plain(t, consultation.net_benefit_of_all * PATIENTS),
        t("consultation.net_benefit_none"): t.number(0),
    }


def _share(t: Texts, score: Score) -> str:
    if math.isnan(score.value):
        return f"{DASH} ({t(f'undefined.{score.reason}')})"
    return f"{t.percent(score.value)} ({t.interval(score.low, score.high)})"


def _number(t: Texts, score: Score, unit: float, digits: int) -> str:
    if math.isnan(score.value):
        return f"{DASH} ({t(f'undefined.{score.reason}')})"
    value, low, high = (_plain(t, unit * end, digits) for end in ends(score))
    return f"{value} ({t('consultation.range', low=low, high=high)})"


def _plain(t: Texts, value: float, digits: int = 0) -> str:
    """A number that may be negative, without a minus before 0."""
    if math.isnan(value):
        return DASH
    rounded = round(value, digits) + 0.0
    return t.number(rounded, digits).replace("-", "\N{MINUS SIGN}")

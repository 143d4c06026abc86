"""The answer of the leaderboard: who leads, whether that is certain, whether it depends on the rule, and the table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

import streamlit as st

from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.charts.verdict import beside_words, dependence_words, leader_words, rival_words
from model.charts.written import score_words
from model.evaluation.intervals import Score
from model.evaluation.metrics import RANKED_BY
from model.evaluation.qi import Standing
from model.evaluation.sets import BESIDE_QI
from model.lesion.practice_words import scores_speak_of
from model.text import Texts
from pages.components.leaderboard import leaderboard_state
from pages.components.leaderboard.leaderboard_state import MOST, LeaderboardChoice
from pages.components.shell.algorithm_marks import mark
from pages.components.shell.failures import guarded_callback, sentence


def show_words(view: View, material: ChartData) -> None:
    """The answer in words, the first thing that is read; screen readers speak it when it changes."""
    more = [words for words in (rival_words(view, material), dependence_words(view, material)) if words]
    paragraphs = "".join(f"<p>{escape(words)}</p>" for words in more)
    first = f'<p class="sentence">{escape(leader_words(view, material))}</p>'
    st.html(f'<div class="answer" role="status">{first}{paragraphs}</div>')


def show_rule(t: Texts, choice: LeaderboardChoice, material: ChartData) -> None:
    """Metric and weights, and what they amount to."""

    def take(name: str) -> None:
        leaderboard_state.change(**{name: st.session_state[f"rule-{name}"]})

    st.html(f"<h2>{escape(t('leaderboard.rule'))}</h2>")
    for name in ("metric", "day1", "day2"):
        st.session_state[f"rule-{name}"] = getattr(choice, name)  # the address decides
    st.selectbox(
        t("leaderboard.metric"),
        RANKED_BY,
        format_func=lambda name: t(f"metrics.{name}"),
        key="rule-metric",
        on_change=guarded_callback(take),
        args=("metric",),
    )
    for name in ("day1", "day2"):
        st.slider(
            t(f"leaderboard.weight_{name}"), 0, MOST, key=f"rule-{name}", on_change=guarded_callback(take), args=(name,)
        )
    day1, day2 = material.rule.shares
    words = t("leaderboard.weights", day1=t.percent(day1), day2=t.percent(day2))
    if not (choice.day1 or choice.day2):
        words = t("leaderboard.weights_zero")
    st.html(f"<p class='small'>{escape(words)}</p><p class='small'>{escape(t('leaderboard.rule_help'))}</p>")
    first = LeaderboardChoice()
    if (choice.metric, choice.day1, choice.day2) != (first.metric, first.day1, first.day2):
        st.button(
            t("leaderboard.reset"),
            key="rule-reset",
            on_click=guarded_callback(leaderboard_state.change),
            kwargs={"metric": first.metric, "day1": first.day1, "day2": first.day2},
        )


def show_table(view: View, material: ChartData) -> None:
    """Everyone in order, with every set, intervals of score and rank, and the probability of being first."""
    t, metric = view.t, material.rule.metric
    beside = [name for name in BESIDE_QI if material.evaluation.benchmark.answered(name)]
    header = (
        t("leaderboard.rank"),
        t("leaderboard.algorithm"),
        t("charts.qi"),
        t("charts.day1"),
        t("charts.day2"),
        *(t(f"charts.{name}") for name in beside),
        t("leaderboard.ranks"),
        t("leaderboard.first"),
    )
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    rows = "".join(
        _row(view, metric, row, [material.evaluation.score(name, row.slug, metric) for name in beside])
        for row in material.ranking.standings
    )
    title = f"{t('leaderboard.table')} ({t(f'metrics.{metric}')})"
    notes = (
        t("leaderboard.interval_note", resamples=material.evaluation.resamples),
        *beside_words(view, material),
        scores_speak_of(t, material.tables.practice),
    )
    st.html(
        f"<h2>{escape(title)}</h2>"
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(title)}">'
        f'<table class="facts standings"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        + "".join(f"<p class='small'>{escape(note)}</p>" for note in notes)
    )


def show_excluded(view: View, material: ChartData) -> None:
    """Who has no rank, and why."""
    t, excluded = view.t, material.evaluation.excluded
    if not excluded:
        return
    items = "".join(
        f"<li><strong>{escape(view.name(one.slug))}</strong>: {escape(sentence(t, one.reason))}</li>"
        for one in excluded
    )
    st.html(f"<h2>{escape(t('leaderboard.excluded'))}</h2><ul class='prose'>{items}</ul>")


def _row(view: View, metric: str, row: Standing, beside: Sequence[Score]) -> str:
    t = view.t
    interval = t("leaderboard.rank_interval", low=_whole(row.rank_low), high=_whole(row.rank_high))
    cells = (
        score_words(t, metric, row.qi),
        score_words(t, metric, row.day1),
        score_words(t, metric, row.day2),
        *(score_words(t, metric, score) for score in beside),
        interval,
        t.percent(row.first),
    )
    name = f"{mark(row.slug, view.theme)}<span>{escape(view.name(row.slug))}</span>"
    style = ' class="chosen"' if row.slug == view.highlighted else ""
    return (
        f'<tr{style}><td>{row.rank or "–"}</td><th scope="row"><span class="who">{name}</span></th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )


def _whole(value: float) -> str:
    return "–" if math.isnan(value) else str(int(value))

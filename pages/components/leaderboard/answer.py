"""The answer of the leaderboard: the leader in words, the rule, the table, algorithms without a rank."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

import streamlit as st

from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.charts.verdict import context_words, dependence_words, leader_words, rival_words
from model.charts.written import DASH, score_words
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

RULE = ("metric", "day1", "day2")


def show_words(view: View, data: ChartData) -> None:
    """Draw the answer in words; screen readers announce its changes."""
    more = [words for words in (rival_words(view, data), dependence_words(view, data)) if words]
    paragraphs = "".join(f"<p>{escape(words)}</p>" for words in more)
    first = f'<p class="sentence">{escape(leader_words(view, data))}</p>'
    st.html(f'<div class="answer" role="status">{first}{paragraphs}</div>')


def show_rule(t: Texts, choice: LeaderboardChoice, data: ChartData) -> None:
    """Draw the controls of metric and weights, and the shares that the weights give."""
    st.html(f"<h2>{escape(t('leaderboard.rule'))}</h2>")
    _rule_controls(t, choice)
    day1, day2 = data.rule.shares
    words = t("leaderboard.weights", day1=t.percent(day1), day2=t.percent(day2))
    if not (choice.day1 or choice.day2):
        words = t("leaderboard.weights_zero")
    st.html(f"<p class='small'>{escape(words)}</p><p class='small'>{escape(t('leaderboard.rule_help'))}</p>")
    first = {name: getattr(LeaderboardChoice(), name) for name in RULE}
    if any(getattr(choice, name) != value for name, value in first.items()):
        st.button(
            t("leaderboard.reset"),
            key="rule-reset",
            on_click=guarded_callback(leaderboard_state.change),
            kwargs=first,
        )


def _rule_controls(t: Texts, choice: LeaderboardChoice) -> None:
    for name in RULE:
        st.session_state[f"rule-{name}"] = getattr(choice, name)  # the address decides
    st.selectbox(
        t("leaderboard.metric"),
        RANKED_BY,
        format_func=lambda name: t(f"metrics.{name}"),
        key="rule-metric",
        on_change=guarded_callback(_take_rule),
        args=("metric",),
    )
    for day in ("day1", "day2"):
        label = t(f"leaderboard.weight_{day}")
        st.slider(label, 0, MOST, key=f"rule-{day}", on_change=guarded_callback(_take_rule), args=(day,))


def _take_rule(name: str) -> None:
    leaderboard_state.change(**{name: st.session_state[f"rule-{name}"]})


def show_table(view: View, data: ChartData) -> None:
    """Draw the table of all algorithms: scores of every set, interval of ranks, probability of being first."""
    t, metric = view.t, data.rule.metric
    beside = [name for name in BESIDE_QI if data.evaluation.benchmark.answered(name)]
    columns = ("leaderboard.rank", "leaderboard.algorithm", "charts.qi", "charts.day1", "charts.day2")
    columns += (*(f"charts.{name}" for name in beside), "leaderboard.ranks", "leaderboard.first")
    head = "".join(f'<th scope="col">{escape(t(column))}</th>' for column in columns)
    rows = "".join(
        _row(view, metric, row, [data.evaluation.score(name, row.slug, metric) for name in beside])
        for row in data.ranking.standings
    )
    title = escape(f"{t('leaderboard.table')} ({t(f'metrics.{metric}')})")
    intervals = t("leaderboard.interval_note", resamples=data.evaluation.resamples)
    sentences = (intervals, *context_words(view, data), scores_speak_of(t, data.tables.practice))
    notes = "".join(f"<p class='small'>{escape(note)}</p>" for note in sentences)
    st.html(
        f'<h2>{title}</h2><div class="table-scroll" role="region" tabindex="0" aria-label="{title}">'
        f'<table class="facts standings"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{notes}'
    )


def show_excluded(view: View, data: ChartData) -> None:
    """Draw the algorithms without a rank, with their reasons."""
    t, excluded = view.t, data.evaluation.excluded
    if not excluded:
        return
    items = "".join(
        f"<li><strong>{escape(view.name(algorithm.slug))}</strong>: {escape(sentence(t, algorithm.reason))}</li>"
        for algorithm in excluded
    )
    st.html(f"<h2>{escape(t('leaderboard.excluded'))}</h2><ul class='prose'>{items}</ul>")


def _row(view: View, metric: str, row: Standing, beside: Sequence[Score]) -> str:
    t = view.t
    low, high = (DASH if math.isnan(rank) else str(int(rank)) for rank in (row.rank_low, row.rank_high))
    cells = [score_words(t, metric, score) for score in (row.qi, row.day1, row.day2, *beside)]
    cells += [t("leaderboard.rank_interval", low=low, high=high), t.percent(row.first)]
    name = f"{mark(row.slug, view.theme)}<span>{escape(view.name(row.slug))}</span>"
    style = ' class="chosen"' if row.slug == view.highlighted else ""
    return (
        f'<tr{style}><td>{row.rank or DASH}</td><th scope="row"><span class="who">{name}</span></th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )

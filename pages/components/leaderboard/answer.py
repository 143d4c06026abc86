"""The answer of the leaderboard: the leader in words, the rule, the table, algorithms without scores."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.charts.ranking import rule_words
from model.charts.verdict import context_words, dependence_words, lead_words, leader_words
from model.charts.written import interval_words, value_words
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
    title, words = escape(view.t("leaderboard.title")), escape(leader_words(view, data))
    st.html(f'<h1>{title}</h1><div class="answer" role="status"><p class="sentence">{words}</p></div>')


def show_rule(view: View, choice: LeaderboardChoice, data: ChartData) -> None:
    """Draw the rule in words, and a button that unfolds its controls."""
    t = view.t
    with st.container(key="rule", horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover(t("leaderboard.rule"), key="rule-fold"):
            _rule_controls(t, choice)
            notes = [t("leaderboard.rule_help"), dependence_words(view, data)]
            if not (choice.day1 or choice.day2):
                notes.insert(0, t("leaderboard.weights_zero"))
            st.html("".join(f"<p class='small'>{escape(note)}</p>" for note in notes if note))
            _reset(t, choice)
        words = f"{rule_words(view, data.rule)}. {lead_words(view, data)}"
        st.html(f"<p class='small'>{escape(words)}</p>", width="content")


def _reset(t: Texts, choice: LeaderboardChoice) -> None:
    before = leaderboard_state.first()
    first = {name: getattr(before, name) for name in RULE}
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
    """Draw the table of the ranking with the scores of every set; algorithms without a rank come last."""
    t = view.t
    beside = [name for name in BESIDE_QI if data.evaluation.benchmark.answered(name)]
    columns = ("leaderboard.rank", "leaderboard.algorithm", "charts.qi", "charts.day1", "charts.day2")
    head = "".join(f'<th scope="col">{escape(t(name))}</th>' for name in (*columns, *(f"charts.{n}" for n in beside)))
    rows = "".join(_row(view, data, row, beside) for row in (*data.rows, *data.ranking.references))
    title = escape(f"{t('leaderboard.table')} ({t(f'metrics.{data.rule.metric}')})")
    st.html(
        f'<h2>{title}</h2><div class="table-scroll" role="region" tabindex="0" aria-label="{title}">'
        f'<table class="facts standings"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def show_notes(view: View, data: ChartData) -> None:
    """Draw a fold that says how to read the scores."""
    t = view.t
    sentences = (*context_words(view, data), scores_speak_of(t, data.tables.practice))
    with st.expander(t("leaderboard.notes"), key="notes"):
        st.html("".join(f"<p class='small'>{escape(note)}</p>" for note in sentences))


def show_excluded(view: View, data: ChartData) -> None:
    """Draw the algorithms without scores, with their reasons."""
    t, excluded = view.t, data.evaluation.excluded
    if not excluded:
        return
    items = "".join(
        f"<li><strong>{escape(view.name(algorithm.slug))}</strong>: {escape(sentence(t, algorithm.reason))}</li>"
        for algorithm in excluded
    )
    st.html(f"<h2>{escape(t('leaderboard.excluded'))}</h2><ul class='prose'>{items}</ul>")


def _row(view: View, data: ChartData, row: Standing, beside: list[str]) -> str:
    t, metric = view.t, data.rule.metric
    scores = (row.qi, row.day1, row.day2, *(data.evaluation.score(name, row.slug, metric) for name in beside))
    is_reference = row in data.ranking.references
    name = view.name(row.slug) if not is_reference else t("charts.reference", name=view.name(row.slug))
    kinds = [kind for kind, holds in (("chosen", row.slug == view.highlighted), ("reference", is_reference)) if holds]
    who = f'<span class="who">{mark(row.slug, view.theme)}<span>{escape(name)}</span></span>'
    cells = "".join(_cell(t, metric, score) for score in scores)
    return f'<tr class="{" ".join(kinds)}"><td>{row.rank or ""}</td><th scope="row">{who}</th>{cells}</tr>'


def _cell(t: Texts, metric: str, score: Score) -> str:
    """A value above its interval."""
    value, between = value_words(t, metric, score.value), interval_words(t, metric, score)
    return f"<td><span>{escape(value)}</span> <small>{escape(between)}</small></td>"

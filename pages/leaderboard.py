"""The leaderboard: the leader, the certainty of its lead, and the charts of all scores."""

from __future__ import annotations

from html import escape

import streamlit as st

from pages.components.shell.frame import PAGES, open_page
from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.charts.questions import QUESTIONS
from model.charts.verdict import lead_words
from model.errors import TableError
from model.evaluation.sets import SETS
from model.text import Texts
from pages.components.cache import leaderboards
from pages.components.leaderboard import leaderboard_state
from pages.components.leaderboard.answer import show_excluded, show_rule, show_table, show_words
from pages.components.leaderboard.disputed_photos import show_disputed_and_failed
from pages.components.leaderboard.leaderboard_state import LeaderboardChoice
from pages.components.leaderboard.share import show_share
from pages.components.report.report_view import show_report
from pages.components.session.lesion_input import drop_here, sent_on
from pages.components.shell.algorithm_marks import chip_styles
from pages.components.shell.chart_view import SAVE_SCRIPT, show_chart
from pages.components.shell.failures import guarded, guarded_callback, show_failure
from pages.components.shell.theme import page_theme


def draw(view: View, choice: LeaderboardChoice, name: str, level: int = 3) -> None:
    """Draw one chart."""
    chart = leaderboards.leaderboard_chart(choice.rule, name, view.t.language, view.highlighted, view.theme.name)
    show_chart(view.t, chart, level)


def answer(view: View, choice: LeaderboardChoice, data: ChartData) -> None:
    """Draw the leader, the rule beside it, and the table."""
    t = view.t
    lead = lead_words(view, data)
    st.html(f"<h1>{escape(t('leaderboard.title'))}</h1><p class='small'>{escape(lead)}</p>")
    with st.container(key="answer"):
        with st.container(key="answer-words"):
            show_words(view, data)
            draw(view, choice, "podium", level=2)
        with st.container(key="answer-rule"):
            show_rule(t, choice, data)
    show_table(view, data)


def legend(view: View, data: ChartData) -> None:
    """Draw one button for each algorithm, the best first; they are the legend of every chart."""
    t = view.t
    st.html(chip_styles(data.order, view.theme))
    with st.container(key="legend", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f"<strong>{escape(t('leaderboard.legend'))}</strong>", width="content")
        for slug in data.order:
            st.button(
                view.name(slug),
                key=f"chip-{slug}",
                type="primary" if slug == view.highlighted else "secondary",
                on_click=guarded_callback(leaderboard_state.toggle),
                args=(slug,),
            )
        if view.highlighted:
            query = {"algorithm": view.highlighted, "lang": t.language}
            label = t("leaderboard.card", name=view.name(view.highlighted))
            st.page_link(PAGES["algorithm"], label=label, query_params=query)


def question(t: Texts, choice: LeaderboardChoice, data: ChartData) -> None:
    """Draw the controls of question and set."""
    questions = {name: t(f"leaderboard.questions.{name}") for name in QUESTIONS}
    sets = {name: t(f"charts.{name}") for name in SETS if data.evaluation.benchmark.answered(name)}
    controls = (("question", "ask", choice.question, questions), ("set", "set", data.day, sets))
    with st.container(key="ask", horizontal=True, vertical_alignment="bottom"):
        for field, label, current, words in controls:
            st.session_state[f"ask-{field}"] = current
            st.segmented_control(
                t(f"leaderboard.{label}"),
                tuple(words),
                format_func=words.__getitem__,
                key=f"ask-{field}",
                on_change=guarded_callback(_take_question),
                args=(field, getattr(choice, field)),
            )


def _take_question(field: str, before: str) -> None:
    """Keep the chosen question or set; a click on the chosen one changes nothing."""
    leaderboard_state.change(**{field: st.session_state[f"ask-{field}"] or before})


def page(t: Texts) -> None:
    """Arrange the page."""
    heading = f"<h1>{escape(t('leaderboard.title'))}</h1>"
    with st.spinner(t("leaderboard.drawing"), show_time=False):
        try:
            slugs = leaderboards.leaderboard_data(*LeaderboardChoice().rule).order
        except TableError as error:
            st.html(heading)
            show_failure(t, error)
            return
    choice = leaderboard_state.current(slugs)
    data = leaderboards.leaderboard_data(*choice.rule)
    view = View(t, choice.algorithm or None, page_theme())
    if not slugs:
        st.html(f"{heading}<p class='prose'>{escape(t('leaderboard.empty'))}</p>")
        show_excluded(view, data)
        return
    answer(view, choice, data)
    legend(view, data)
    charts(view, choice, data)
    show_excluded(view, data)
    show_report(t, data)
    show_share(t)
    st.html(SAVE_SCRIPT, unsafe_allow_javascript=True)


def charts(view: View, choice: LeaderboardChoice, data: ChartData) -> None:
    """Draw the charts of the reasons and of the chosen question."""
    t = view.t
    st.html(f"<h2>{escape(t('leaderboard.why'))}</h2><p class='small'>{escape(t('leaderboard.legend_help'))}</p>")
    with st.container(key="charts-why"):
        for name in ("forest", "roc"):
            draw(view, choice, name)
    question(t, choice, data)
    st.html(f"<h2>{escape(t(f'leaderboard.questions.{choice.question}'))}</h2>")
    with st.container(key="charts-question"):
        for name in QUESTIONS[choice.question]:
            draw(view, choice, name)
    if choice.question == "disagree":
        show_disputed_and_failed(view, data)


texts = open_page("leaderboard")
with guarded(texts):
    sent_on(texts)
    drop_here(texts)
    page(texts)

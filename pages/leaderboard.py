"""The leaderboard: the leader and its ties, table and forest, then the charts of each question."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

from pages.components.shell.frame import open_page
from model.charts.chart import View
from model.charts.chart_data import ChartData
from model.charts.questions import ANSWER, CHARTS, questions_of
from model.evaluation.entry import YOURS
from model.evaluation.sets import SETS
from model.table_errors import TableError
from model.text import Texts
from pages.components.cache import leaderboards
from pages.components.cache.challenges import FIRST, BoardKey, board_key, texts_of
from pages.components.leaderboard import leaderboard_state
from pages.components.leaderboard.answer import show_excluded, show_notes, show_rule, show_table, show_words
from pages.components.leaderboard.disputed_photos import show_disputed_and_failed
from pages.components.leaderboard.head_to_head import show_differing_photos, show_pair
from pages.components.leaderboard.highlighter import show_highlighter
from pages.components.leaderboard.leaderboard_state import DUEL, LeaderboardChoice
from pages.components.leaderboard.share import show_share
from pages.components.leaderboard.try_table import show_own_table
from pages.components.report.report_view import show_report
from pages.components.session.lesion_input import drop_here, sent_on
from pages.components.session.own_table import OwnTable, own_table, received
from pages.components.shell.chart_view import SAVE_SCRIPT, show_chart
from pages.components.shell.failures import guarded, guarded_callback, show_failure
from pages.components.shell.theme import page_theme


def draw(view: View, choice: LeaderboardChoice, data: ChartData, name: str, **options: Any) -> None:  # noqa: ANN401
    """Draw one chart: shared by all visitors, or this visitor's alone where their own table is in it."""
    if YOURS in data.evaluation.slugs:
        show_chart(view.t, CHARTS[name](data, view), saved=f"-{YOURS}", **options)
        return
    language, theme = view.t.language, view.theme.name
    chart = leaderboards.leaderboard_chart(choice.drawn, name, language, view.highlighted, theme, board())
    show_chart(view.t, chart, **options)


def answer(view: View, choice: LeaderboardChoice, data: ChartData) -> None:
    """Draw the answer: sentence, rule, legend, table and forest, and the place for a table of the visitor's own."""
    show_words(view, data)
    show_rule(view, choice, data)
    show_highlighter(view, choice, data)
    with st.container(key="answer"):
        with st.container(key="answer-table"):
            show_table(view, data)
        with st.container(key="answer-chart"):
            for name in ANSWER:
                draw(view, choice, data, name, level=2, finding=False)
    show_notes(view, data)
    show_own_table(view, data, own())


def questions(view: View, choice: LeaderboardChoice, data: ChartData) -> None:
    """Draw a tab for each question; only the chosen one is filled."""
    answered = questions_of(data)
    if choice.question not in answered:
        choice = replace(choice, question=next(iter(answered)))
    labels = {name: view.t(f"leaderboard.questions.{name}") for name in answered}
    st.session_state["ask-question"] = labels[choice.question]  # the address decides
    tabs = st.tabs(
        tuple(labels.values()), key="ask-question", on_change=guarded_callback(_take_question), args=(labels,)
    )
    with tabs[list(answered).index(choice.question)]:
        st.html(f"<h2 class='for-screen-readers'>{escape(labels[choice.question])}</h2>")
        with st.container(key="ask", horizontal=True, vertical_alignment="bottom"):
            if choice.question == DUEL:
                show_pair(view, data)
            _set_control(view.t, choice, data)
        charts(view, choice, data)


def _take_question(labels: dict[str, str]) -> None:
    taken = st.session_state["ask-question"]
    leaderboard_state.change(question=next(name for name, label in labels.items() if label == taken))


def _set_control(t: Texts, choice: LeaderboardChoice, data: ChartData) -> None:
    """Draw the choice of the photos; a click on the chosen ones changes nothing."""
    st.session_state["ask-set"] = data.day
    st.segmented_control(
        t("leaderboard.set"),
        [name for name in SETS if data.evaluation.benchmark.answered(name)],
        format_func=lambda name: t(f"charts.{name}"),
        key="ask-set",
        on_change=guarded_callback(lambda: leaderboard_state.change(set=st.session_state["ask-set"] or choice.set)),
    )


def charts(view: View, choice: LeaderboardChoice, data: ChartData) -> None:
    """Draw the charts of the chosen question, and the photos that belong to it."""
    if not data.ranked:
        st.html(f"<p class='prose'>{escape(view.t('charts.nobody'))}</p>")
        return
    with st.container(key="charts-question"):
        for name in questions_of(data)[choice.question]:
            draw(view, choice, data, name)
    if board()[0] != FIRST:
        return  # its photos have no page of their own
    if choice.question == "disagree":
        show_disputed_and_failed(view, data)
    if choice.question == DUEL:
        show_differing_photos(view, data)


def files(t: Texts, choice: LeaderboardChoice) -> None:
    """Draw what can be taken away: the report and all answers, both of the committed tables alone, and the address."""
    show_report(t, replace(leaderboards.leaderboard_data(*choice.drawn, board()), family=""), board()[0])
    key = board()
    with st.container(key="files", horizontal=True, vertical_alignment="center"):
        st.download_button(
            t("leaderboard.answers"),
            lambda: leaderboards.answers_table(key).encode("utf-8-sig"),
            "ten-opinions-answers.csv",
            "text/csv",
            key="csv-answers",
            on_click="ignore",
        )
        show_share(t)
    st.html(SAVE_SCRIPT, unsafe_allow_javascript=True)


def board() -> BoardKey:
    """Return what the leaderboard of the challenge in the address shows in this run."""
    found: BoardKey = st.session_state["board"]
    return found


def own() -> OwnTable:
    """Return the table that this visitor tries in the challenge."""
    return own_table(board()[0])


def shown(choice: LeaderboardChoice) -> ChartData:
    """Return what the page shows: the data that all visitors share, or this visitor's with their own table."""
    if not own().tables:
        return leaderboards.leaderboard_data(*choice.drawn, board())
    return leaderboards.data_of(own().among(leaderboards.leaderboard(board())), *choice.drawn)


def page(t: Texts) -> None:
    """Arrange the page."""
    heading = f"<h1>{escape(t('leaderboard.title'))}</h1>"
    with st.spinner(t("leaderboard.drawing"), show_time=False):
        try:
            accepted = own().read(leaderboards.leaderboard(board()).evaluation.benchmark)
            everyone = shown(leaderboard_state.first())
        except TableError as error:
            st.html(heading)
            show_failure(t, error)
            return
    if accepted:
        best = next((slug for slug in everyone.everyone if slug != YOURS), "")
        leaderboard_state.change(algorithm=YOURS, one=YOURS, other=best)
    choice = leaderboard_state.current(everyone.evaluation.slugs, everyone.ranked_families)
    data = shown(choice)
    view = View(t, choice.algorithm if choice.algorithm in data.order else None, page_theme())
    if not everyone.ranked:
        st.html(f"{heading}<p class='prose'>{escape(t('leaderboard.empty'))}</p>")
        show_excluded(view, data)
        return
    answer(view, choice, data)
    questions(view, choice, data)
    show_excluded(view, data)
    files(t, choice)


texts = open_page("leaderboard")
with guarded(texts):
    st.session_state["board"] = board_key(leaderboard_state.asked())
    received(board()[0])  # before photos are taken: what was given as a table is none
    sent_on(texts)
    drop_here(texts)
    page(texts_of(board(), texts.language))

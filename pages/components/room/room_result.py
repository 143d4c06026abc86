"""Show the end of a room: its scores beside those of the jury, and all cases."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.charts.reader_point import ReaderPoint
from model.lesion.gallery import Case
from model.stage.quiz import CaseAnswer
from model.stage.rooms import Count, Room
from model.text import Texts
from pages.components.quiz.reader_scores import case_html, lead_words, line_html, show_beside, show_cases, show_marks
from pages.components.shell.practice_choice import small


def show_room_result(t: Texts, room: Room) -> None:
    """The whole result, the answer first."""
    st.html(f"<h1>{escape(t('room.result'))}</h1>")
    ours, jury, left_out = room.marks()
    if not ours.cases:
        st.html(f'<p class="sentence">{escape(t("room.nothing_counted"))}</p>')
        return
    st.html(f'<p class="sentence" role="status">{escape(lead_words(t, "room", ours, jury))}</p>')
    if any(case.source == "generated" for case in room.deck):
        st.html(f'<p class="refusal" role="note">{escape(t("room.only_drawings"))}</p>')
    show_marks(t, t("room.result"), ((t("room.the_room"), ours), (t("quiz.the_jury_same"), jury)))
    if left_out:
        small(t("room.left_out", count=left_out))
    show_beside(t, (ReaderPoint(t("room.the_room"), ours.detection), ReaderPoint(t("quiz.the_jury"), jury.detection)))
    show_cases(t, (_case(t, *played) for played in room.played()))


def _case(t: Texts, case: Case, count: Count, jury: CaseAnswer | None) -> str:
    return case_html(t, case, answers_html(t, case, count, jury))


def answers_html(t: Texts, case: Case, count: Count, jury: CaseAnswer | None) -> list[str]:
    """The answers of the room and of the jury to a case as lines of HTML, and whether they were right."""
    answers = {"room.the_room": count.answer, "quiz.the_jury": jury}
    lines = [] if count.answer else [escape(t("room.no_answer"))]
    return lines + [line_html(t, who, answer, case.diagnosis) for who, answer in answers.items() if answer is not None]

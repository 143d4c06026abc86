"""The end of a room: its own point among the ROC curves beside that of the jury, and case by case who was right."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.charts.reader_point import ReaderPoint
from model.errors import LesionImageError
from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import Case
from model.stage.quiz import CaseAnswer
from model.stage.rooms import Count, Room
from model.text import Texts
from pages.components.cache import galleries
from pages.components.quiz.quiz_result import line_html, marks_words, show_beside
from pages.components.shell.facts_table import facts_table
from pages.components.shell.practice_choice import small


def show_room_result(t: Texts, room: Room) -> None:
    """What the room's answers are worth."""
    st.html(f"<h1>{escape(t('room.result'))}</h1>")
    ours, theirs, left_out = room.marks()
    if not ours.cases:
        st.html(f'<p class="sentence">{escape(t("room.nothing_counted"))}</p>')
        return
    words = {"mine": ours.right_verdicts, "theirs": theirs.right_verdicts, "cases": ours.cases}
    key = "ahead" if words["mine"] > words["theirs"] else "behind" if words["mine"] < words["theirs"] else "level"
    st.html(f'<p class="sentence" role="status">{escape(t(f"room.{key}", **words))}</p>')
    if any(case.source == "generated" for case in room.deck):
        st.html(f'<p class="refusal" role="note">{escape(t("room.only_drawings"))}</p>')
    header = [t("charts.who"), t("charts.sensitivity"), t("charts.specificity"), t("quiz.right_of_seven")]
    rows = [[t("room.the_room"), *marks_words(t, ours)], [t("quiz.the_jury_same"), *marks_words(t, theirs)]]
    facts_table(t("room.result"), header, rows)
    small(t("quiz.counted", melanomas=ours.detection.melanomas, others=ours.detection.others))
    if left_out:
        small(t("room.left_out", count=left_out))
    show_beside(t, (ReaderPoint(t("room.the_room"), ours.detection), ReaderPoint(t("quiz.the_jury"), theirs.detection)))
    st.html(f"<h2>{escape(t('quiz.by_case'))}</h2>")
    st.html(f'<ol class="quiz-cases">{"".join(_case(t, *one) for one in room.played())}</ol>')


def _case(t: Texts, case: Case, count: Count, jury: CaseAnswer | None) -> str:
    truth = case.diagnosis
    lines = [f"<strong>{escape(t('quiz.truth', diagnosis=t(f'diagnoses.{truth}.name')))}</strong>"]
    lines.append(_room_line(t, count, truth))
    if jury is not None:
        lines.append(line_html(t, "quiz.the_jury", jury, truth))
    try:
        picture = f'<img src="{galleries.case_thumbnail(case)}" alt="{escape(t("quiz.case_alt"))}">'
    except (LesionImageError, OSError):
        picture = ""
    return f"<li>{picture}<div>{''.join(f'<p>{line}</p>' for line in lines)}</div></li>"


def _room_line(t: Texts, count: Count, truth: Diagnosis) -> str:
    if count.answer is None:
        return escape(t("room.no_answer"))
    return line_html(t, "room.the_room", count.answer, truth)

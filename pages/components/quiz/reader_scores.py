"""Draw the scores of readers, persons or juries: a table, points among ROC curves, and the answers case by case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from model.charts.chart import View
from model.charts.reader_point import ReaderPoint, roc_with_reader_points
from model.errors import LesionImageError
from model.evaluation.intervals import Score
from model.lesion.diagnosis import Diagnosis
from model.lesion.gallery import Case
from model.stage.marks import Marks
from model.stage.quiz import CaseAnswer
from model.table_errors import TableError
from model.text import Texts
from pages.components.cache import galleries, leaderboards
from pages.components.leaderboard.leaderboard_state import LeaderboardChoice
from pages.components.shell.chart_view import SAVE_SCRIPT, show_chart
from pages.components.shell.facts_table import facts_table
from pages.components.shell.failures import show_failure
from pages.components.shell.practice_choice import small
from pages.components.shell.theme import page_theme


def lead_key(own: Marks, jury: Marks) -> str:
    """`ahead`, `behind` or `level`, by the right verdicts on melanoma."""
    if own.right_verdicts == jury.right_verdicts:
        return "level"
    return "ahead" if own.right_verdicts > jury.right_verdicts else "behind"


def lead_words(t: Texts, game: str, own: Marks, jury: Marks) -> str:
    """A sentence on the right verdicts of a person or room and of the jury; `game` is `quiz` or `room`."""
    key = f"{game}.{lead_key(own, jury)}"
    return t(key, mine=own.right_verdicts, theirs=jury.right_verdicts, cases=own.cases)


def show_marks(t: Texts, title: str, readers: Sequence[tuple[str, Marks]]) -> None:
    """A table of sensitivity, specificity and right diagnoses; all readers must have the same cases."""
    header = [t("charts.who"), t("charts.sensitivity"), t("charts.specificity"), t("quiz.right_of_seven")]
    facts_table(title, header, [[name, *marks_words(t, marks)] for name, marks in readers])
    counts = readers[0][1].detection
    small(t("quiz.counted", melanomas=counts.melanomas, others=counts.others))


def marks_words(t: Texts, marks: Marks) -> list[str]:
    """Sensitivity, specificity and right diagnoses in words."""
    counts = marks.detection
    return [
        share_words(t, counts.sensitivity, counts.melanomas_above, counts.melanomas),
        share_words(t, counts.specificity, counts.others_below, counts.others),
        share_words(t, marks.right_share, marks.right, marks.cases),
    ]


def share_words(t: Texts, score: Score, hits: int, of: int) -> str:
    """A share with its interval and counts; a dash for a count of 0."""
    if not of:
        return "\N{EN DASH}"
    return t("quiz.share", share=t.percent(score.value), interval=t.interval(score.low, score.high), hits=hits, of=of)


def show_beside(t: Texts, points: tuple[ReaderPoint, ...]) -> None:
    """Draw the points among the ROC curves of the leaderboard; scoring takes seconds the first time."""
    with st.spinner(t("leaderboard.drawing"), show_time=False):
        try:
            material = leaderboards.leaderboard_data(*LeaderboardChoice().drawn)
        except TableError as error:
            show_failure(t, error)
            return
    if material.order:
        show_chart(t, roc_with_reader_points(material, View(t, None, page_theme()), points), level=2)
        st.html(SAVE_SCRIPT, unsafe_allow_javascript=True)


def show_cases(t: Texts, items: Iterable[str]) -> None:
    """The list of all cases, each from `case_html`."""
    st.html(f"<h2>{escape(t('quiz.by_case'))}</h2>")
    st.html(f'<ol class="quiz-cases">{"".join(items)}</ol>')


def case_html(t: Texts, case: Case, lines: Sequence[str]) -> str:
    """One case of the list: its thumbnail, its true diagnosis, and lines of HTML."""
    truth = f"<strong>{escape(t('quiz.truth', diagnosis=t(f'diagnoses.{case.diagnosis}.name')))}</strong>"
    body = "".join(f"<p>{line}</p>" for line in (truth, *lines))
    return f"<li>{_thumbnail(t, case)}<div>{body}</div></li>"


def line_html(t: Texts, who: str, answer: CaseAnswer, truth: Diagnosis) -> str:
    """An answer and whether it was right; also its verdict on melanoma where only one of the two was right."""
    verdict = answer.melanoma is (truth is Diagnosis.MEL)
    words = t("quiz.right") if answer.diagnosis is truth else t("quiz.wrong")
    if (answer.diagnosis is truth) != verdict:
        words = t("quiz.right_verdict") if verdict else t("quiz.wrong_verdict")
    name = t(f"diagnoses.{answer.diagnosis}.name")
    return escape(t("quiz.line", who=t(who), diagnosis=name, verdict=words))


def _thumbnail(t: Texts, case: Case) -> str:
    try:
        address = galleries.case_thumbnail(case)
    except (LesionImageError, OSError):
        return ""
    return f'<img src="{address}" alt="{escape(t("quiz.case_alt"))}">'

"""The end of a game: what the answers are worth, what the jury changed, who misled, and case by case who was right."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.charts.chart import View
from model.charts.identity import LIGHT, THEMES
from model.charts.reader_point import ReaderPoint, roc_with_reader_points
from model.errors import LesionImageError, TableError
from model.evaluation.intervals import Score
from model.evaluation.paired import mcnemar_p
from model.lesion.diagnosis import Diagnosis
from model.stage.marks import Marks, Result, by_person, result
from model.stage.quiz import CaseAnswer, Game, Turn
from model.text import Texts
from pages.components.cache import galleries, leaderboards
from pages.components.leaderboard.leaderboard_state import LeaderboardChoice
from pages.components.quiz.state import leave
from pages.components.shell.chart_view import SAVE_SCRIPT, show_chart
from pages.components.shell.facts_table import facts_table
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.practice_choice import small

SURE = 0.05
"""From this p-value on a difference between person and jury may well be chance."""


def show_result(t: Texts, game: Game) -> None:
    """Everything, the answer first."""
    found = result(game.turns)
    st.html(f"<h1>{escape(t('quiz.result'))}</h1>")
    if not found.final.cases:
        st.html(f'<p class="sentence">{escape(t("quiz.nothing_answered"))}</p>')
        _ways_on(t, game)
        return
    for sentence in lead(t, found):
        st.html(f'<p class="sentence">{escape(sentence)}</p>')
    if game.deal.source == "sample":
        st.html(f'<p class="refusal" role="note">{escape(t("quiz.only_drawings"))}</p>')
    _ways_on(t, game)
    _figures(t, found)
    for sentence in _left_out(t, found):
        small(sentence)
    st.html(f"<h2>{escape(t('quiz.minds'))}</h2>")
    for sentence in minds(t, found, game.deal.misled):
        st.html(f"<p class='prose'>{escape(sentence)}</p>")
    show_beside(
        t,
        (
            ReaderPoint(t("quiz.you_blind"), found.blind.detection),
            ReaderPoint(t("quiz.you_after"), found.final.detection),
            ReaderPoint(t("quiz.the_jury"), found.jury.detection),
        ),
    )
    st.html(f"<h2>{escape(t('quiz.by_case'))}</h2>")
    st.html(
        f'<ol class="quiz-cases">{"".join(_case(t, turn) for turn in game.turns if turn.first or turn.missed)}</ol>'
    )


def lead(t: Texts, found: Result) -> list[str]:
    """Who was right more often about melanoma, and whether so few cases can tell."""
    words = {
        "mine": found.final.right_verdicts,
        "theirs": found.jury.right_verdicts,
        "cases": found.final.cases,
    }
    key = "ahead" if words["mine"] > words["theirs"] else "behind" if words["mine"] < words["theirs"] else "level"
    sentences = [t(f"quiz.{key}", **words)]
    if key != "level":
        p = mcnemar_p(found.only_person, found.only_jury)
        differing = found.only_person + found.only_jury
        sentences.append(t("quiz.firm" if p < SURE else "quiz.chance", count=differing, p=t.number(p, 2)))
    return sentences


def minds(t: Texts, found: Result, could_mislead: bool) -> list[str]:
    """What the jury changed, and who misled."""
    changes, melanoma = found.changes, found.melanoma_changes
    said = [
        t("quiz.changes", count=changes.all, helpful=changes.helpful, harmful=changes.harmful, neither=changes.neither)
    ]
    if changes.all:
        said.append(t("quiz.melanoma_changes", helpful=melanoma.helpful, harmful=melanoma.harmful))
    of = found.misleading
    if could_mislead:
        said.append(t("quiz.disclosed", count=of.cases, followed=of.followed, harmed=of.harmed))
    else:
        said.append(t("quiz.nobody_misled"))
    return said


def show_beside(t: Texts, points: tuple[ReaderPoint, ...]) -> None:
    """The points among the curves of the leaderboard; its tables take a while the first time."""
    with st.spinner(t("leaderboard.drawing"), show_time=False):
        try:
            material = leaderboards.leaderboard_data(*LeaderboardChoice().rule)
        except TableError as error:
            show_failure(t, error)
            return
    if material.order:
        view = View(t, None, THEMES.get(st.context.theme.type or "", LIGHT))
        show_chart(t, roc_with_reader_points(material, view, points), level=2)
        st.html(SAVE_SCRIPT, unsafe_allow_javascript=True)


def share_words(t: Texts, score: Score, hits: int, of: int) -> str:
    """A share with its interval and the counts behind it; a dash where there is nothing to count."""
    if not of:
        return "\N{EN DASH}"
    return t("quiz.share", share=t.percent(score.value), interval=t.interval(score.low, score.high), hits=hits, of=of)


def _figures(t: Texts, found: Result) -> None:
    header = [t("charts.who"), t("charts.sensitivity"), t("charts.specificity"), t("quiz.right_of_seven")]
    rows = [
        [t(name), *marks_words(t, of)]
        for name, of in (
            ("quiz.you_blind", found.blind),
            ("quiz.you_after", found.final),
            ("quiz.the_jury_same", found.jury),
        )
    ]
    facts_table(t("quiz.result"), header, rows)
    of = found.final.detection
    small(t("quiz.counted", melanomas=of.melanomas, others=of.others))


def marks_words(t: Texts, of: Marks) -> list[str]:
    """Sensitivity, specificity and right diagnoses of one reader."""
    counts = of.detection
    return [
        share_words(t, counts.sensitivity, counts.melanomas_above, counts.melanomas),
        share_words(t, counts.specificity, counts.others_below, counts.others),
        share_words(t, of.right_share, of.right, of.cases),
    ]


def _left_out(t: Texts, found: Result) -> list[str]:
    sentences = []
    if found.unanswered:
        sentences.append(t("quiz.unanswered", count=found.unanswered))
    if found.silent:
        sentences.append(t("quiz.silent", count=found.silent))
    if found.kept:
        sentences.append(t("quiz.first_stood", count=found.kept))
    return sentences


def _ways_on(t: Texts, game: Game) -> None:
    with st.container(key="quiz-ways-on", horizontal=True):
        if game.is_ended and game.left:
            st.button(t("quiz.resume", count=game.left), key="quiz-resume", on_click=guarded_callback(game.resume))
        st.button(t("quiz.again"), key="quiz-again", on_click=guarded_callback(leave))


def _case(t: Texts, turn: Turn) -> str:
    truth = turn.case.diagnosis
    lines = [f"<strong>{escape(t('quiz.truth', diagnosis=t(f'diagnoses.{truth}.name')))}</strong>"]
    if turn.missed:
        lines.append(escape(t("quiz.no_answer")))
    for name, said in (
        ("quiz.you_blind", _said(turn.first)),
        ("quiz.you_after", _said(turn.final)),
        ("quiz.the_jury", turn.jury),
        ("quiz.who_misled", turn.shown if turn.misled else None),
    ):
        if said is not None:
            lines.append(line_html(t, name, said, truth))
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<li>{_thumbnail(t, turn)}<div>{body}</div></li>"


def line_html(t: Texts, who: str, said: CaseAnswer, truth: Diagnosis) -> str:
    """What somebody said, and in words whether that was right; of an algorithm its verdict on melanoma as well."""
    verdict = said.melanoma is (truth is Diagnosis.MEL)
    words = t("quiz.right") if said.diagnosis is truth else t("quiz.wrong")
    if (said.diagnosis is truth) != verdict:
        words = t("quiz.right_verdict") if verdict else t("quiz.wrong_verdict")
    name = t(f"diagnoses.{said.diagnosis}.name")
    return escape(t("quiz.line", who=t(who), diagnosis=name, verdict=words))


def _said(diagnosis: Diagnosis | None) -> CaseAnswer | None:
    return None if diagnosis is None else by_person(diagnosis)


def _thumbnail(t: Texts, turn: Turn) -> str:
    try:
        address = galleries.case_thumbnail(turn.case)
    except (LesionImageError, OSError):
        return ""
    return f'<img src="{address}" alt="{escape(t("quiz.case_alt"))}">'

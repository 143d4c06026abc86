"""Show the end of a game: scores, effect of the jury's advice, disclosure of misleading advice, and all cases."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.charts.reader_point import ReaderPoint
from model.evaluation.paired import mcnemar_p
from model.lesion.diagnosis import Diagnosis
from model.stage.marks import Marks, Result, by_person, result
from model.stage.quiz import CaseAnswer, Game, Turn
from model.text import Texts
from pages.components.quiz.reader_scores import (
    case_html,
    lead_key,
    lead_words,
    line_html,
    show_beside,
    show_cases,
    show_marks,
)
from pages.components.quiz.state import leave
from pages.components.shell.checklist import score_words
from pages.components.shell.failures import guarded_callback
from pages.components.shell.practice_choice import small

SURE = 0.05
"""p-value below which a difference between person and jury is unlikely to be chance."""


def show_result(t: Texts, game: Game) -> None:
    """The whole result, the answer first."""
    scored = result(game.turns)
    st.html(f"<h1>{escape(t('quiz.result'))}</h1>")
    if not scored.final.cases:
        st.html(f'<p class="sentence">{escape(t("quiz.nothing_answered"))}</p>')
        _ways_on(t, game)
        return
    for sentence in lead(t, scored):
        st.html(f'<p class="sentence">{escape(sentence)}</p>')
    if game.deal.source == "sample":
        st.html(f'<p class="refusal" role="note">{escape(t("quiz.only_drawings"))}</p>')
    _ways_on(t, game)
    _scores(t, scored, game.deal.misled)
    show_cases(t, (_case(t, turn) for turn in game.turns if turn.first or turn.missed))


def lead(t: Texts, scored: Result) -> list[str]:
    """Who had more right verdicts on melanoma, and whether the difference may be chance."""
    sentences = [lead_words(t, "quiz", scored.final, scored.jury)]
    if lead_key(scored.final, scored.jury) != "level":
        p = mcnemar_p(scored.only_person, scored.only_jury)
        differing = scored.only_person + scored.only_jury
        sentences.append(t("quiz.firm" if p < SURE else "quiz.chance", count=differing, p=t.number(p, 2)))
    return sentences


def minds(t: Texts, scored: Result, could_mislead: bool) -> list[str]:
    """The changes after the advice, and the effect of misleading advice."""
    changes, melanoma, misleading = scored.changes, scored.melanoma_changes, scored.misleading
    counts = {"helpful": changes.helpful, "harmful": changes.harmful, "neither": changes.neither}
    sentences = [t("quiz.changes", count=changes.all, **counts)]
    if changes.all:
        sentences.append(t("quiz.melanoma_changes", helpful=melanoma.helpful, harmful=melanoma.harmful))
    if could_mislead:
        effect = {"followed": misleading.followed, "harmed": misleading.harmed}
        sentences.append(t("quiz.disclosed", count=misleading.cases, **effect))
    else:
        sentences.append(t("quiz.nobody_misled"))
    return sentences


def _scores(t: Texts, scored: Result, could_mislead: bool) -> None:
    you: tuple[tuple[str, Marks], ...] = ((t("quiz.you_blind"), scored.blind), (t("quiz.you_after"), scored.final))
    if scored.listed is not None:
        you = (*you, (t("quiz.you_list"), scored.listed))
    show_marks(t, t("quiz.result"), (*you, (t("quiz.the_jury_same"), scored.jury)))
    for sentence in _left_out(t, scored):
        small(sentence)
    st.html(f"<h2>{escape(t('quiz.minds'))}</h2>")
    for sentence in minds(t, scored, could_mislead):
        st.html(f"<p class='prose'>{escape(sentence)}</p>")
    readers = (*you, (t("quiz.the_jury"), scored.jury))
    show_beside(t, tuple(ReaderPoint(name, marks.detection) for name, marks in readers))


def _left_out(t: Texts, scored: Result) -> list[str]:
    counts = {"unanswered": scored.unanswered, "silent": scored.silent, "first_stood": scored.kept}
    return [t(f"quiz.{name}", count=count) for name, count in counts.items() if count]


def _ways_on(t: Texts, game: Game) -> None:
    with st.container(key="quiz-ways-on", horizontal=True):
        if game.is_ended and game.left:
            st.button(t("quiz.resume", count=game.left), key="quiz-resume", on_click=guarded_callback(game.resume))
        st.button(t("quiz.again"), key="quiz-again", on_click=guarded_callback(leave))


def _case(t: Texts, turn: Turn) -> str:
    answers = {
        "quiz.you_blind": _answer(turn.first),
        "quiz.you_after": _answer(turn.final),
        "quiz.the_jury": turn.jury,
        "quiz.who_misled": turn.shown if turn.misled else None,
    }
    lines = [escape(t("quiz.no_answer"))] if turn.missed else []
    lines += [line_html(t, who, answer, turn.case.diagnosis) for who, answer in answers.items() if answer is not None]
    if turn.own is not None and not turn.listing:
        lines.append(escape(score_words(t, turn.own)))
    return case_html(t, turn.case, lines)


def _answer(diagnosis: Diagnosis | None) -> CaseAnswer | None:
    return None if diagnosis is None else by_person(diagnosis)

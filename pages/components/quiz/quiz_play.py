"""A game on the page: the photo, the clock, seven diagnoses to choose from, and after the first answer the jury's."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.errors import AlgorithmError, LesionImageError, NoLesionSeen
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.stage.advice import Advice
from model.stage.deal import SECONDS
from model.stage.quiz import Game, Moment, Turn
from model.text import Texts
from pages.components.cache import galleries
from pages.components.examine.refusal import show_caution
from pages.components.quiz.case_photo import show_case
from pages.components.quiz.jury_advice import advice_on, bars_html, jury_thinks, known_advice, map_html, think_ahead
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.placeholder import Placeholder
from pages.components.shell.practice_choice import chosen_practice

MAP_SIDE = 420
AHEAD = 3
"""So many cases are thought about ahead, the one on the page among them."""


def play(t: Texts, game: Game, moment: Moment, turn: Turn) -> None:
    """Draw the turn that is played."""
    with st.container(key="quiz"):
        with st.container(key="quiz-photo", gap="xsmall"):
            show_case(t, turn.case)
        with st.container(key="quiz-answer", gap="small"):
            st.html(f"<h2>{escape(t('quiz.case', number=moment.position + 1, total=len(game.turns)))}</h2>")
            if moment.stage == "blind":
                game.begin(moment.position, moment.stage)
            _clock(t, game, moment)
            _stage(t, game, moment, turn)
    with st.container(key="quiz-way-out", horizontal=True):
        st.button(t("quiz.end"), key="quiz-end", on_click=guarded_callback(game.end))
    think_ahead([(one.case, one.misled) for one in game.turns[moment.position : moment.position + AHEAD]])


def _stage(t: Texts, game: Game, moment: Moment, turn: Turn) -> None:
    if moment.stage in ("missed", "kept"):
        st.html(f'<p class="sentence" role="status">{escape(t(f"quiz.{moment.stage}", seconds=round(SECONDS)))}</p>')
        st.button(
            t("quiz.next"),
            key=f"quiz-next-{moment.position}",
            type="primary",
            shortcut="0",
            on_click=guarded_callback(game.go_on),
            args=(moment.position, moment.stage),
        )
        return
    if moment.stage == "advised":
        _advice(t, game, moment, turn)
        return
    st.html(f'<p class="sentence" role="status">{escape(t("quiz.ask"))}</p>')
    _choices(t, game, moment, turn)


def _clock(t: Texts, game: Game, moment: Moment) -> None:
    if not game.deal.timed:
        st.empty()
        return

    @st.fragment(run_every=1.0)
    def tick() -> None:
        now = game.moment()
        if (now.position, now.stage) != (moment.position, moment.stage):
            st.rerun()
        left = "" if now.seconds is None else t("quiz.left", count=max(0, round(now.seconds)))
        share = 0.0 if now.seconds is None else now.seconds / SECONDS
        st.html(
            f'<div class="quiz-clock{" off" if now.seconds is None else ""}" role="timer" aria-live="off">'
            f"<span>{escape(left)}&nbsp;</span>"
            f'<i style="--share:{share:.2%}"></i></div>'
        )

    tick()


def _choices(t: Texts, game: Game, moment: Moment, turn: Turn) -> None:
    """Seven diagnoses and the way to commit one; each stage of each turn has its own buttons, so that a second click
    on one that is gone means nothing.
    """
    mark = f"{moment.position}-{moment.stage}"
    with st.container(key="quiz-choices", gap="xsmall"):
        for number, diagnosis in enumerate(DIAGNOSES, 1):
            chosen = diagnosis is turn.draft
            st.button(
                choice_words(t, diagnosis, chosen),
                key=f"quiz-{mark}-{diagnosis}",
                type="primary" if chosen else "secondary",
                shortcut=str(number),
                width="stretch",
                on_click=guarded_callback(game.choose),
                args=(moment.position, moment.stage, diagnosis),
            )
    st.button(
        t(f"quiz.commit_{moment.stage}"),
        key=f"quiz-commit-{mark}",
        type="primary",
        disabled=turn.draft is None,
        shortcut="0",
        on_click=guarded_callback(game.commit),
        args=(moment.position, moment.stage),
    )
    st.html(f'<p class="small keys">{escape(t("quiz.keys"))}</p>')


def choice_words(t: Texts, diagnosis: Diagnosis, chosen: bool) -> str:
    """A diagnosis as it stands on a button; that it is chosen is said by more than its colour."""
    name = t(f"diagnoses.{diagnosis}.name")
    words = name[:1].upper() + name[1:]
    return t("quiz.is_chosen", diagnosis=words) if chosen else words


def _advice(t: Texts, game: Game, moment: Moment, turn: Turn) -> None:
    """What the jury says, as soon as it is there, and the second answer below it; its clock runs from then on."""
    wanted = (turn.case, turn.misled)
    place = Placeholder("quiz-advised", awaited=known_advice(wanted) is None)
    failure = advice = None
    try:
        advice = advice_on(wanted, lambda ticket: place.slot.html(jury_thinks(t, ticket)))
        practice = chosen_practice()
        game.hear(moment.position, advice.said(practice, shown=False), advice.said(practice))
    except (AlgorithmError, LesionImageError, NoLesionSeen) as error:
        failure = error
    game.begin(moment.position, moment.stage)
    with place.filled():
        if isinstance(failure, NoLesionSeen):
            st.html(f'<p class="sentence" role="status">{escape(t("quiz.no_lesion"))}</p>')
        elif failure is not None:
            show_failure(t, failure)
        if advice is not None:
            show_caution(t, advice.admission)
            st.html(_said_html(t, turn, advice))
        st.html(f'<p class="sentence">{escape(t("quiz.ask_again"))}</p>')
        _choices(t, game, moment, turn)


def _said_html(t: Texts, turn: Turn, advice: Advice) -> str:
    opinion = advice.opinion(chosen_practice())
    figure, point = t.percent_beside(opinion.melanoma, opinion.threshold.value), t.point(opinion.threshold.value)
    words = {"melanoma": figure, "threshold": point, "first": t(f"diagnoses.{opinion.choice}.name")}
    sentence = t("quiz.jury_above" if opinion.suspicious else "quiz.jury_below", **words)
    picture = map_html(t, galleries.case_image(turn.case), advice.explanation, MAP_SIDE)
    return (
        f'<div class="advice {"suspicious" if opinion.suspicious else "calm"}"><div>'
        f'<p class="verdict" role="status"><span class="shape"></span>{escape(sentence)}</p>{bars_html(t, opinion)}'
        f"</div>{picture}</div>"
    )

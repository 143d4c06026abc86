"""Draw a turn of a game: photo, clock, seven diagnoses to choose from, and the jury's advice after the first answer."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.errors import AlgorithmError, LesionImageError, NoLesionSeen, TenOpinionsError
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.stage.advice import Advice
from model.stage.deal import SECONDS
from model.stage.quiz import Game, Moment, Turn
from model.text import Texts
from pages.components.examine.refusal import show_caution
from pages.components.quiz.advice_card import advice_html, probabilities_html
from pages.components.quiz.case_photo import show_case
from pages.components.quiz.jury_advice import advice_on, jury_thinks, known_advice, think_ahead
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.placeholder import Placeholder
from pages.components.shell.practice_choice import chosen_practice

MAP_SIDE = 420
AHEAD = 3
"""Number of cases to compute ahead, including the one on the page."""


def play(t: Texts, game: Game, moment: Moment, turn: Turn) -> None:
    """Draw the current turn."""
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
    think_ahead([(turn.case, turn.misled) for turn in game.turns[moment.position : moment.position + AHEAD]])


def _stage(t: Texts, game: Game, moment: Moment, turn: Turn) -> None:
    if moment.stage in ("missed", "kept"):
        _out_of_time(t, game, moment)
    elif moment.stage == "advised":
        _advice(t, game, moment, turn)
    else:
        st.html(f'<p class="sentence" role="status">{escape(t("quiz.ask"))}</p>')
        _choices(t, game, moment, turn)


def _out_of_time(t: Texts, game: Game, moment: Moment) -> None:
    st.html(f'<p class="sentence" role="status">{escape(t(f"quiz.{moment.stage}", seconds=round(SECONDS)))}</p>')
    st.button(
        t("quiz.next"),
        key=f"quiz-next-{moment.position}",
        type="primary",
        shortcut="0",
        on_click=guarded_callback(game.go_on),
        args=(moment.position, moment.stage),
    )


def _clock(t: Texts, game: Game, moment: Moment) -> None:
    if not game.deal.timed:
        st.empty()
        return

    @st.fragment(run_every=1.0)
    def tick() -> None:
        now = game.moment()
        if (now.position, now.stage) != (moment.position, moment.stage):
            st.rerun()
        st.html(_clock_html(t, now.seconds))

    tick()


def _clock_html(t: Texts, seconds: float | None) -> str:
    remaining = "" if seconds is None else t("quiz.left", count=max(0, round(seconds)))
    return (
        f'<div class="quiz-clock{" off" if seconds is None else ""}" role="timer" aria-live="off">'
        f"<span>{escape(remaining)}&nbsp;</span>"
        f'<i style="--share:{(seconds or 0.0) / SECONDS:.2%}"></i></div>'
    )


def _choices(t: Texts, game: Game, moment: Moment, turn: Turn) -> None:
    """Draw the diagnoses and the button that commits one.

    Keys contain turn and stage, so a second click on a button of the previous stage does nothing.
    """
    _diagnoses(t, game, moment, turn)
    st.button(
        t(f"quiz.commit_{moment.stage}"),
        key=f"quiz-commit-{moment.position}-{moment.stage}",
        type="primary",
        disabled=turn.draft is None,
        shortcut="0",
        on_click=guarded_callback(game.commit),
        args=(moment.position, moment.stage),
    )
    st.html(f'<p class="small keys">{escape(t("quiz.keys"))}</p>')


def _diagnoses(t: Texts, game: Game, moment: Moment, turn: Turn) -> None:
    with st.container(key="quiz-choices", gap="xsmall"):
        for number, diagnosis in enumerate(DIAGNOSES, 1):
            chosen = diagnosis is turn.draft
            st.button(
                choice_words(t, diagnosis, chosen),
                key=f"quiz-{moment.position}-{moment.stage}-{diagnosis}",
                type="primary" if chosen else "secondary",
                shortcut=str(number),
                width="stretch",
                on_click=guarded_callback(game.choose),
                args=(moment.position, moment.stage, diagnosis),
            )


def choice_words(t: Texts, diagnosis: Diagnosis, chosen: bool) -> str:
    """The words on the button of a diagnosis, which also state that it is chosen."""
    name = t(f"diagnoses.{diagnosis}.name")
    words = name[:1].upper() + name[1:]
    return t("quiz.is_chosen", diagnosis=words) if chosen else words


def _advice(t: Texts, game: Game, moment: Moment, turn: Turn) -> None:
    """Draw the advice once it is computed, and the choice of the final answer; the clock starts then."""
    wanted = (turn.case, turn.misled)
    place = Placeholder("quiz-advised", awaited=known_advice(wanted) is None)
    outcome: Advice | TenOpinionsError
    try:
        outcome = advice_on(wanted, lambda job: place.slot.html(jury_thinks(t, job)))
        practice = chosen_practice()
        game.hear(moment.position, outcome.said(practice, shown=False), outcome.said(practice))
    except (AlgorithmError, LesionImageError, NoLesionSeen) as error:
        outcome = error
    game.begin(moment.position, moment.stage)
    with place.filled():
        _outcome(t, turn, outcome)
        st.html(f'<p class="sentence">{escape(t("quiz.ask_again"))}</p>')
        _choices(t, game, moment, turn)


def _outcome(t: Texts, turn: Turn, outcome: Advice | TenOpinionsError) -> None:
    """Draw the advice, or the reason why there is none."""
    if isinstance(outcome, NoLesionSeen):
        st.html(f'<p class="sentence" role="status">{escape(t("quiz.no_lesion"))}</p>')
    elif isinstance(outcome, TenOpinionsError):
        show_failure(t, outcome)
    else:
        show_caution(t, outcome.admission)
        bars = probabilities_html(t, outcome.opinion(chosen_practice()))
        st.html(advice_html(t, turn.case, outcome, bars, MAP_SIDE))

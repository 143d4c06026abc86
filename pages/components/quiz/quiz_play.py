"""Draw a turn of a game: photo, clock, seven diagnoses to choose from, the jury's advice, and the true diagnosis."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from html import escape
from typing import TypeVar

import streamlit as st

from model.errors import AlgorithmError, LesionImageError, PhotoHeldBack, TenOpinionsError
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.seven_points import POINTS
from model.stage.advice import Advice
from model.stage.deal import SECONDS
from model.stage.marks import by_person
from model.stage.quiz import TOLD, Game, Moment, Turn
from model.text import Texts
from model.trust.own_list import OwnList
from pages.components.examine.refusal import show_caution
from pages.components.quiz.advice_card import advice_html
from pages.components.quiz.case_photo import show_case, truth_html
from pages.components.quiz.jury_advice import advice_on, jury_thinks, known_advice, no_advice, think_ahead
from pages.components.quiz.reader_scores import line_html
from pages.components.shell.checklist import point_words, points_html, result_html
from pages.components.shell.failures import guarded_callback, show_failure
from pages.components.shell.placeholder import Placeholder
from pages.components.shell.practice_choice import chosen_practice

Option = TypeVar("Option", bound=str)
MAP_SIDE = 420
AHEAD = 3
"""Number of cases to compute ahead, including the one on the page."""


def play(t: Texts, game: Game, moment: Moment, turn: Turn) -> None:
    """Draw the current turn."""
    with st.container(key="quiz"):
        with st.container(key="quiz-photo", gap="xsmall"):
            show_case(t, turn.case)
        with st.container(key="quiz-answer", gap="small"):
            if moment.stage == "blind":
                game.begin(moment.position, moment.stage)
            with st.container(key="quiz-head", horizontal=True, vertical_alignment="center"):
                number = t("quiz.case", number=moment.position + 1, total=len(game.turns))
                st.html(f"<h2>{escape(number)}</h2>", width="content")
                _clock(t, game, moment)
            _stage(t, game, moment, turn)
    think_ahead([(turn.case, turn.misled) for turn in game.turns[moment.position : moment.position + AHEAD]])


def _stage(t: Texts, game: Game, moment: Moment, turn: Turn) -> None:
    if moment.stage in TOLD:
        _told(t, game, moment, turn)
    elif moment.stage == "listing" and turn.own is not None:
        _checklist(t, game, moment, turn.own)
    elif moment.stage == "advised":
        _advice(t, game, moment, turn)
    else:
        st.html(f'<p class="sentence" role="status">{escape(t("quiz.ask"))}</p>')
        _choices(t, game, moment, turn, {})


def _told(t: Texts, game: Game, moment: Moment, turn: Turn) -> None:
    """Draw the diagnosis, the own answer beside it, and the way on; whether the advice was wrong is told at the end."""
    words = t(f"quiz.{moment.stage}", seconds=round(SECONDS)) if moment.stage != "answered" else ""
    own = line_html(t, "quiz.you", by_person(turn.final), turn.case.diagnosis) if turn.final else ""
    st.html(f'{truth_html(t, turn.case)}<p class="sentence">{own}</p><p class="sentence">{escape(words)}</p>')
    with _steps(t, game):
        st.button(
            t("quiz.next" if moment.position + 1 < len(game.turns) else "quiz.last"),
            key=f"quiz-next-{moment.position}",
            type="primary",
            shortcut="0",
            on_click=guarded_callback(game.go_on),
            args=(moment.position, moment.stage),
        )
    if turn.own is not None:
        st.html(result_html(t, turn.own))


def _checklist(t: Texts, game: Game, moment: Moment, own: OwnList) -> None:
    """Draw the checklist before the first answer."""
    position, stage = moment.position, moment.stage
    st.html(f'<p class="sentence">{escape(t("own_list.how"))}</p>')
    words = {slug: point_words(t, slug, slug in own.ticks) for slug in POINTS}
    _numbered(f"quiz-tick-{position}", words, own.ticks, partial(game.tick, position, stage))
    with _steps(t, game):
        st.button(
            t("quiz.list_done"),
            key=f"quiz-listed-{position}",
            type="primary",
            shortcut="0",
            on_click=guarded_callback(game.close_list),
            args=(position, stage),
        )
    st.html(f'<p class="small keys">{escape(t("quiz.list_keys"))}</p>{points_html(t)}')


@contextmanager
def _steps(t: Texts, game: Game) -> Iterator[None]:
    """Surround the button to the next step; the way out stands beside it."""
    with st.container(key="quiz-steps", horizontal=True):
        yield
        st.button(t("quiz.end"), key="quiz-end", on_click=guarded_callback(game.end))


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


def _choices(t: Texts, game: Game, moment: Moment, turn: Turn, shares: Mapping[Diagnosis, str]) -> None:
    """Draw the diagnoses, each with the jury's share where there is one, and the button that commits one.

    Keys contain turn and stage, so a second click on a button of the previous stage does nothing.
    """
    _diagnoses(t, game, moment, turn, shares)
    with _steps(t, game):
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


def _diagnoses(t: Texts, game: Game, moment: Moment, turn: Turn, shares: Mapping[Diagnosis, str]) -> None:
    position, stage = moment.position, moment.stage
    words = {
        diagnosis: choice_words(t, diagnosis, diagnosis is turn.draft, shares.get(diagnosis, ""))
        for diagnosis in DIAGNOSES
    }
    _numbered(f"quiz-{position}-{stage}", words, [turn.draft], partial(game.choose, position, stage))


def _numbered(
    key: str, words: Mapping[Option, str], chosen: Collection[object], then: Callable[[Option], object]
) -> None:
    """Draw a button for each option, which its number presses; `then` is called with the option."""
    with st.container(key="quiz-choices", gap="xsmall"):
        for number, (option, label) in enumerate(words.items(), 1):
            st.button(
                label,
                key=f"{key}-{option}",
                type="primary" if option in chosen else "secondary",
                shortcut=str(number),
                width="stretch",
                on_click=guarded_callback(then),
                args=(option,),
            )


def choice_words(t: Texts, diagnosis: Diagnosis, chosen: bool, share: str = "") -> str:
    """The words on the button of a diagnosis, with the jury's share, which also state that it is chosen."""
    name = t(f"diagnoses.{diagnosis}.name")
    words = name[:1].upper() + name[1:]
    words = t("quiz.with_share", diagnosis=words, share=share) if share else words
    return t("quiz.is_chosen", diagnosis=words) if chosen else words


def _advice(t: Texts, game: Game, moment: Moment, turn: Turn) -> None:
    """Draw the advice once it is computed, and the choice of the final answer; the clock starts then."""
    wanted = (turn.case, turn.misled)
    place = Placeholder("quiz-advised", awaited=known_advice(wanted) is None)
    outcome: Advice | TenOpinionsError
    try:
        outcome = advice_on(wanted, lambda job: place.slot.html(jury_thinks(t, job)))
        practice = chosen_practice()
        game.hear(moment.position, outcome.said(practice, shown=False), outcome.said(practice), outcome.words)
    except (AlgorithmError, LesionImageError, PhotoHeldBack) as error:
        outcome = error
    game.begin(moment.position, moment.stage)
    with place.filled():
        _outcome(t, turn, outcome)
        st.html(f'<p class="sentence">{escape(t("quiz.ask_again"))}</p>')
        _choices(t, game, moment, turn, shares_in(t, outcome) if isinstance(outcome, Advice) else {})


def shares_in(t: Texts, advice: Advice) -> dict[Diagnosis, str]:
    """The jury's probability of each diagnosis, in words."""
    stated = advice.opinion(chosen_practice()).stated
    return {diagnosis: t.percent(stated.of(diagnosis)) for diagnosis in DIAGNOSES}


def _outcome(t: Texts, turn: Turn, outcome: Advice | TenOpinionsError) -> None:
    """Draw the advice, or the reason why there is none."""
    if isinstance(outcome, PhotoHeldBack):
        st.html(f'<p class="sentence" role="status">{escape(no_advice(t, outcome))}</p>')
    elif isinstance(outcome, TenOpinionsError):
        show_failure(t, outcome)
    else:
        show_caution(t, outcome.admission)
        st.html(advice_html(t, turn.case, outcome, "", MAP_SIDE))
